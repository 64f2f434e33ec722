import { randomBytes } from 'node:crypto';
import { CountersignError, InvitationInput, type Role } from '@countersign/contract';
import { requireRight } from '../access/can.ts';
import { actorRecord, type Context, systemContext } from '../context.ts';
import type { Database } from '../database/open.ts';
import { transact } from '../database/transact.ts';
import { sha256 } from '../hash.ts';
import { newId } from '../ids.ts';
import { appendLog } from '../log/append.ts';

const lifeInDays = 7;

/** A link that makes one new member, once, within seven days. The token is stored hashed. Errors: `not_allowed`. */
export async function createInvitation({
  ctx,
  input,
}: {
  ctx: Context;
  input: unknown;
}): Promise<{ token: string; role: Role; expiresAt: string }> {
  requireRight(ctx, 'member.invite');
  const { role, name } = InvitationInput.parse(input);
  const id = newId('invite');
  const token = randomBytes(24).toString('base64url');
  return transact(ctx.db, async (client) => {
    const { rows } = await client.query(
      `insert into invitations (workspace_id, id, role, name, token_hash, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, coalesce($7, now()) + make_interval(days => $8)) returning expires_at`,
      [ctx.workspaceId, id, role, name, sha256(token), JSON.stringify(actorRecord(ctx)), ctx.at ?? null, lifeInDays],
    );
    await appendLog(client, ctx, { kind: 'invitation.created', data: { invitationId: id, role } });
    return { token, role, expiresAt: rows[0].expires_at.toISOString() };
  });
}

const linkUsed = () =>
  new CountersignError(
    'link_used',
    'This link was used or is too old. Ask an owner for a new one, or run `countersign invite` on the server.',
  );

/**
 * Joins a person to the workspace of the link. `makePerson` creates or finds them; when it throws, the link stays usable.
 * Errors: `link_used`.
 */
export async function acceptInvitation(
  db: Database,
  { token, makePerson }: { token: string; makePerson: () => Promise<string> },
): Promise<{ workspaceId: string; personId: string }> {
  return transact(db, async (client) => {
    // The row stays locked until the person exists, so that two clicks on one link make one member. The second does not wait: it
    // would hold a connection that the first may need.
    const { rows } = await client.query(
      `select workspace_id, id, role from invitations where token_hash = $1 and used_at is null and expires_at > now() for update skip locked`,
      [sha256(token)],
    );
    const invitation = rows[0];
    if (!invitation) throw linkUsed();
    const personId = await makePerson();
    await client.query('update invitations set used_at = now(), used_by = $3 where workspace_id = $1 and id = $2', [
      invitation.workspace_id,
      invitation.id,
      personId,
    ]);
    await client.query(
      `insert into members (workspace_id, person_id, role) values ($1, $2, $3)
       on conflict (workspace_id, person_id) do update set role =
         case when members.role = 'owner' or members.role = 'lead' and excluded.role = 'reviewer' then members.role else excluded.role end`,
      [invitation.workspace_id, personId, invitation.role],
    );
    const ctx = { ...systemContext(db, invitation.workspace_id, 'invitation'), actor: { kind: 'person' as const, id: personId } };
    await appendLog(client, ctx, { kind: 'member.joined', data: { personId, role: invitation.role, invitationId: invitation.id } });
    return { workspaceId: invitation.workspace_id, personId };
  });
}
