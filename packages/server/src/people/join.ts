import { type AcceptInvitationInput, CountersignError } from '@countersign/contract';
import { acceptInvitation } from '@countersign/engine';
import type { Parts } from '../http/app-types.ts';
import { clientAddressHeader, makePerson } from './auth.ts';

export interface Joined {
  workspaceId: string;
  personId: string;
  /** Of the new session. */
  setCookies: string[];
}

/**
 * Joins by a link and signs in. Who names an address that has an account signs in to it under the same limit as everybody:
 * a link must not be a way to guess a colleague's password. One at a time in this process, because each holds one connection
 * while it needs another. Errors: `link_used`, `already_exists`, `rate_limited`.
 */
export function openJoining({ auth, db, publicUrl }: Pick<Parts, 'auth' | 'db' | 'publicUrl'>) {
  let last: Promise<unknown> = Promise.resolve();

  const join = async ({ token, email, name, password }: AcceptInvitationInput, client: string): Promise<Joined> => {
    const credentials = { email: email.toLowerCase(), password };
    const address = new Headers({ [clientAddressHeader]: client });
    let setCookies: string[] = [];
    const signInLimited = async (): Promise<boolean> => {
      const headers = new Headers({ [clientAddressHeader]: client, 'content-type': 'application/json' });
      const answer = await auth.handler(
        new Request(`${publicUrl}/v1/auth/sign-in/email`, { method: 'POST', headers, body: JSON.stringify(credentials) }),
      );
      if (answer.status === 429) throw tooManyTries(answer);
      setCookies = answer.headers.getSetCookie();
      return answer.ok;
    };
    const joined = await acceptInvitation(db, { token, makePerson: () => makePerson(auth, { email, name, password }, signInLimited) });
    if (setCookies.length === 0)
      setCookies = (await auth.api.signInEmail({ body: credentials, headers: address, asResponse: true })).headers.getSetCookie();
    return { ...joined, setCookies };
  };

  return (input: AcceptInvitationInput, client: string): Promise<Joined> => {
    const joining = last.then(() => join(input, client));
    last = joining.catch(() => {});
    return joining;
  };
}

export const tooManyTries = (answer: Response): CountersignError =>
  new CountersignError('rate_limited', 'Too many tries. Wait a minute, then try again.', {
    retryAfter: Number(answer.headers.get('x-retry-after') ?? 60),
  });
