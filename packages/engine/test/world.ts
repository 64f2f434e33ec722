import fc from 'fast-check';
import { claim } from '../src/claims/claim.ts';
import { giveBack } from '../src/claims/give-back.ts';
import { heartbeat } from '../src/claims/heartbeat.ts';
import type { Context } from '../src/context.ts';
import type { Database } from '../src/database/open.ts';
import { saveDraft } from '../src/drafts/save.ts';
import { hashJson } from '../src/hash.ts';
import { passDeadlines } from '../src/items/deadlines.ts';
import { getItem } from '../src/items/get.ts';
import { endOffers } from '../src/items/offers.ts';
import { releaseDue } from '../src/items/release.ts';
import { reviseItem } from '../src/items/revise.ts';
import { submitItem } from '../src/items/submit.ts';
import { decide } from '../src/reviews/decide.ts';
import { undo } from '../src/reviews/undo.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { instant } from './acts.ts';
import { type CheckpointName, checkpoints, contents, lead, type Step, type Told } from './model.ts';

export interface World {
  db: Database;
  id: string;
  service: Context;
  people: Context[];
  now: number;
  /** The ids of the items, by number. */
  ids: string[];
}

export const crowd = 3;
const names = Object.keys(checkpoints) as CheckpointName[];

export async function makeWorld(db: Database): Promise<World> {
  const { id, service, person, checkpoint } = await makeWorkspace(db);
  for (const name of names) await checkpoint(name, checkpoints[name]);
  const people = [];
  for (let n = 0; n < crowd; n += 1) people.push(await person(`Person ${n}`, n === lead ? 'lead' : 'reviewer'));
  return { db, id, service, people, now: 0, ids: [] };
}

const person = fc.nat({ max: crowd - 1 });
// Most steps meet at a few items.
const item = fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 2 }) }, { weight: 1, arbitrary: fc.nat({ max: 11 }) });
const items = fc.uniqueArray(item, { minLength: 1, maxLength: 4 });
const text = fc.constantFrom('plain', 'better', 'best');
const name = fc.constantFrom(...names);

const some = <T extends Step>(what: T['do'], parts: { [K in Exclude<keyof T, 'do'>]: fc.Arbitrary<T[K]> }) =>
  fc.record({ do: fc.constant(what), ...parts } as never) as fc.Arbitrary<Step>;
type Of<D extends Step['do']> = Extract<Step, { do: D }>;

/** Steps that people, callers and the clock take. Numbers of items that are not there yet are taken modulo those that are. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: some<Of<'submit'>>('submit', {
      checkpoint: name,
      key: fc.constantFrom('a', 'b', 'c'),
      content: fc.constantFrom(...(Object.keys(contents) as (keyof typeof contents)[])),
      supersede: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: some<Of<'claim'>>('claim', {
      person,
      checkpoint: fc.option(name),
      limit: fc.integer({ min: 1, max: 3 }),
      includeSkipped: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: some<Of<'claimItem'>>('claimItem', { person, item }) },
  { weight: 2, arbitrary: some<Of<'heartbeat'>>('heartbeat', { person, items }) },
  { weight: 2, arbitrary: some<Of<'giveBack'>>('giveBack', { person, items, skip: fc.boolean() }) },
  { weight: 2, arbitrary: some<Of<'draft'>>('draft', { person, item, text }) },
  {
    weight: 10,
    arbitrary: some<Of<'decide'>>('decide', {
      person,
      item,
      text,
      verdict: fc.constantFrom('approve', 'edit', 'reject', 'return', 'return', 'return'),
      hash: fc.constantFrom('none', 'none', 'present', 'stale'),
      next: fc.option(fc.constantFrom(...names, 'any' as const)),
    }),
  },
  { weight: 3, arbitrary: some<Of<'undo'>>('undo', { person, item }) },
  {
    weight: 5,
    arbitrary: some<Of<'revise'>>('revise', { item, text, names: fc.constantFrom('nothing', 'nothing', 'the return', 'another return') }),
  },
  { weight: 4, arbitrary: some<Of<'wait'>>('wait', { seconds: fc.integer({ min: 1, max: 12 }) }) },
  // Long enough for an offer to end, or for a person to be away.
  { weight: 1, arbitrary: some<Of<'wait'>>('wait', { seconds: fc.constantFrom(900, 1800, 3600) }) },
  { weight: 1, arbitrary: some<Of<'endOffers'>>('endOffers', {}) },
  { weight: 4, arbitrary: some<Of<'release'>>('release', {}) },
  { weight: 1, arbitrary: some<Of<'deadlines'>>('deadlines', {}) },
);

/** The step with numbers of items that there are; null when it needs an item and there is none. */
export function among(step: Step, count: number): Step | null {
  if ('item' in step) return count === 0 ? null : { ...step, item: step.item % count };
  if ('items' in step) return count === 0 ? null : { ...step, items: [...new Set(step.items.map((number) => number % count))] };
  return step;
}

/** Takes the step on the database, and says what the one who acts is told. */
export async function act(world: World, step: Step): Promise<Told> {
  const now = instant(world.now);
  const numberOf = (id: string) => world.ids.indexOf(id);
  const idOf = (number: number) => world.ids[number] as string;
  const ctx = { ...('person' in step ? (world.people[step.person] as Context) : world.service), at: now };
  try {
    switch (step.do) {
      case 'submit': {
        const { output, priority, dueAt, severity } = contents[step.content];
        const input = {
          key: step.key,
          input: step.content,
          output,
          priority,
          severity,
          dueAt: dueAt && instant(dueAt).toISOString(),
          supersede: step.supersede,
        };
        const { item: submitted, replayed } = await submitItem({ ctx, checkpoint: step.checkpoint, input });
        if (!replayed) world.ids.push(submitted.id);
        return [numberOf(submitted.id)];
      }
      case 'claim': {
        const { checkpoint, limit, includeSkipped } = step;
        const claims = await claim({ ctx, input: { ...(checkpoint && { checkpoint }), limit, includeSkipped } });
        return claims.map((one) => numberOf(one.item.id));
      }
      case 'claimItem':
        return (await claim({ ctx, input: { item: idOf(step.item) } })).map((one) => numberOf(one.item.id));
      case 'heartbeat':
        return (await heartbeat({ ctx, input: { itemIds: step.items.map(idOf) } })).held
          .map(({ itemId }) => numberOf(itemId))
          .sort((a, b) => a - b);
      case 'giveBack':
        return (await giveBack({ ctx, input: { itemIds: step.items.map(idOf), skip: step.skip } })).given
          .map(numberOf)
          .sort((a, b) => a - b);
      case 'draft':
        await saveDraft({ ctx, itemId: idOf(step.item), input: { output: step.text } });
        return [];
      case 'decide': {
        const { outputHash } = await getItem({ ctx, id: idOf(step.item) });
        const input = {
          verdict: step.verdict,
          ...(step.verdict === 'edit' && { output: step.text }),
          ...(step.hash !== 'none' && { outputHash: step.hash === 'present' ? outputHash : hashJson('another') }),
          ...(step.next && { claimNext: { limit: 1, ...(step.next !== 'any' && { checkpoint: step.next }) } }),
        };
        const { item: decided, claims, replayed } = await decide({ ctx, itemId: idOf(step.item), input });
        return [replayed ? -1 : numberOf(decided.id), ...claims.map((one) => numberOf(one.item.id))];
      }
      case 'undo':
        return [numberOf((await undo({ ctx, itemId: idOf(step.item) })).item.id)];
      case 'revise': {
        const { decision } = await getItem({ ctx, id: idOf(step.item) });
        const returnId = { nothing: undefined, 'the return': decision?.id, 'another return': 'review_none' }[step.names];
        const { item: revised, replayed } = await reviseItem({
          ctx,
          itemId: idOf(step.item),
          input: { output: step.text, ...(returnId && { returnId }) },
        });
        return [replayed ? -1 : numberOf(revised.id)];
      }
      case 'endOffers':
        await endOffers(world.db, { at: now });
        return [];
      case 'wait':
        world.now += step.seconds;
        return [];
      case 'release':
        return (await releaseDue(world.db, { at: now })).settled
          .filter(({ workspaceId }) => workspaceId === world.id)
          .map(({ itemId }) => numberOf(itemId))
          .sort((a, b) => a - b);
      case 'deadlines':
        return (await passDeadlines(world.db, { at: now }))
          .filter(({ workspaceId }) => workspaceId === world.id)
          .map(({ itemId }) => numberOf(itemId))
          .sort((a, b) => a - b);
    }
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === undefined || /^[0-9A-Z]{5}$/.test(code) || code === 'internal') throw error;
    return code;
  }
}
