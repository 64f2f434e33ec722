import { CountersignError } from '@countersign/contract';
import type { Known, Who } from '../people/who.ts';
import type { Request } from './app-types.ts';

const isSafe = (method: string) => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/**
 * Who sends this request: the holder of its key, else of its session. A session acts only for pages of this host, so that a
 * strange page cannot make a signed-in browser decide. Errors: `not_signed_in`, `not_allowed`.
 */
export async function identify(c: Request, who: Who): Promise<Known> {
  const authorization = c.req.header('authorization');
  if (authorization !== undefined) {
    const key = /^Bearer ([\x21-\x7e]{8,500})$/i.exec(authorization.trim())?.[1];
    if (key === undefined) throw new CountersignError('not_signed_in', 'Send the key as `Authorization: Bearer KEY`.');
    return who.byKey(key);
  }
  if (c.req.header('cookie') === undefined)
    throw new CountersignError('not_signed_in', 'Sign in, or send a key as `Authorization: Bearer KEY`.');
  if (!isSafe(c.req.method)) refuseForeignPage(c);
  return who.bySession(c.req.raw.headers);
}

export function refuseForeignPage(c: Request): void {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const isForeign =
    origin !== undefined
      ? !URL.canParse(origin) || new URL(origin).host !== c.req.header('host')
      : site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isForeign) throw new CountersignError('not_allowed', 'This request came from a page of another site. Use a key instead.');
}
