import { type Provider, recordedProvider } from '@countersign/contract';
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

/** Stands beside those of the workspace: it needs no settings, and no model. */
export const recorded: Provider = {
  name: recordedProvider,
  kind: 'openai-compatible',
  address: null,
  concurrency: 16,
  callsPerMinute: null,
  timeoutSeconds: 10,
  isStreamed: false,
  prices: {},
  hasKey: false,
  isRecorded: true,
  pausedUntil: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};
