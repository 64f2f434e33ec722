import { type LocalProduct, localAddresses, type Provider, recordedProvider } from '@countersign/contract';
import type { Row } from '../items/row.ts';

export const toProvider = (row: Row): Provider => ({
  name: row.name,
  kind: row.kind,
  address: row.address,
  concurrency: row.concurrency,
  callsPerMinute: row.calls_per_minute,
  timeoutSeconds: row.timeout_seconds,
  isStreamed: row.is_streamed,
  prices: row.prices,
  hasKey: row.sealed_key !== null,
  isRecorded: false,
  pausedUntil: row.paused_until instanceof Date && row.paused_until > new Date() ? row.paused_until.toISOString() : null,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const always = '2026-01-01T00:00:00.000Z';

const builtIn = (name: string, more: Partial<Provider>): Provider => ({
  name,
  kind: 'openai-compatible',
  address: null,
  concurrency: 4,
  callsPerMinute: null,
  timeoutSeconds: 300,
  isStreamed: true,
  prices: {},
  hasKey: false,
  isRecorded: false,
  pausedUntil: null,
  createdAt: always,
  updatedAt: always,
  ...more,
});

/** Stands beside those of the workspace: it needs no settings, and no model. */
export const recorded = builtIn(recordedProvider, { concurrency: 16, timeoutSeconds: 10, isStreamed: false, isRecorded: true });

/** Providers that need not be added: the recorded drafts, and servers of local models where they usually listen. One that is added counts more. */
export const findBuiltIn = (name: string): Provider | null => {
  if (name === recordedProvider) return recorded;
  return Object.hasOwn(localAddresses, name) ? builtIn(name, { address: localAddresses[name as LocalProduct] }) : null;
};
