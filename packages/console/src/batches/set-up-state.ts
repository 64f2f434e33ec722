import type { Batch, BatchSettings, Provider } from '@countersign/contract';
import { readMoney } from './money.ts';

/** What a person fills in before a batch is tried, as it stands in the form. */
export interface SetUp {
  way: 'prompt' | 'workflow';
  workflow: string;
  checkpoint: string;
  provider: string;
  model: string;
  prompt: string;
  examples: number;
  key: string;
  /** Field of the input → column; null: every column under its own name. */
  fields: [field: string, column: string][] | null;
  budget: string;
  currency: string;
}

export const mentionOf = (field: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*$/u.test(field) ? `{{ input.${field} }}` : `{{ input["${field}"] }}`;

const isColumn = (column: string, names: RegExp) => names.test(column.trim());

/** The form as the batch has it, or as a newcomer begins. */
export function setUpOf(batch: Batch, { checkpoints, providers }: { checkpoints: string[]; providers: Provider[] }): SetUp {
  const { settings, columns } = batch;
  const provider = providers.find(({ isRecorded }) => !isRecorded) ?? providers[0];
  const own = settings?.mapping.input;
  return {
    way: settings?.workflow ? 'workflow' : 'prompt',
    workflow: settings?.workflow ?? '',
    checkpoint: settings?.checkpoint ?? checkpoints[0] ?? '',
    provider: settings?.draft?.provider ?? provider?.name ?? '',
    model: settings?.draft?.model ?? Object.keys(provider?.prices ?? {})[0] ?? '',
    prompt: settings?.draft?.prompt ?? '',
    examples: settings?.draft?.examples ?? 3,
    key: settings?.mapping.key ?? columns.find((column) => isColumn(column, /^(key|id|sku)$/i)) ?? '',
    fields: own ? Object.entries(own) : null,
    budget: settings?.budget ? String(settings.budget.micros / 1_000_000) : '',
    currency: settings?.budget?.currency ?? currencyOf(provider) ?? 'EUR',
  };
}

const currencyOf = (provider: Provider | undefined): string | undefined => Object.values(provider?.prices ?? {})[0]?.currency;

/** What the server is sent; null while something that it needs is missing. */
export function toSettings(form: SetUp, before: BatchSettings | null): BatchSettings | null {
  const budget = readMoney(form.budget, form.currency);
  if (budget === undefined) return null;
  const input = form.fields && Object.fromEntries(form.fields.filter(([field, column]) => field.trim() !== '' && column !== ''));
  const rest = { ...(before?.title && { title: before.title }), mapping: { key: form.key || null, input }, budget };
  if (form.way === 'workflow') return form.workflow === '' ? null : { ...rest, workflow: form.workflow };
  const { checkpoint, provider, model, prompt, examples } = form;
  if (checkpoint === '' || provider === '' || model.trim() === '' || prompt.trim() === '') return null;
  const draft = {
    ...{ system: '', outputSchema: null, temperature: null, maxOutputTokens: null, ...before?.draft },
    ...{ provider, model: model.trim(), prompt, examples },
  };
  return { ...rest, checkpoint, draft };
}
