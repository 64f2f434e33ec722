import type { Decision, Item } from '@countersign/contract';

const hash = `sha256:${'0'.repeat(64)}`;
const at = '2026-11-22T09:30:00.000Z';

export const madeDecision = (outcome: Decision['outcome'] = 'approved'): Decision => ({
  id: 'dec_1',
  outcome,
  by: { kind: 'person', id: 'per_1', name: 'Ada' },
  at,
  outputHash: hash,
  revision: 1,
  reasons: [],
  comment: '',
  undoUntil: at,
});

export const madeItem = (more: Partial<Item> = {}): Item => ({
  id: 'itm_1',
  checkpoint: 'texts',
  key: 'k1',
  label: 'k1',
  state: 'waiting',
  severity: 'medium',
  priority: 0,
  dueAt: null,
  confidence: null,
  model: null,
  revision: 1,
  outputHash: hash,
  returns: 0,
  flags: null,
  decision: null,
  createdAt: at,
  releasedAt: null,
  input: {},
  output: 'text',
  metadata: {},
  ...more,
});

export const releasedItem = (more: Partial<Item> = {}): Item =>
  madeItem({ state: 'released', decision: madeDecision(), releasedAt: at, ...more });
