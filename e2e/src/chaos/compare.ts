import { isDeepStrictEqual } from 'node:util';
import { type Event, type ExportedItem, type ItemHistory, outcomeOf, settledState } from '@countersign/contract';
import type { Everything } from './read-all.ts';
import type { Record, SentItem, SentReview } from './record.ts';

const untouched = ({ output, outputHash, createdAt }: ExportedItem): ItemHistory => ({
  reviews: [],
  pastDecisions: [],
  flagRecords: [],
  revisions: [{ number: 1, output, outputHash, author: { kind: 'system', id: 'chaos' }, returnId: null, createdAt }],
});

/** What makes a decided item wait again. */
const reopening = new Set<string>(['item.undone', 'item.revised', 'item.escalated']);

const settledKinds = new Set<string>(['item.released', 'item.rejected', 'item.returned']);

/** Everything in which the server and the clients' own record disagree, and in which the server contradicts itself. */
export function findFaults(record: Record, { items, histories, events }: Everything): string[] {
  const byItem = Map.groupBy(events, ({ itemId }) => itemId ?? '');
  const faults = [
    ...checkItems(record, items),
    ...checkReviews(record, histories),
    ...checkRevisions(record, histories),
    ...checkSkips(record, byItem),
  ];
  for (const item of items) {
    const history = histories.get(item.id) ?? untouched(item);
    for (const fault of checkConsistency(item, history, byItem.get(item.id) ?? [])) faults.push(`${item.key} (${item.id}): ${fault}`);
  }
  const ids = new Set(items.map(({ id }) => id));
  for (const id of byItem.keys()) if (id !== '' && !ids.has(id)) faults.push(`the log tells of ${id}, which is not there`);
  if (new Set(events.map(({ id }) => id)).size !== events.length) faults.push('a log entry was read twice');
  return [...faults, ...checkOutcomes(record, items, histories)];
}

function* checkItems({ items: sent }: Record, items: ExportedItem[]): Generator<string> {
  const byKey = Map.groupBy(items, ({ key }) => key);
  for (const [key, found] of byKey) {
    if (found.length > 1) yield `${key} is there ${found.length} times`;
    if (!sent.has(key) && !key.startsWith('end-')) yield `${key} was never sent`;
  }
  for (const item of sent.values()) {
    const found = byKey.get(item.key)?.[0];
    if (found) yield* checkContent(item, found);
    else if (item.certainty === 'acknowledged') yield `${item.key} was accepted and is lost`;
  }
}

function* checkContent({ key, id, input, output }: SentItem, found: ExportedItem): Generator<string> {
  if (id !== null && id !== found.id) yield `${key} was ${id} and is now ${found.id}`;
  if (!isDeepStrictEqual(found.input, input) || !isDeepStrictEqual(found.proposed, output)) yield `${key} has other content than was sent`;
}

function* checkReviews({ reviews }: Record, histories: Everything['histories']): Generator<string> {
  const found = [...histories].flatMap(([itemId, history]) => history.reviews.map((review) => ({ itemId, review })));
  const byMark = Map.groupBy(found, ({ review }) => review.comment);
  for (const [mark, all] of byMark) {
    if (all.length > 1) yield `the review ${mark} is there ${all.length} times`;
    if (!reviews.has(mark)) yield `the review ${mark} was never sent`;
  }
  for (const sent of reviews.values()) {
    const match = byMark.get(sent.mark)?.[0];
    if (match) yield* checkReview(sent, match);
    else if (sent.certainty === 'acknowledged') yield `the review ${sent.mark} of ${sent.itemId} was accepted and is lost`;
  }
}

function* checkReview(sent: SentReview, { itemId, review }: { itemId: string; review: ItemHistory['reviews'][number] }): Generator<string> {
  const isSame = itemId === sent.itemId && review.by.id === sent.personId && review.verdict === sent.verdict;
  if (!isSame) yield `the review ${sent.mark} is not as it was sent`;
  if (sent.undo === 'acknowledged' && review.undoneAt === null) yield `the undo of ${sent.mark} was accepted and is lost`;
  if (sent.undo === 'none' && review.undoneAt !== null) yield `the review ${sent.mark} was undone by nobody`;
}

function* checkRevisions({ revisions: sent }: Record, histories: Everything['histories']): Generator<string> {
  const answers = [...histories.values()].flatMap(({ revisions }) => revisions.filter(({ returnId }) => returnId !== null));
  const byReturn = Map.groupBy(answers, ({ returnId }) => returnId as string);
  for (const [returnId, all] of byReturn) {
    if (all.length > 1) yield `the return ${returnId} was answered ${all.length} times`;
    if (!isDeepStrictEqual(all[0]?.output, sent.get(returnId)?.output)) yield `the answer to ${returnId} is not as it was sent`;
  }
  for (const { returnId, itemId, certainty } of sent.values())
    if (certainty === 'acknowledged' && !byReturn.has(returnId)) yield `the answer to ${returnId} of ${itemId} was accepted and is lost`;
}

function* checkSkips({ skips }: Record, byItem: Map<string, Event[]>): Generator<string> {
  for (const [itemId, all] of Map.groupBy(skips, (skip) => skip.itemId)) {
    const logged = (byItem.get(itemId) ?? []).filter(({ kind }) => kind === 'item.skipped').length;
    const certain = all.filter(({ certainty }) => certainty === 'acknowledged').length;
    if (logged < certain || logged > all.length) yield `${itemId} was skipped ${certain} to ${all.length} times, the log says ${logged}`;
  }
}

/** State, reviews, revisions and log of one item tell one story. */
function* checkConsistency(item: ExportedItem, { reviews, revisions }: ItemHistory, events: Event[]): Generator<string> {
  const count = (kind: string) => events.filter((event) => event.kind === kind).length;
  if (count('item.submitted') !== 1) yield `the log says ${count('item.submitted')} times that it was submitted`;
  // A return stands until it is answered, or until it has brought the item to the leads.
  const standing = reviews.filter(({ id, verdict, undoneAt }) => undoneAt === null && (verdict !== 'return' || id === item.decision?.id));
  const undone = reviews.filter(({ undoneAt }) => undoneAt !== null);
  if (standing.length > 1) yield `${standing.length} decisions stand`;
  if (standing[0]?.id !== item.decision?.id) yield `its decision is ${item.decision?.id}, its standing review ${standing[0]?.id}`;
  if (count('item.decided') !== reviews.length) yield `${reviews.length} reviews, ${count('item.decided')} in the log`;
  if (count('item.undone') !== undone.length) yield `${count('item.undone')} undone in the log`;
  const steps = events.filter(({ kind }) => kind === 'item.decided' || reopening.has(kind));
  if (steps.some(({ kind }, place) => (kind === 'item.decided') !== (place % 2 === 0))) yield 'deciding and opening again do not alternate';

  const settled = events.filter(({ kind }) => settledKinds.has(kind));
  const answered = Array.from({ length: count('item.revised') }, () => 'item.returned');
  const expected = [...answered, ...(item.decision ? [`item.${settledState[item.decision.outcome]}`] : [])];
  if (
    !isDeepStrictEqual(
      settled.map(({ kind }) => kind),
      expected,
    )
  )
    yield `it is ${item.state}, the log says ${settled.map(({ kind }) => kind)}`;
  const state = item.decision ? settledState[item.decision.outcome] : 'waiting';
  if (item.state !== state) yield `it is ${item.state} and should be ${state}`;
  if (item.decision && standing[0] && item.decision.outcome !== outcomeOf[standing[0].verdict])
    yield 'its outcome is not that of its review';

  const edits = reviews.filter(({ verdict }) => verdict === 'edit').length;
  if (revisions.length !== 1 + edits + answered.length) yield `${edits} edits, ${answered.length} answers, ${revisions.length} revisions`;
  if (item.decision && item.decision.outputHash !== item.outputHash) yield 'its decision is of another output';
  const current = revisions.find(({ outputHash }) => outputHash === item.outputHash);
  if (!current || !isDeepStrictEqual(current.output, item.output)) yield 'its output is not that of its revision';
}

function* checkOutcomes({ outcomes }: Record, items: ExportedItem[], histories: Everything['histories']): Generator<string> {
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const { itemId, state, decisionId } of outcomes) {
    const item = byId.get(itemId);
    const isAnswered = histories.get(itemId)?.revisions.some(({ returnId }) => returnId !== null && returnId === decisionId);
    if (state === 'returned' && isAnswered) continue;
    if (item?.state !== state || (item.decision?.id ?? null) !== decisionId)
      yield `a waiting caller was told that ${itemId} is ${state} by ${decisionId}; it is ${item?.state} by ${item?.decision?.id}`;
  }
}
