import { CountersignError, type Me } from '@countersign/contract';
import { type Context, type Database, findKeyHolder, findMembership, type Hint, noMembership, sha256 } from '@countersign/engine';
import type { Auth } from './auth.ts';

/** How long a key or session is believed without a look. A revocation ends it at once here, and within this time anywhere. */
const believedMs = 5_000;
const mostKept = 5_000;

export interface Known {
  context: Context;
  me: Me;
  until: number;
  /** Ids whose change makes this stale. */
  about: string[];
}

export interface Who {
  byKey(key: string): Promise<Known>;
  bySession(headers: Headers): Promise<Known>;
  forget(hint: Hint): void;
  forgetAll(): void;
}

const notSignedIn = (why: string) => new CountersignError('not_signed_in', why);

/** Finds out who a request comes from, from its key or its session and from nothing else. */
export function openWho({ db, auth }: { db: Database; auth: Auth }): Who {
  const known = new Map<string, Known>();

  const remember = (token: string, entry: Omit<Known, 'until'>): Known => {
    if (known.size >= mostKept) known.delete(known.keys().next().value as string);
    const kept = { ...entry, until: performance.now() + believedMs };
    known.set(token, kept);
    return kept;
  };

  const recall = (token: string): Known | undefined => {
    const entry = known.get(token);
    if (entry && entry.until > performance.now()) return entry;
    known.delete(token);
    return undefined;
  };

  const asMember = async (personId: string, workspaceId: string | null, about: string[]): Promise<Omit<Known, 'until'>> => {
    const member = await findMembership(db, { personId, workspaceId });
    if (!member) throw noMembership();
    return {
      context: { db, workspaceId: member.workspaceId, actor: { kind: 'person', id: personId, name: member.name }, role: member.role },
      me: {
        workspace: { id: member.workspaceId, name: member.workspaceName },
        actor: { kind: 'person', id: personId },
        role: member.role,
        name: member.name,
        email: member.email,
      },
      about: [personId, ...about],
    };
  };

  return {
    async byKey(key) {
      const token = sha256(key);
      const kept = recall(token);
      if (kept) return kept;
      const holder = await findKeyHolder(db, key);
      if (!holder) throw notSignedIn('This key is unknown or was revoked. Make one under Settings, or with `countersign keys create`.');
      if (holder.personId !== null) return remember(token, await asMember(holder.personId, holder.workspaceId, [holder.keyId]));
      const { rows } = await db.pool.query('select name from workspaces where id = $1', [holder.workspaceId]);
      return remember(token, {
        context: { db, workspaceId: holder.workspaceId, actor: { kind: 'apiKey', id: holder.keyId, name: holder.name }, role: 'service' },
        me: {
          workspace: { id: holder.workspaceId, name: rows[0].name },
          actor: { kind: 'apiKey', id: holder.keyId },
          role: 'service',
          name: holder.name,
          email: null,
        },
        about: [holder.keyId],
      });
    },

    async bySession(headers) {
      const cookie = headers.get('cookie') ?? '';
      const token = `cookie ${sha256(cookie)}`;
      const kept = recall(token);
      if (kept) return kept;
      const session = await auth.api.getSession({ headers, query: { disableCookieCache: true } }).catch((error) => {
        throw error.cause ?? error; // better-auth wraps what the database throws
      });
      if (!session) throw notSignedIn('Sign in to go on.');
      return remember(token, await asMember(session.user.id, null, [session.session.id]));
    },

    forget({ access = [] }) {
      const ids = new Set(access);
      for (const [token, { about }] of known) if (about.some((id) => ids.has(id))) known.delete(token);
    },
    forgetAll: () => known.clear(),
  };
}
