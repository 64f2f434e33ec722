import { expect, test } from 'vitest';
import type { Database } from '../src/database/open.ts';
import { newId } from '../src/ids.ts';
import { acceptInvitation, createInvitation } from '../src/people/invitations.ts';
import { hasOwner, listMembers } from '../src/people/members.ts';
import { cloneTemplate, useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { createWorkspace } from '../src/workspaces/create.ts';
import { at, codeOf, countOf, instant } from './acts.ts';
import { addedTo, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

const makePersonIn =
  ({ pool }: Database) =>
  async () => {
    const id = newId('person');
    await pool.query('insert into people (id, name, email) values ($1, $2, $3)', [id, 'New', `${id}@example.test`]);
    return id;
  };
const makePerson = makePersonIn(db);

test.each(['owner', 'lead', 'reviewer'] as const)('[P1] a link for a %s makes one', async (role) => {
  const { id, owner } = await makeWorkspace(db);
  const invitation = await createInvitation({ ctx: at(owner, 0), input: { role } });
  expect(invitation).toMatchObject({ role, expiresAt: instant(7 * 86_400).toISOString() });
  await db.pool.query(`update invitations set expires_at = now() + interval '1 day' where workspace_id = $1`, [id]);
  const joined = await acceptInvitation(db, { token: invitation.token, makePerson });
  expect(joined.workspaceId).toBe(id);
  expect((await listMembers({ ctx: owner })).find((member) => member.id === joined.personId)).toMatchObject({ role });
});

test('[G1] inviting and joining are logged, without the token', async () => {
  const { id, owner } = await makeWorkspace(db);
  let token = '';
  const entries = await addedTo(db, id, async () => {
    ({ token } = await createInvitation({ ctx: owner, input: { role: 'reviewer', name: 'Rita' } }));
    await acceptInvitation(db, { token, makePerson });
  });
  expect(entries).toMatchObject([
    { kind: 'invitation.created', actor: { kind: 'person', id: owner.actor.id }, data: { role: 'reviewer' } },
    { kind: 'member.joined', actor: { kind: 'person' }, data: { role: 'reviewer' } },
  ]);
  expect(JSON.stringify(entries)).not.toMatch(new RegExp(`${token}|Rita`));
});

test('[P1] no link takes a right away: a lead with a link for a reviewer stays a lead, and one for an owner makes an owner', async () => {
  const { owner, person } = await makeWorkspace(db);
  const lead = await person('Lena', 'lead');
  const join = async (role: 'reviewer' | 'owner') => {
    const { token } = await createInvitation({ ctx: owner, input: { role } });
    await acceptInvitation(db, { token, makePerson: async () => lead.actor.id });
    return (await listMembers({ ctx: owner })).find(({ id }) => id === lead.actor.id)?.role;
  };
  expect(await join('reviewer')).toBe('lead');
  expect(await join('owner')).toBe('owner');
});

test('[P3] a link works once', async () => {
  const { id, owner } = await makeWorkspace(db);
  const { token } = await createInvitation({ ctx: owner, input: { role: 'reviewer' } });
  await acceptInvitation(db, { token, makePerson });
  const before = await rowsOf(db, id);
  expect(await codeOf(acceptInvitation(db, { token, makePerson }))).toBe('link_used');
  expect(await codeOf(acceptInvitation(db, { token: 'never-was-a-token', makePerson }))).toBe('link_used');
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[P3] a link that is too old is refused', async () => {
  const { id, owner } = await makeWorkspace(db);
  const { token } = await createInvitation({ ctx: owner, input: { role: 'reviewer' } });
  await db.pool.query(`update invitations set expires_at = now() - interval '1 second' where workspace_id = $1`, [id]);
  expect(await codeOf(acceptInvitation(db, { token, makePerson }))).toBe('link_used');
});

test('[P3] ten clicks on one link make one member, even when connections are few', async () => {
  const few = await cloneTemplate({ max: 3 });
  try {
    const { id, owner } = await makeWorkspace(few.db);
    const { token } = await createInvitation({ ctx: owner, input: { role: 'reviewer' } });
    const clicks = Array.from({ length: 10 }, () => codeOf(acceptInvitation(few.db, { token, makePerson: makePersonIn(few.db) })));
    expect(countOf(await Promise.all(clicks))).toEqual({ done: 1, link_used: 9 });
    expect((await rowsOf(few.db, id)).members).toHaveLength(2);
  } finally {
    await few.drop();
  }
});

test('a link stays usable when the person could not be made', async () => {
  const { id, owner } = await makeWorkspace(db);
  const { token } = await createInvitation({ ctx: owner, input: { role: 'reviewer' } });
  const before = await rowsOf(db, id);
  const failing = acceptInvitation(db, { token, makePerson: () => Promise.reject(new Error('the password is too short')) });
  await expect(failing).rejects.toThrow('too short');
  expect(await rowsOf(db, id)).toEqual(before);
  expect(await codeOf(acceptInvitation(db, { token, makePerson }))).toBe('done');
});

test('[P1] a link never takes rights away from a member', async () => {
  const { owner } = await makeWorkspace(db);
  const { token } = await createInvitation({ ctx: owner, input: { role: 'reviewer' } });
  await acceptInvitation(db, { token, makePerson: async () => owner.actor.id });
  expect(await listMembers({ ctx: owner })).toMatchObject([{ id: owner.actor.id, role: 'owner' }]);
});

test('a workspace knows whether it has an owner', async () => {
  const { id } = await createWorkspace(db, { name: 'Empty' });
  expect(await hasOwner(db, id)).toBe(false);
  expect(await hasOwner(db, (await makeWorkspace(db)).id)).toBe(true);
});

test('[I10] a connection that dies while the person is made ends the attempt and nothing else', async () => {
  const { id, owner } = await makeWorkspace(db);
  const { token } = await createInvitation({ ctx: owner, input: { role: 'reviewer' } });
  const before = await rowsOf(db, id);
  const killing = acceptInvitation(db, {
    token,
    makePerson: async () => {
      await db.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
      );
      await new Promise((resolve) => setTimeout(resolve, 100));
      return owner.actor.id;
    },
  });
  await expect(killing).rejects.toThrow();
  expect(await rowsOf(db, id)).toEqual(before);
  expect(await codeOf(acceptInvitation(db, { token, makePerson }))).toBe('done');
});
