import { CountersignError, type Member, type Role } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import type { Context } from '../context.ts';
import type { Database } from '../database/open.ts';

export interface Membership {
  workspaceId: string;
  workspaceName: string;
  personId: string;
  role: Role;
  name: string;
  email: string;
}

/** Where a person belongs: the named workspace, or the first they joined. Null when they belong nowhere there. */
export async function findMembership(
  { pool }: Database,
  { personId, workspaceId = null }: { personId: string; workspaceId?: string | null },
): Promise<Membership | null> {
  const { rows } = await pool.query({
    name: 'member-find',
    text: `select m.workspace_id, w.name as workspace_name, m.role, p.name, p.email
      from members m join workspaces w on w.id = m.workspace_id join people p on p.id = m.person_id
      where m.person_id = $1 and ($2::text is null or m.workspace_id = $2) order by m.created_at, m.workspace_id limit 1`,
    values: [personId, workspaceId],
  });
  const row = rows[0];
  return row
    ? { workspaceId: row.workspace_id, workspaceName: row.workspace_name, personId, role: row.role, name: row.name, email: row.email }
    : null;
}

export async function listMembers({ ctx }: { ctx: Context }): Promise<Member[]> {
  requireRight(ctx, 'member.read');
  const { rows } = await ctx.db.pool.query(
    `select p.id, p.name, p.email, m.role, m.created_at from members m join people p on p.id = m.person_id
     where m.workspace_id = $1 order by m.created_at, p.id`,
    [ctx.workspaceId],
  );
  return rows.map((row) => ({ id: row.id, name: row.name, email: row.email, role: row.role, createdAt: row.created_at.toISOString() }));
}

export const hasOwner = async ({ pool }: Database, workspaceId: string): Promise<boolean> =>
  (await pool.query(`select exists (select from members where workspace_id = $1 and role = 'owner') as found`, [workspaceId])).rows[0]
    .found;

export const noMembership = (): CountersignError =>
  new CountersignError('not_allowed', 'You do not belong to this workspace. Ask an owner for a link.');
