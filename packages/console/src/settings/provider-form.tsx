import type { Provider, ProviderInput, ProviderKind } from '@countersign/contract';
import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { putProvider } from '../batches/batch-calls.ts';
import { readMoney } from '../batches/money.ts';
import { words } from '../words/words.ts';
import styles from './settings.module.css';

type Known = Omit<ProviderInput, 'key'>;

export interface ProviderFormStart {
  name: string;
  provider: Known | Provider;
}

export const blankProvider: Known = {
  kind: 'openai-compatible',
  address: null,
  concurrency: 8,
  callsPerMinute: null,
  timeoutSeconds: 120,
  isStreamed: false,
  prices: {},
};

const say = words.batches.providers;
const kinds: ProviderKind[] = ['openai-compatible', 'openai', 'anthropic', 'google'];

/** Adds a provider, or changes one; limits that the form does not show stay as they are. */
export function ProviderForm({ start, onSaved }: { start: ProviderFormStart; onSaved: () => void }) {
  const { provider } = start;
  const [firstModel = '', firstPrice] = Object.entries(provider.prices)[0] ?? [];
  const [name, setName] = useState(start.name);
  const [kind, setKind] = useState<ProviderKind>(provider.kind);
  const [address, setAddress] = useState(provider.address ?? '');
  const [key, setKey] = useState('');
  const [model, setModel] = useState(firstModel);
  const [prices, setPrices] = useState(firstPrice ? [firstPrice.inputMicros / 1e6, firstPrice.outputMicros / 1e6].map(String) : ['', '']);
  const [currency, setCurrency] = useState(firstPrice?.currency ?? 'EUR');
  const amounts = prices.map((price) => readMoney(price, currency));
  const save = useMutation({
    mutationFn: () => {
      const [input, output] = amounts.map((amount) => amount?.micros ?? 0);
      const priced = model.trim() === '' ? {} : { [model.trim()]: { currency, inputMicros: input ?? 0, outputMicros: output ?? 0 } };
      const { concurrency, callsPerMinute, timeoutSeconds, isStreamed } = provider;
      return putProvider(name.trim(), {
        ...{ kind, address: address.trim() || null, concurrency, callsPerMinute, timeoutSeconds, isStreamed },
        ...{ prices: { ...provider.prices, ...priced }, ...(key !== '' && { key }) },
      });
    },
    onSuccess: onSaved,
  });
  return (
    <form
      className={styles.form}
      aria-label={start.name === '' ? say.title : say.edit(start.name)}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput label={say.name} required value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <NativeSelect
        label={say.kind}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as ProviderKind)}
        data={kinds.map((value) => ({ value, label: say.kinds[value] }))}
      />
      <TextInput
        label={say.address}
        placeholder="http://127.0.0.1:11434/v1"
        required={kind === 'openai-compatible'}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <PasswordInput
        label={say.key}
        description={say.keyHelp}
        autoComplete="off"
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <TextInput label={say.model} value={model} onChange={(event) => setModel(event.currentTarget.value)} />
      {[say.inputPrice, say.outputPrice].map((label, at) => (
        <TextInput
          key={label}
          label={label}
          inputMode="decimal"
          value={prices[at]}
          error={amounts[at] === undefined && words.batches.setUp.badBudget}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setPrices((now) => now.map((price, index) => (index === at ? value : price)));
          }}
        />
      ))}
      <NativeSelect
        label={say.currency}
        value={currency}
        onChange={(event) => setCurrency(event.currentTarget.value)}
        data={[...new Set([currency, 'EUR', 'USD', 'GBP', 'CHF'])]}
      />
      <Button type="submit" loading={save.isPending} disabled={amounts.includes(undefined)}>
        {say.save}
      </Button>
      {save.error && <p role="alert">{save.error.message}</p>}
    </form>
  );
}
