import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { instant } from './acts.ts';
import { brokenRules } from './invariants.ts';
import { type Model, type ModelItem, type Step, take } from './model.ts';
import { act, among, anyStep, makeWorld, type World } from './world.ts';

const { db } = await useTestDatabase();
const runs = Number(process.env['MODEL_RUNS'] ?? 60);

/** What anybody can see of the items, of the database and of the model in the same words. */
async function look({ id, people, ids }: World): Promise<object[]> {
  const { rows } = await db.pool.query(
    `select i.id, i.state, i.revision, v.output, i.decision, w.claimed_by, w.lease_until, i.returns, w.assigned_to, w.assigned_until, coalesce(w.for_leads, false) as for_leads, coalesce(w.skips, 0) as skips, coalesce(w.skipped_by, '{}') as skipped_by,
       (select coalesce(json_object_agg(d.person_id, d.output), '{}') from drafts d where d.workspace_id = $1 and d.item_id = i.id) as drafts,
       (select count(*)::integer from reviews r where r.workspace_id = $1 and r.item_id = i.id) as reviews,
       (select count(*)::integer from reviews r where r.workspace_id = $1 and r.item_id = i.id and r.undone_at is not null) as undone,
       (select array_agg(substr(l.kind, 6) order by l.tx, l.id) from log_entries l where l.workspace_id = $1 and l.item_id = i.id) as log
     from items i join revisions v on v.workspace_id = $1 and v.item_id = i.id and v.number = i.revision
     left join waiting w on w.workspace_id = $1 and w.item_id = i.id where i.workspace_id = $1 order by array_position($2::text[], i.id)`,
    [id, ids],
  );
  const numberOf = (personId: string | null) => (personId === null ? null : people.findIndex(({ actor }) => actor.id === personId));
  return rows.map((row) => ({
    number: ids.indexOf(row.id),
    state: row.state,
    revision: row.revision,
    output: row.output,
    decision: row.decision && {
      by: row.decision.by.kind === 'policy' ? row.decision.by.id : numberOf(row.decision.by.id),
      outcome: row.decision.outcome,
      revision: row.decision.revision,
      undoUntil: row.decision.undoUntil,
    },
    holder: numberOf(row.claimed_by),
    leaseUntil: row.lease_until?.toISOString() ?? null,
    skips: row.skips,
    returns: row.returns,
    offer: row.assigned_to && { to: numberOf(row.assigned_to), until: row.assigned_until.toISOString() },
    forLeads: row.for_leads,
    skippedBy: row.skipped_by.map(numberOf),
    drafts: Object.fromEntries(Object.entries(row.drafts).map(([personId, output]) => [numberOf(personId), output])),
    reviews: row.reviews,
    undone: row.undone,
    log: row.log,
  }));
}

const time = (seconds: number | null) => (seconds === null ? null : instant(seconds).toISOString());

const told = (item: ModelItem): object => {
  const {
    number,
    state,
    revision,
    outputs,
    holder,
    leaseUntil,
    skips,
    skippedBy,
    returns,
    offer,
    forLeads,
    drafts,
    reviews,
    undone,
    log,
    decision,
  } = item;
  const seen = {
    number,
    state,
    revision,
    output: outputs[revision - 1],
    holder,
    leaseUntil: time(leaseUntil),
    skips,
    returns,
    offer: offer && { to: offer.to, until: time(offer.until) },
    forLeads,
    skippedBy,
    drafts,
    reviews,
    undone,
    log,
  };
  return { ...seen, decision: decision && { ...decision, undoUntil: time(decision.undoUntil) } };
};

test('[I1] [I3] [I5] [I6] [I7] [I9] [C1] [C2] [C3] [C5] [G1] whatever people do, everybody is told and shown what the rules say', {
  timeout: 300_000,
}, async () => {
  const happened: Record<string, number> = {};
  const property = fc.asyncProperty(fc.array(anyStep, { minLength: 30, maxLength: 80, size: 'max' }), async (steps) => {
    const world = await makeWorld(db);
    const model: Model = { now: 0, reviewedAt: {}, items: [] };
    const taken: Step[] = [];
    for (const drawn of steps) {
      const step = among(drawn, model.items.length);
      if (!step) continue;
      taken.push(step);
      const expected = take(model, step);
      const story = () => `\n${taken.map((one) => JSON.stringify(one)).join('\n')}\n`;
      expect(await act(world, step), story()).toEqual(expected);
      if (step.do !== 'wait') expect(await look(world), story()).toEqual(model.items.map(told));
      const outcome = `${step.do} ${typeof expected === 'string' ? expected : expected.length > 0 ? 'some' : 'none'}`;
      happened[outcome] = (happened[outcome] ?? 0) + 1;
    }
    expect(await brokenRules(db, world.id)).toEqual([]);
  });
  await fc.assert(property, { numRuns: runs });
  const reached = [
    'submit key_conflict',
    'claim some',
    'claimItem claimed_by_other',
    'heartbeat some',
    'giveBack some',
    'decide some',
    'decide already_decided',
  ];
  const also = [
    'decide claimed_by_other',
    'decide output_changed',
    'decide not_reviewable',
    'undo some',
    'undo undo_closed',
    'release some',
    'deadlines some',
    'revise some',
    'revise not_returned',
  ];
  for (const outcome of [...reached, ...also]) expect(happened, 'the steps reach every rule').toHaveProperty([outcome]);
});
