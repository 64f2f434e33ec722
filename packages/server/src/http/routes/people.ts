import { AcceptInvitationInput, Invitation, InvitationInput, Key, KeyInput, Me, Member, NewKey } from '@countersign/contract';
import { createInvitation, createKey, listKeys, listMembers, revokeKey } from '@countersign/engine';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import { clientAddressHeader } from '../../people/auth.ts';
import { openJoining } from '../../people/join.ts';
import type { Who } from '../../people/who.ts';
import type { App, Parts } from '../app-types.ts';
import { identify } from '../identify.ts';
import { readJson, route } from '../route.ts';

export function peopleRoutes(app: OpenAPIHono<App>, { auth, db, hints, publicUrl }: Parts, who: Who): void {
  const join = openJoining({ auth, db, publicUrl });

  route(
    app,
    {
      method: 'get',
      path: '/v1/me',
      tag: 'People',
      summary: 'Who this key or session is',
      answers: { 200: { description: 'You', schema: Me } },
    },
    async (c) => c.json((await identify(c, who)).me),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/people',
      tag: 'People',
      summary: 'The members of the workspace',
      answers: { 200: { description: 'By the time they joined', schema: z.object({ people: z.array(Member) }) } },
    },
    async (c) => c.json({ people: await listMembers({ ctx: c.get('actor') }) }),
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/invitations',
      tag: 'People',
      summary: 'Make a link for a new member',
      body: InvitationInput,
      answers: { 201: { description: 'The link works once, for seven days', schema: Invitation } },
    },
    async (c) => {
      const invitation = await createInvitation({ ctx: c.get('actor'), input: await readJson(c) });
      return c.json({ ...invitation, url: `${publicUrl}/welcome#${invitation.token}` }, 201);
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/invitations/accept',
      tag: 'People',
      summary: 'Join by a link, with an e-mail address and a password',
      body: AcceptInvitationInput,
      open: true,
      answers: { 200: { description: 'Joined and signed in: the answer sets the session cookie', schema: Me } },
    },
    async (c) => {
      const input = AcceptInvitationInput.parse(await readJson(c));
      const { workspaceId, personId, setCookies } = await join(input, c.req.header(clientAddressHeader) ?? '');
      hints.send({ access: [personId], workspaces: [workspaceId] });
      who.forget({ access: [personId] });
      for (const cookie of setCookies) c.header('set-cookie', cookie, { append: true });
      const cookies = setCookies.map((cookie) => cookie.split(';')[0]);
      return c.json((await who.bySession(new Headers({ cookie: cookies.join('; ') }))).me);
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/keys',
      tag: 'Keys',
      summary: 'Make a key',
      description: 'A personal key acts as its person. A service key submits and waits, and never reviews.',
      body: KeyInput,
      answers: { 201: { description: 'The secret is shown this once', schema: NewKey } },
    },
    async (c) => c.json(await createKey({ ctx: c.get('actor'), input: await readJson(c) }), 201),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/keys',
      tag: 'Keys',
      summary: 'The keys in use',
      answers: { 200: { description: 'Without their secrets', schema: z.object({ keys: z.array(Key) }) } },
    },
    async (c) => c.json({ keys: await listKeys({ ctx: c.get('actor') }) }),
  );

  route(
    app,
    {
      method: 'delete',
      path: '/v1/keys/{id}',
      tag: 'Keys',
      summary: 'Revoke a key at once',
      params: z.object({ id: z.string() }),
      answers: { 204: { description: 'Revoked' } },
    },
    async (c) => {
      const id = c.req.param('id') as string;
      await revokeKey({ ctx: c.get('actor'), id });
      who.forget({ access: [id] });
      hints.send({ access: [id] });
      return c.body(null, 204);
    },
  );
}
