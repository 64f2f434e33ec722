import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, Verdict } from '@countersign/contract';
import { call } from './call.ts';
import type { SentReview } from './record.ts';
import type { Client } from './submitters.ts';

export interface Reviewer extends Client {
  personId: string;
}

const verdicts: Verdict[] = ['approve', 'approve', 'edit', 'edit', 'reject', 'return'];
const foreseen = new Set(['claimed_by_other', 'already_decided', 'undo_closed', 'not_reviewable']);

/** Claims, drafts, decides, skips and takes back until the signal aborts. */
export async function reviewOnAndOn(reviewer: Reviewer): Promise<void> {
  const { random, signal } = reviewer;
  let held: Claim[] = [];
  while (!signal.aborted) {
    const claim = held.shift();
    if (!claim) held = await claimNext(reviewer);
    else if (random.chance(0.05)) await skip(reviewer, claim);
    else held.push(...(await workOn(reviewer, claim, held.length === 0)));
    await sleep(claim ? random.between(0, 15) : random.between(20, 80));
  }
}

const refuse = ({ caller, personId }: Reviewer, what: string, code: string) => {
  if (!foreseen.has(code)) caller.onFault(`${what} by ${personId} was refused with ${code}`);
};

async function claimNext(reviewer: Reviewer): Promise<Claim[]> {
  const { caller, record } = reviewer;
  const answer = await call(caller, 'POST', '/v1/claims', { body: { checkpoint: record.checkpoint, limit: 2 } });
  if (answer.kind === 'refused') refuse(reviewer, 'claiming', answer.code);
  return answer.kind === 'acknowledged' ? answer.body.claims : [];
}

async function skip(reviewer: Reviewer, { item, expiresAt }: Claim): Promise<void> {
  const { caller, personId, record } = reviewer;
  const answer = await call(caller, 'POST', '/v1/claims/give-back', { body: { itemIds: [item.id], skip: true } });
  if (answer.kind === 'refused') return refuse(reviewer, 'skipping', answer.code);
  // Giving back what a lapsed lease has lost is answered like any other, and not logged.
  const wasHeld = Date.parse(expiresAt) > Date.now();
  record.skips.push({ itemId: item.id, personId, certainty: wasHeld ? answer.kind : 'uncertain' });
}

/** Drafts, decides and perhaps takes the decision back. Answers the next claims. */
async function workOn(reviewer: Reviewer, { item }: Claim, wantsNext: boolean): Promise<Claim[]> {
  const { random, record } = reviewer;
  const mark = `${reviewer.name}-${record.reviews.size}`;
  if (random.chance(0.4)) await draft(reviewer, item.id, { text: `draft ${mark}` });
  if (random.chance(0.05)) return [];
  const verdict = random.pick(verdicts);
  const review: SentReview = {
    mark,
    itemId: item.id,
    personId: reviewer.personId,
    verdict,
    output: verdict === 'edit' ? { text: `edited ${mark}` } : null,
    certainty: 'uncertain',
    undo: 'none',
  };
  record.reviews.set(mark, review);
  const next = await decide(reviewer, review, wantsNext);
  if (review.certainty === 'acknowledged' && random.chance(0.2)) await undo(reviewer, review);
  return next;
}

async function draft({ caller, personId, record }: Reviewer, itemId: string, output: { text: string }): Promise<void> {
  const answer = await call(caller, 'PUT', `/v1/items/${itemId}/draft`, { body: { output } });
  if (answer.kind === 'refused') caller.onFault(`a draft was refused with ${answer.code}`);
  else record.setDraft(personId, itemId, output, answer.kind);
}

async function decide(reviewer: Reviewer, review: SentReview, wantsNext: boolean): Promise<Claim[]> {
  const { caller, random, record, signal } = reviewer;
  const { itemId, personId, verdict, output, mark } = review;
  const body = {
    verdict,
    comment: mark,
    ...(output && { output }),
    ...(verdict === 'reject' && { reasons: ['wrong'] }),
    ...(wantsNext && { claimNext: { checkpoint: record.checkpoint, limit: 2 } }),
  };
  do {
    const answer = await call(caller, 'POST', `/v1/items/${itemId}/reviews`, { body });
    if (answer.kind === 'refused') {
      refuse(reviewer, `a review of ${itemId}`, answer.code);
      if (output) record.setDraft(personId, itemId, output, 'acknowledged');
      return [];
    }
    // An edit is the draft, handed in; after another verdict the draft stays.
    if (output) record.setDraft(personId, itemId, null, answer.kind);
    if (answer.kind === 'acknowledged') {
      review.certainty = 'acknowledged';
      return answer.body.claims;
    }
    // The refusal of a late review keeps its text as a draft, and its answer may be lost as well.
    if (output) record.setDraft(personId, itemId, output, 'uncertain');
    await sleep(random.between(20, 150));
  } while (!signal.aborted && random.chance(0.6));
  return [];
}

async function undo(reviewer: Reviewer, review: SentReview): Promise<void> {
  const { caller, personId, random, record } = reviewer;
  await sleep(random.between(0, 300));
  const answer = await call(caller, 'POST', `/v1/items/${review.itemId}/undo`, { body: {} });
  if (answer.kind === 'refused') return refuse(reviewer, 'an undo', answer.code);
  review.undo = answer.kind;
  if (review.output) record.setDraft(personId, review.itemId, review.output, answer.kind);
}
