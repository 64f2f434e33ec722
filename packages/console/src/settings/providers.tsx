import type { Provider } from '@countersign/contract';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient } from '../api/queries.ts';
import { discover, listModels, providersQuery, removeProvider } from '../batches/batch-calls.ts';
import { Failed } from '../frame/broken.tsx';
import { words } from '../words/words.ts';
import { blankProvider, ProviderForm, type ProviderFormStart } from './provider-form.tsx';
import styles from './settings.module.css';

const say = words.batches.providers;

/** Who answers prompts: what there is, what runs on this machine, and a form for one more. */
export function Providers() {
  const providers = useQuery(providersQuery);
  const [open, setOpen] = useState<ProviderFormStart | null>(null);
  const found = useMutation({ mutationFn: discover });
  return (
    <section className={styles.part} aria-labelledby="models">
      <h2 id="models">{say.title}</h2>
      <p className={styles.help}>{say.help}</p>
      {providers.error && <Failed error={providers.error} retry={() => void providers.refetch()} />}
      {providers.data?.length === 0 && <p className={styles.none}>{say.none}</p>}
      <ul className={styles.rows}>
        {providers.data?.map((provider) => (
          <ProviderRow key={provider.name} provider={provider} onEdit={() => setOpen({ name: provider.name, provider })} />
        ))}
      </ul>
      <Button variant="default" loading={found.isPending} onClick={() => found.mutate()}>
        {say.discover}
      </Button>
      <ul className={styles.rows} aria-live="polite">
        {found.data?.found.length === 0 && <li>{say.foundNone}</li>}
        {found.data?.found.map(({ product, address, models }) => (
          <li key={address}>
            <div>
              {say.found(product, address)}
              <p className={styles.dim}>{models.join(', ')}</p>
            </div>
            <Button
              variant="default"
              size="xs"
              onClick={() => setOpen({ name: product, provider: { ...blankProvider, kind: 'openai-compatible', address } })}
            >
              {say.use}
            </Button>
          </li>
        ))}
      </ul>
      {found.error && <p role="alert">{found.error.message}</p>}
      <ProviderForm
        key={open ? `${open.name} ${open.provider.address}` : 'new'}
        start={open ?? { name: '', provider: blankProvider }}
        onSaved={() => {
          setOpen(null);
          void queryClient.invalidateQueries(providersQuery);
        }}
      />
    </section>
  );
}

function ProviderRow({ provider, onEdit }: { provider: Provider; onEdit: () => void }) {
  const [asks, setAsks] = useState(false);
  const look = useQuery({
    queryKey: ['reach', provider.name],
    queryFn: () => listModels(provider.name),
    retry: false,
    enabled: !provider.isRecorded,
  });
  const remove = useMutation({
    mutationFn: () => removeProvider(provider.name),
    onSuccess: () => queryClient.invalidateQueries(providersQuery),
  });
  return (
    <li>
      <div>
        <strong>{provider.name}</strong> <span className={styles.tag}>{say.kinds[provider.kind]}</span>
        <p className={styles.dim}>
          {provider.isRecorded ? say.recorded : [provider.address, provider.hasKey ? say.hasKey : say.noKey].filter(Boolean).join(' · ')}
        </p>
        {look.data && <p className={styles.dim}>{say.reachable(look.data.models.length)}</p>}
        {look.error && <p className={styles.dim}>{look.error.message}</p>}
        {remove.error && <p role="alert">{remove.error.message}</p>}
      </div>
      {!provider.isRecorded &&
        (asks ? (
          <Button variant="light" color="red" size="xs" loading={remove.isPending} onClick={() => remove.mutate()}>
            {say.sure}
          </Button>
        ) : (
          <div className={styles.actions}>
            <Button variant="default" size="xs" aria-label={say.edit(provider.name)} onClick={onEdit}>
              {say.change}
            </Button>
            <Button variant="subtle" size="xs" aria-label={say.remove(provider.name)} onClick={() => setAsks(true)}>
              ×
            </Button>
          </div>
        ))}
    </li>
  );
}
