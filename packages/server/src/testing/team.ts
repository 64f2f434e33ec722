import type { Role } from '@countersign/contract';
import { createKey, newId, revokeKey, systemContext } from '@countersign/engine';
import { makeWorkspace, type TestWorkspace } from '@countersign/engine/testing';
import { makePerson } from '../people/auth.ts';
import type { TestApp } from './app.ts';

/** Sends a request as somebody. A body that is no text goes as JSON. */
export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;

export interface Caller {
  id: string;
  call: Call;
  /** The headers that make a request this caller's. */
  headers: Record<string, string>;
}

export interface SignedIn extends Caller {
  email: string;
  password: string;
}

/** A workspace with one caller of each kind, each with a key of their own. */
export interface TestTeam {
  workspace: TestWorkspace;
  checkpoint: TestWorkspace['checkpoint'];
  owner: Caller;
  lead: Caller;
  reviewer: Caller;
  service: Caller;
  /** Holds a key that was revoked. */
  revoked: Caller;
  stranger: Caller;
  person(name: string, role?: Role): Promise<Caller>;
  /** A member who signed in with a password and holds a session cookie. */
  signIn(name: string, role?: Role): Promise<SignedIn>;
}

const asBody = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body);

export function caller(send: TestApp['send'], id: string, headers: Record<string, string>): Caller {
  const call: Call = (method, path, body, more = {}) =>
    send(path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }), ...more },
      ...(body !== undefined && { body: asBody(body) }),
    });
  return { id, call, headers };
}

export async function makeTeam({ send, parts: { db, auth } }: Pick<TestApp, 'send' | 'parts'>, name = 'Test'): Promise<TestTeam> {
  const workspace = await makeWorkspace(db, name);
  const withKey = (key: string, id: string) => caller(send, id, { authorization: `Bearer ${key}` });
  const person = async (personName: string, role: Role = 'reviewer') => {
    const ctx = await workspace.person(personName, role);
    const { key } = await createKey({ ctx, input: { kind: 'personal', name: personName } });
    return withKey(key, (ctx.actor as { id: string }).id);
  };
  const setup = systemContext(db, workspace.id, 'setup');
  const service = await createKey({ ctx: setup, input: { kind: 'service', name: 'service' } });
  const ended = await createKey({ ctx: setup, input: { kind: 'service', name: 'ended' } });
  await revokeKey({ ctx: workspace.owner, id: ended.id });
  const ownerKey = await createKey({ ctx: workspace.owner, input: { kind: 'personal', name: 'owner' } });
  return {
    workspace,
    checkpoint: workspace.checkpoint,
    owner: withKey(ownerKey.key, (workspace.owner.actor as { id: string }).id),
    lead: await person('Lena Lead', 'lead'),
    reviewer: await person('Rita Reviewer'),
    service: withKey(service.key, service.id),
    revoked: withKey(ended.key, ended.id),
    stranger: caller(send, '', {}),
    person,
    async signIn(personName, role = 'reviewer') {
      const [email, password] = [`${newId('person')}@example.test`, 'correct horse battery'];
      const id = await makePerson(auth, { email, name: personName, password });
      await db.pool.query('insert into members (workspace_id, person_id, role) values ($1, $2, $3)', [workspace.id, id, role]);
      const answer = await auth.api.signInEmail({ body: { email, password }, asResponse: true });
      const cookie = answer.headers.getSetCookie().map((text) => text.split(';')[0]);
      return { ...caller(send, id, { cookie: cookie.join('; ') }), email, password };
    },
  };
}
