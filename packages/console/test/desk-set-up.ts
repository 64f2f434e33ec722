import type { Claim, Item, ItemSummary } from '@countersign/contract';
import { Desk } from '../src/review/desk.ts';
import type { DeskSetting } from '../src/review/desk-view.ts';
import { openShelf } from '../src/review/shelf.ts';
import { memoryStorage } from './memory-storage.ts';

const hash = `sha256:${'0'.repeat(64)}`;
export const itemOf = (id: string): Item => ({
  id,
  checkpoint: 'texts',
  key: id,
  label: id,
  state: 'waiting',
  severity: 'medium',
  priority: 0,
  dueAt: null,
  confidence: null,
  model: null,
  revision: 1,
  outputHash: hash,
  returns: 0,
  decision: null,
  createdAt: '2026-11-22T09:00:00.000Z',
  releasedAt: null,
  flags: null,
  input: {},
  output: `text of ${id}`,
  metadata: {},
});
export const claimOf = (id: string, draft: string | null = null): Claim => ({
  item: itemOf(id),
  refused: null,
  draft,
  expiresAt: '2026-11-22T10:00:00.000Z',
  skips: 0,
});
export const decided = (id: string): ItemSummary => ({
  ...itemOf(id),
  state: 'decided',
  decision: {
    id: 'd',
    outcome: 'approved',
    by: { kind: 'person', id: 'me' },
    at: '2026-11-22T09:00:00.000Z',
    outputHash: hash,
    revision: 1,
    reasons: [],
    comment: '',
    undoUntil: '2026-11-22T09:00:10.000Z',
  },
});

/** A desk before a queue of items, with a list of what it told the server. */
export function setUpDesk(over: Partial<DeskSetting['api']> = {}, queue = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
  const calls: string[] = [];
  const waiting = [...queue];
  const take = (limit: number) => waiting.splice(0, limit).map((id) => claimOf(id));
  const api: DeskSetting['api'] = {
    claim: async ({ limit = 1, item }) => (item ? [claimOf(item)] : take(limit)),
    heartbeat: async (ids) => ({ held: ids.map((itemId) => ({ itemId, expiresAt: '' })), lost: [] }),
    giveBack: async (ids, skip) => void calls.push(`${skip ? 'skip' : 'give back'} ${ids.join()}`),
    review: async (id, review) => {
      calls.push(`${review.verdict} ${id}`);
      return { item: decided(id), claims: take(review.claimNext?.limit ?? 0) };
    },
    undo: async (id) => {
      calls.push(`undo ${id}`);
      return { claim: claimOf(id) };
    },
    saveDraft: async () => undefined as never,
    getItem: async (id) => itemOf(id),
    hold: async (id, { until }) => void calls.push(`hold ${id} until ${until}`),
    assign: async (id, { personId }) => void calls.push(`assign ${id} to ${personId}`),
    decideFlags: async (id, decisions) => void calls.push(`flags ${id} ${decisions.length}`),
    ...over,
  };
  const storage = memoryStorage();
  let id = 0;
  const desk = new Desk({
    api,
    outboxShelf: openShelf('o.', storage),
    draftShelf: openShelf('d.', storage),
    tab: 't',
    now: () => 1000,
    wait: () => new Promise((resolve) => setTimeout(resolve, 1)),
    rest: async () => undefined,
    newId: () => String(++id),
    undoSeconds: () => 10,
    onDecided: () => {},
  });
  return { desk, calls, storage };
}
