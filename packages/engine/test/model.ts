import type { ItemState, Outcome, Verdict } from '@countersign/contract';

/**
 * The rules of items, claims and reviews told once more, in memory and one step at a time. Items are named by their number in the
 * order of submission, people by theirs, times are seconds.
 */
export const checkpoints = {
  quick: { undoSeconds: 0, leaseSeconds: 10, onDeadline: 'expire', maxReturns: 1 },
  slow: { undoSeconds: 12, leaseSeconds: 20, onDeadline: 'reject', maxReturns: 0 },
  calm: { undoSeconds: 5, leaseSeconds: 30, onDeadline: 'keep', maxReturns: 2 },
} as const;
export type CheckpointName = keyof typeof checkpoints;

export const contents = {
  plain: { output: 'plain', priority: 0, dueAt: null, severity: 'medium', value: 1.5 },
  first: { output: 'first', priority: 3, dueAt: null, severity: 'medium', value: 1.5 },
  due: { output: 'due', priority: 0, dueAt: 20, severity: 'medium', value: 1.5 },
  grave: { output: 'grave', priority: 0, dueAt: null, severity: 'critical', value: 15 },
} as const;
export type Content = keyof typeof contents;

/** This person is a lead. */
export const lead = 0;

export interface ModelItem {
  number: number;
  checkpoint: CheckpointName;
  key: string;
  content: Content;
  state: ItemState;
  revision: number;
  outputs: string[];
  holder: number | null;
  leaseUntil: number | null;
  skips: number;
  skippedBy: number[];
  returns: number;
  /** Who returned it, while it is offered to them first. */
  offer: { to: number; until: number } | null;
  forLeads: boolean;
  /** Whose return brought it to the leads. */
  escalatedBy: number | null;
  /** The last answer to a return. */
  answer: string | null;
  decision: { by: number | 'deadline'; outcome: Outcome; revision: number; undoUntil: number } | null;
  review: { verdict: Verdict; base: number; output: string } | null;
  drafts: Record<number, string>;
  reviews: number;
  undone: number;
  log: string[];
}

export interface Model {
  now: number;
  /** When each person reviewed last. */
  reviewedAt: Record<number, number>;
  items: ModelItem[];
}

export type Step =
  | { do: 'submit'; checkpoint: CheckpointName; key: string; content: Content; supersede: boolean }
  | { do: 'claim'; person: number; checkpoint: CheckpointName | null; limit: number; includeSkipped: boolean }
  | { do: 'claimItem'; person: number; item: number }
  | { do: 'heartbeat'; person: number; items: number[] }
  | { do: 'giveBack'; person: number; items: number[]; skip: boolean }
  | { do: 'draft'; person: number; item: number; text: string }
  | {
      do: 'decide';
      person: number;
      item: number;
      verdict: Verdict;
      text: string;
      hash: 'none' | 'present' | 'stale';
      next: CheckpointName | 'any' | null;
    }
  | { do: 'undo'; person: number; item: number }
  | { do: 'revise'; item: number; text: string; names: 'nothing' | 'the return' | 'another return' }
  | { do: 'endOffers' }
  | { do: 'wait'; seconds: number }
  | { do: 'release' }
  | { do: 'deadlines' };

/** What the one who acts is told: the code of a refusal, or the items concerned. */
export type Told = string | number[];

const outcomes = { approve: 'approved', edit: 'edited', reject: 'rejected', return: 'returned' } as const;
const settled = { approved: 'released', edited: 'released', rejected: 'rejected', returned: 'returned', expired: 'expired' } as const;
const isOpen = ({ state }: ModelItem) => state === 'waiting' || state === 'returned';
const isFree = (item: ModelItem, now: number) => item.state === 'waiting' && (item.holder === null || (item.leaseUntil ?? 0) < now);
const isMeantFor = (item: ModelItem, person: number) =>
  (item.offer === null || item.offer.to === person) && (!item.forLeads || person === lead);
const present = (item: ModelItem) => item.outputs[item.revision - 1] as string;
const leave = (item: ModelItem) =>
  Object.assign(item, { holder: null, leaseUntil: null, skips: 0, skippedBy: [], offer: null, forLeads: false });
const hold = (item: ModelItem, person: number, now: number) =>
  Object.assign(item, { holder: person, leaseUntil: now + checkpoints[item.checkpoint].leaseSeconds });

const before = (a: ModelItem, b: ModelItem) => {
  const [one, two] = [contents[a.content], contents[b.content]];
  return two.priority - one.priority || (one.dueAt ?? 1e9) - (two.dueAt ?? 1e9) || two.value - one.value || a.number - b.number;
};

function takeNext({ items, now }: Model, { person, checkpoint, limit, includeSkipped }: Extract<Step, { do: 'claim' }>): number[] {
  const offered = items.filter(
    (item) =>
      isFree(item, now) &&
      isMeantFor(item, person) &&
      (checkpoint === null || item.checkpoint === checkpoint) &&
      (includeSkipped || !item.skippedBy.includes(person)),
  );
  const taken = offered.sort(before).slice(0, limit);
  for (const item of taken) hold(item, person, now);
  return taken.map(({ number }) => number);
}

const isTooMany = (item: ModelItem) => item.decision?.outcome === 'returned' && item.returns >= checkpoints[item.checkpoint].maxReturns;

function settle(item: ModelItem): void {
  const goesToLeads = isTooMany(item);
  if (item.decision?.outcome === 'returned') item.returns += 1;
  item.state = goesToLeads ? 'waiting' : settled[item.decision?.outcome as Outcome];
  item.log.push(goesToLeads ? 'escalated' : item.state);
  if (goesToLeads) Object.assign(item, { escalatedBy: item.decision?.by, decision: null, review: null, forLeads: true });
}

function refuse(item: ModelItem, { person, verdict, text, hash }: Extract<Step, { do: 'decide' }>): string {
  const { review, decision } = item;
  const base = review && (item.outputs[review.base - 1] as string);
  const sent = verdict === 'edit' ? text : base;
  const sentVerdict = verdict === 'edit' && text === base ? 'approve' : verdict;
  // A caller names the present output; after an edit that is no more the one that was decided on.
  const isBase = hash === 'none' || (hash === 'present' && present(item) === base);
  if (review && decision?.by === person && review.verdict === sentVerdict && review.output === sent && isBase) return 'replayed';
  if (verdict === 'edit') item.drafts[person] = text;
  if (decision) return 'already_decided';
  if (item.state !== 'waiting') return 'not_reviewable';
  return hash === 'stale' ? 'output_changed' : 'claimed_by_other';
}

function decide(model: Model, step: Extract<Step, { do: 'decide' }>): Told {
  const { items, now } = model;
  const item = items[step.item] as ModelItem;
  const { person, verdict, text, hash, next } = step;
  const takes = (): number[] =>
    next === null
      ? []
      : takeNext(model, { do: 'claim', person, checkpoint: next === 'any' ? null : next, limit: 1, includeSkipped: false });
  if (verdict === 'return' && item.state === 'waiting' && item.returns > checkpoints[item.checkpoint].maxReturns)
    return hash === 'present' && item.escalatedBy === person ? [-1, ...takes()] : 'returns_used_up';
  if (hash === 'stale' || !isMeantFor(item, person) || !(isFree(item, now) || (item.state === 'waiting' && item.holder === person))) {
    const code = refuse(item, step);
    return code === 'replayed' ? [-1, ...takes()] : code;
  }
  const isEdit = verdict === 'edit' && text !== present(item);
  const given = verdict === 'edit' && !isEdit ? 'approve' : verdict;
  const base = item.revision;
  if (isEdit) {
    item.outputs.push(text);
    item.revision = item.outputs.length;
    delete item.drafts[person];
  }
  const { undoSeconds } = checkpoints[item.checkpoint];
  item.review = { verdict: given, base, output: present(item) };
  item.decision = { by: person, outcome: outcomes[given], revision: item.revision, undoUntil: now + undoSeconds };
  item.reviews += 1;
  model.reviewedAt[person] = now;
  item.state = 'decided';
  item.log.push('decided');
  leave(item);
  if (undoSeconds === 0 && !isTooMany(item)) settle(item);
  return [item.number, ...takes()];
}

const isAtWork = ({ items, now, reviewedAt }: Model, person: number) =>
  (reviewedAt[person] ?? -1e9) > now - 1800 ||
  items.some((item) => item.state === 'waiting' && item.holder === person && (item.leaseUntil ?? 0) > now);

function revise(model: Model, { item: number, text, names }: Extract<Step, { do: 'revise' }>): Told {
  const item = model.items[number] as ModelItem;
  const { state, decision, answer } = item;
  const isAnswer = names === 'the return' || (names === 'nothing' && text !== present(item));
  if (state === 'returned' && isAnswer) {
    const to = decision?.by as number;
    item.outputs.push(text);
    Object.assign(item, { state: 'waiting', revision: item.outputs.length, decision: null, review: null, answer: text });
    if (isAtWork(model, to)) item.offer = { to, until: model.now + 3600 };
    item.log.push('revised');
    return [number];
  }
  // A decision that returned nothing is no return that could have been answered.
  const isNamed = names === 'another return' || (names === 'the return' && decision !== null);
  if (isNamed) return 'not_returned';
  if (answer === text) return [-1];
  if (answer !== null && state === 'waiting') return 'already_revised';
  return state === 'returned' ? 'output_unchanged' : 'not_returned';
}

/** One step: changes the model, and says what the one who acts is told. */
export function take(model: Model, step: Step): Told {
  const { items, now } = model;
  const item = 'item' in step ? (items[step.item] as ModelItem) : null;
  switch (step.do) {
    case 'submit': {
      const standing = items.find((one) => one.checkpoint === step.checkpoint && one.key === step.key && one.state !== 'superseded');
      if (standing?.content === step.content) return [standing.number];
      if (standing && !(step.supersede && isOpen(standing))) return 'key_conflict';
      if (standing) {
        standing.state = 'superseded';
        standing.log.push('superseded');
        leave(standing);
      }
      const { checkpoint, key, content } = step;
      const outputs = [contents[content].output];
      const fresh = {
        revision: 1,
        holder: null,
        leaseUntil: null,
        skips: 0,
        skippedBy: [],
        returns: 0,
        offer: null,
        forLeads: false,
        escalatedBy: null,
        answer: null,
        decision: null,
        review: null,
        drafts: {},
        reviews: 0,
        undone: 0,
      };
      items.push({ ...fresh, number: items.length, checkpoint, key, content, outputs, state: 'waiting', log: ['submitted'] });
      return [items.length - 1];
    }
    case 'claim':
      return takeNext(model, step);
    case 'claimItem': {
      if (item?.state !== 'waiting') return 'not_reviewable';
      if (!isMeantFor(item, step.person) || (!isFree(item, now) && item.holder !== step.person)) return 'claimed_by_other';
      hold(item, step.person, now);
      return [item.number];
    }
    case 'heartbeat': {
      const held = items.filter((one) => step.items.includes(one.number) && one.state === 'waiting' && one.holder === step.person);
      for (const one of held) hold(one, step.person, now);
      return held.map(({ number }) => number);
    }
    case 'giveBack': {
      const given = items.filter((one) => step.items.includes(one.number) && one.state === 'waiting' && one.holder === step.person);
      for (const one of given) {
        Object.assign(one, { holder: null, leaseUntil: null });
        if (!step.skip) continue;
        one.skips += 1;
        one.offer = null;
        if (!one.skippedBy.includes(step.person)) one.skippedBy.push(step.person);
        one.log.push('skipped');
      }
      return given.map(({ number }) => number);
    }
    case 'draft':
      (item as ModelItem).drafts[step.person] = step.text;
      return [];
    case 'decide':
      return decide(model, step);
    case 'undo': {
      if (item?.state !== 'decided' || item.decision?.by !== step.person || item.decision.undoUntil <= now || !item.review)
        return 'undo_closed';
      if (item.review.verdict === 'edit') item.drafts[step.person] = item.review.output;
      Object.assign(item, { state: 'waiting', revision: item.review.base, decision: null, review: null });
      item.forLeads = item.returns > checkpoints[item.checkpoint].maxReturns;
      item.undone += 1;
      item.log.push('undone');
      hold(item, step.person, now);
      return [item.number];
    }
    case 'revise':
      return revise(model, step);
    case 'endOffers': {
      const over = items.filter((one) => (one.offer?.until ?? 1e9) <= now);
      for (const one of over) one.offer = null;
      return [];
    }
    case 'wait':
      model.now += step.seconds;
      return [];
    case 'release': {
      const due = items.filter((one) => one.state === 'decided' && (one.decision?.undoUntil ?? 0) <= now);
      due.forEach(settle);
      return due.map(({ number }) => number);
    }
    case 'deadlines': {
      const late = items.filter(
        (one) =>
          (one.state === 'waiting' || one.state === 'returned') &&
          checkpoints[one.checkpoint].onDeadline !== 'keep' &&
          (contents[one.content].dueAt ?? 1e9) <= now,
      );
      for (const one of late) {
        const outcome = checkpoints[one.checkpoint].onDeadline === 'reject' ? 'rejected' : 'expired';
        one.decision = { by: 'deadline', outcome, revision: one.revision, undoUntil: now };
        leave(one);
        settle(one);
      }
      return late.map(({ number }) => number);
    }
  }
}
