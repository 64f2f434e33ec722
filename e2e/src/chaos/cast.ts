import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './call.ts';

/** Those who take part, with what they sign their requests with. */
export interface Cast {
  ownerKey: string;
  serviceKey: string;
  reviewers: { personId: string; headers: { [name: string]: string } }[];
}

export const ownerEnvironment = (ownerKey: string) => ({
  COUNTERSIGN_OWNER_EMAIL: 'owner@example.com',
  COUNTERSIGN_OWNER_PASSWORD: 'correct horse battery',
  COUNTERSIGN_OWNER_KEY: ownerKey,
});

/** Makes a service key and people with sessions. They are kept through all kills. */
export async function gatherCast(url: string, ownerKey: string, reviewers: number): Promise<Cast> {
  const send = async (method: string, path: string, body: unknown, headers: { [name: string]: string }) => {
    const answer = await call({ url, headers, onFault: () => {} }, method, path, { body });
    if (answer.kind !== 'acknowledged') throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  // The server listens a moment before the first start has made the owner.
  for (let tries = 0; tries < 100; tries++) {
    const me = await call({ url, headers: { authorization: `Bearer ${ownerKey}` }, onFault: () => {} }, 'GET', '/v1/me');
    if (me.kind === 'acknowledged') break;
    await sleep(50);
  }
  const asOwner = { authorization: `Bearer ${ownerKey}` };
  const { key } = (await send('POST', '/v1/keys', { kind: 'service', name: 'chaos' }, asOwner)).body;
  const people = Array.from({ length: reviewers }, async (_, number) => {
    const { token } = (await send('POST', '/v1/invitations', { role: 'reviewer' }, asOwner)).body;
    const person = { token, email: `reviewer-${number}@example.com`, name: `Reviewer ${number}`, password: `correct horse ${number}` };
    const joined = await send('POST', '/v1/invitations/accept', person, {});
    const cookie = joined.headers.getSetCookie().map((line) => line.split(';')[0]);
    return { personId: joined.body.actor.id as string, headers: { cookie: cookie.join('; ') } };
  });
  return { ownerKey, serviceKey: key, reviewers: await Promise.all(people) };
}
