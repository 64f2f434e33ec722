import type { Countersign } from '@countersign/sdk';

export interface Reviewer {
  name: string;
  key: string;
}

async function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

/** Invites people, joins as each of them and makes their personal keys, all by the API. */
export async function inviteReviewers({ url, ownerKey, count }: { url: string; ownerKey: string; count: number }): Promise<Reviewer[]> {
  const reviewers: Reviewer[] = [];
  for (let number = 1; number <= count; number += 1) {
    const name = `Reviewer ${number}`;
    const invitation = await post(url, '/v1/invitations', { role: 'reviewer', name }, { authorization: `Bearer ${ownerKey}` });
    const { token } = (await invitation.json()) as { token: string };
    const joined = await post(url, '/v1/invitations/accept', {
      token,
      email: `reviewer-${number}@bench.test`,
      name,
      password: `password-${number}-bench`,
    });
    const cookie = joined.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const made = await post(url, '/v1/keys', { kind: 'personal', name: 'bench' }, { cookie });
    reviewers.push({ name, key: ((await made.json()) as { key: string }).key });
  }
  return reviewers;
}

/** A checkpoint for texts of a shop, without schemas. */
export const putCheckpoint = (client: Countersign, name: string, undoSeconds: number) =>
  client.checkpoint(name).put({ title: name, undoSeconds });
