import { type Candidate, candidateKey, familyOf, isHopeless, makeCandidate } from './candidate.ts';
import { type Outcome, takeIn } from './evidence.ts';
import { GroupSizes } from './group-sizes.ts';
import type { Decided, DecidedText } from './history.ts';
import { Outgone } from './outgone.ts';
import { coreOfEdit, placesFor } from './propose.ts';
import { render } from './render.ts';
import { atEnd, atStart, type Core, coreKey, fieldOf } from './rule.ts';
import { type Found, RuleIndex } from './rule-index.ts';
import { Sightings } from './sightings.ts';
import { type LearnerState, packCandidate, unpackCandidate } from './state.ts';
import { Streaks } from './streaks.ts';
import { type Change, changesOf, type Edit, editsOf } from './text/edits.ts';
import { hashOf } from './text/hash.ts';
import { isWhatWasDone, type Suggestion } from './text/judge.ts';
import { isPlainToken, type Token, tokensOf } from './text/tokens.ts';

export interface Limits {
  /** Rules on trial at once; above it the least promising go. */
  candidates: number;
  /** Changes seen once that are remembered. */
  sightings: number;
}

const usual: Limits = { candidates: 20_000, sightings: 50_000 };
const longestValue = 16;
const longestText = 500;
const mostPlaces = 24;

interface Read {
  field: string;
  text: string;
  tokens: Token[];
  edits: readonly Edit[];
  changes: readonly Change[];
  isEdited: boolean;
}

/**
 * Learns from decided items one after the other, in the order of their decisions. Each rule that was noticed is tried in silence on every
 * later item: a hit where the person did just what it would have done, a miss where they did not, an untouched approval included.
 */
export class Learner {
  readonly #limits: Limits;
  readonly #index = new RuleIndex<Candidate>();
  /** Per change, its candidates. */
  readonly #trials = new Map<string, Candidate[]>();
  readonly #sightings: Sightings;
  readonly #groups: GroupSizes;
  readonly outgone: Outgone;
  readonly streaks: Streaks;
  readonly #fields: Set<string>;
  #count: number;
  #items: number;

  constructor(state?: LearnerState, limits: Limits = usual) {
    this.#limits = limits;
    this.#sightings = new Sightings(state?.sightings ?? [], limits.sightings);
    this.#groups = new GroupSizes(state?.groups ?? []);
    this.streaks = new Streaks(state?.streaks ?? []);
    this.outgone = new Outgone(state?.outgone ?? []);
    this.#fields = new Set(state?.fields ?? []);
    this.#items = state?.items ?? 0;
    this.#count = 0;
    for (const packed of state?.candidates ?? []) this.#keep(unpackCandidate(packed));
  }

  /** How many items were taken in. */
  get items(): number {
    return this.#items;
  }

  /** The rules on trial, those of one change together. */
  changes(): Iterable<readonly Candidate[]> {
    return this.#trials.values();
  }

  get state(): LearnerState {
    return {
      version: 1,
      items: this.#items,
      fields: [...this.#fields],
      candidates: [...this.changes()].flat().map(packCandidate),
      sightings: this.#sightings.entries,
      groups: this.#groups.entries,
      outgone: this.outgone.entries,
      streaks: this.streaks.entries,
    };
  }

  /** Takes in one decided item. */
  learn({ id, group, texts }: Decided): void {
    this.#items += 1;
    const document = hashOf(group ?? id) % 2 ** 32;
    const everyTime = group !== undefined && this.#groups.isTooLarge(document);
    const read = texts.map(readText);
    this.#try(read, document, everyTime);
    for (const one of read) {
      this.#fields.add(one.field);
      if (one.isEdited) this.#notice(one, everyTime ? hashOf(id) % 2 ** 32 : document);
    }
    if (this.#count > this.#limits.candidates) this.#thinOut();
  }

  #try(read: readonly Read[], document: number, everyTime: boolean): void {
    const outcomes = new Map<Candidate, Outcome>();
    for (const one of read) {
      const judge = makeJudge(one);
      const right: Spoken[] = [];
      for (const found of this.#index.find(one.tokens, one.field)) {
        const outcome = outcomes.get(found.rule) ?? { changed: 0, cases: 0 };
        outcomes.set(found.rule, outcome);
        const { suggestion, isRight } = judge(found);
        outcome.cases += 1;
        if (!isRight) continue;
        outcome.changed += 1;
        right.push({ candidate: found.rule, ...suggestion });
      }
      noteWhoSpeaks(right);
    }
    this.#watchStreaks(outcomes, document, everyTime);
    for (const [candidate, outcome] of outcomes) {
      takeIn(candidate, outcome, document, everyTime);
      candidate.seen = this.#items;
      if (isHopeless(candidate)) this.#drop(candidate);
    }
  }

  #watchStreaks(outcomes: ReadonlyMap<Candidate, Outcome>, document: number, everyTime: boolean): void {
    const changes = new Map<string, { rule: Candidate; missed: number }[]>();
    for (const [rule, { changed, cases }] of outcomes) {
      if (rule.misses > 0 || (!everyTime && rule.documents.includes(document))) continue;
      const key = coreKey(rule);
      const watched = { rule, missed: changed < cases ? 1 : 0 };
      const list = changes.get(key);
      if (list) list.push(watched);
      else changes.set(key, [watched]);
    }
    for (const list of changes.values()) this.streaks.watch(list);
  }

  /** What was changed here, as rules for what comes. */
  #notice(one: Read, document: number): void {
    const value = wholeValueOf(one);
    if (value && !this.#trials.has(coreKey(value)))
      this.#keep(makeCandidate(value, { field: one.field, before: [atStart], after: [atEnd] }, this.#items));
    for (const edit of one.edits) {
      const found = coreOfEdit(one.tokens, edit);
      if (found === null) continue;
      const key = coreKey(found.core);
      const trial = this.#trials.get(key);
      if (trial === undefined && !this.#sightings.isSecond(hashOf(key), document)) continue;
      for (const place of placesFor(one.tokens, found.core, found.from, found.to)) {
        this.#add(found.core, { ...place, field: '' });
        if (this.#fields.size > 1) this.#add(found.core, { ...place, field: one.field });
      }
    }
  }

  #add(core: Core, place: { field: string; before: readonly string[]; after: readonly string[] }): void {
    const trial = this.#trials.get(coreKey(core)) ?? [];
    if (trial.length >= mostPlaces) return;
    const key = candidateKey({ ...core, ...place });
    if (!trial.some((candidate) => candidate.key === key)) this.#keep(makeCandidate(core, place, this.#items));
  }

  #keep(candidate: Candidate): void {
    const key = coreKey(candidate);
    const trial = this.#trials.get(key);
    if (trial) trial.push(candidate);
    else this.#trials.set(key, [candidate]);
    this.#index.add(candidate);
    this.#count += 1;
  }

  #drop(candidate: Candidate): void {
    const key = coreKey(candidate);
    const left = (this.#trials.get(key) ?? []).filter((one) => one !== candidate);
    if (left.length > 0) this.#trials.set(key, left);
    else this.#trials.delete(key);
    this.#index.remove(candidate);
    this.outgone.add(familyOf(candidate), candidate);
    this.#count -= 1;
  }

  /** Lets a quarter go: first what failed, then what nothing was heard of for longest. */
  #thinOut(): void {
    const worth = (one: Candidate) => (one.hits > one.misses ? 2 : one.misses === 0 ? 1 : 0);
    const all = [...this.changes()].flat().sort((a, b) => worth(a) - worth(b) || a.seen - b.seen);
    for (const candidate of all.slice(0, Math.ceil(all.length / 4))) this.#drop(candidate);
  }
}

const readText = ({ path, before, after }: DecidedText): Read => {
  const tokens = tokensOf(before);
  const isEdited = before !== after;
  const edits = isEdited ? editsOf(tokens, tokensOf(after)) : [];
  const base = { field: fieldOf(path), text: before, tokens, isEdited };
  return edits === null ? { ...base, edits: [], changes: [] } : { ...base, edits, changes: changesOf(tokens, edits) };
};

interface Judged {
  suggestion: Suggestion;
  isRight: boolean;
}

/** Many candidates say the same at one place: each saying is judged once. */
const makeJudge = (one: Read): ((found: Found<Candidate>) => Judged) => {
  const known = new Map<string, Judged>();
  const silent: Judged = { suggestion: { start: 0, end: 0, replacement: '' }, isRight: false };
  return (found) => {
    if (!one.isEdited) return silent;
    const key = `${found.from} ${found.to} ${found.rule.kind} ${found.rule.to}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const suggestion = render(one.tokens, found);
    const judged = { suggestion, isRight: isWhatWasDone(one.text, one.changes, suggestion) };
    known.set(key, judged);
    return judged;
  };
};

interface Spoken extends Suggestion {
  candidate: Candidate;
}

const sureness = ({ hits, misses }: Candidate): number => hits / (hits + misses + 2);
const touches = (one: Suggestion, other: Suggestion): boolean => one.start <= other.end && other.start <= one.end;

/** Notes for each rule whether a surer one said the same at its place; of two that are equally sure, the longer speaks. */
const noteWhoSpeaks = (right: Spoken[]): void => {
  right.sort((a, b) => sureness(b.candidate) - sureness(a.candidate) || b.end - b.start - (a.end - a.start));
  const speaking: Spoken[] = [];
  for (const one of right) {
    const surer = speaking.find((other) => touches(one, other));
    if (surer === undefined) {
      speaking.push(one);
      one.candidate.alone += 1;
    } else one.candidate.behind = surer.candidate.key;
  }
};

/** A short text that was changed, as a rule for the same whole text in the same field. */
const wholeValueOf = ({ text, tokens, changes, isEdited }: Read): Core | null => {
  const words = tokens.filter(({ kind }) => kind !== 'space').length;
  if (!isEdited || changes.length === 0 || words === 0 || words > longestValue || !tokens.every((token) => isPlainToken(token.text)))
    return null;
  let to = '';
  let at = 0;
  for (const change of changes) {
    to += text.slice(at, change.start) + change.insert;
    at = change.end;
  }
  to += text.slice(at);
  return to.length <= longestText && tokensOf(to).every((token) => isPlainToken(token.text))
    ? { kind: 'value', from: tokens.map((token) => token.text), to }
    : null;
};
