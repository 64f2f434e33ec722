import { CountersignError, type Role } from '@countersign/contract';
import {
  acceptInvitation,
  type Context,
  createInvitation,
  createKey,
  createWorkspace,
  type Database,
  findKeyHolder,
  findMembership,
  firstWorkspace,
  hasOwner,
  installationSecret,
  systemContext,
} from '@countersign/engine';
import { makePerson, openAuth } from './people/auth.ts';

export interface FirstStart {
  /** The workspace was made just now. */
  created: boolean;
  workspaceId: string;
  /** A one-time link for the owner while there is none. */
  link: string | null;
  ownerEmail: string | null;
  /** The personal key of the owner, when COUNTERSIGN_OWNER_KEY set one. */
  key: string | null;
}

/**
 * Makes the workspace and its owner when they are missing: from COUNTERSIGN_OWNER_EMAIL, COUNTERSIGN_OWNER_PASSWORD and
 * COUNTERSIGN_OWNER_KEY, else as a one-time link. Calling it again changes nothing that is there.
 */
export async function firstStart({
  database: db,
  env,
  publicUrl,
}: {
  database: Database;
  env: NodeJS.ProcessEnv;
  publicUrl: string;
}): Promise<FirstStart> {
  const before = await firstWorkspace(db);
  const workspace = before ?? (await createWorkspace(db, { name: env.COUNTERSIGN_WORKSPACE_NAME ?? 'My workspace' }));
  const { COUNTERSIGN_OWNER_EMAIL: email, COUNTERSIGN_OWNER_PASSWORD: password, COUNTERSIGN_OWNER_KEY: key } = env;
  const result = { created: before === null, workspaceId: workspace.id, link: null, ownerEmail: email ?? null, key: null };
  if (await hasOwner(db, workspace.id)) return result;
  const invitation = await inviteOwner(db, workspace.id);
  if (!email && !password && !key) return { ...result, link: `${publicUrl}/welcome#${invitation.token}` };
  if (!email || !password)
    throw new CountersignError(
      'invalid_input',
      'Set COUNTERSIGN_OWNER_EMAIL and COUNTERSIGN_OWNER_PASSWORD together (and COUNTERSIGN_OWNER_KEY if you like), or none of them.',
    );
  if (password.length < 10)
    throw new CountersignError('invalid_input', 'COUNTERSIGN_OWNER_PASSWORD is too short. Use at least 10 characters.');
  const auth = openAuth({ db, secret: await installationSecret(db), publicUrl });
  const { personId } = await acceptInvitation(db, {
    token: invitation.token,
    makePerson: () => makePerson(auth, { email, name: env.COUNTERSIGN_OWNER_NAME ?? '', password }),
  });
  if (key) await ensureKey(await ownerContext(db, workspace.id, personId), key);
  return { ...result, key: key ?? null };
}

/** A one-time link for an owner: the first, or one who was locked out. For whoever has the database. */
export const inviteOwner = (db: Database, workspaceId: string, role: Role = 'owner') =>
  createInvitation({ ctx: systemContext(db, workspaceId, 'setup'), input: { role } });

async function ownerContext(db: Database, workspaceId: string, personId: string): Promise<Context> {
  const member = await findMembership(db, { personId, workspaceId });
  return { db, workspaceId, actor: { kind: 'person', id: personId, name: member?.name ?? '' }, role: 'owner' };
}

async function ensureKey(ctx: Context, secret: string): Promise<void> {
  if (await findKeyHolder(ctx.db, secret)) return;
  await createKey({ ctx, input: { kind: 'personal', name: 'Set at the first start' }, secret });
}
