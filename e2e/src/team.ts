import type { Browser } from 'playwright-core';
import { giveSession, join, openVisitor, type Person, type Visitor, type VisitorOptions } from './browser.ts';
import type { Installation } from './installation.ts';

export const ada: Person = { email: 'ada@example.com', name: 'Ada', password: 'correct horse battery' };
export const ben: Person = { email: 'ben@example.com', name: 'Ben', password: 'wrong horse battery' };

/** An owner and a reviewer of an installation, each with a session. */
export interface Team {
  ada: string;
  ben: string;
  /** A browser of one's own, signed in. */
  visit(browser: Browser, cookie: string, options?: Omit<VisitorOptions, 'url'>): Promise<Visitor>;
}

export async function makeTeam({ url, link }: Installation): Promise<Team> {
  const tokenOf = (address: string) => address.slice(address.indexOf('#') + 1);
  const owner = await join(url, tokenOf(link ?? ''), ada);
  const invitation = await fetch(`${url}/v1/invitations`, {
    method: 'POST',
    headers: { cookie: owner, 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'reviewer', name: ben.name }),
  });
  const { token } = (await invitation.json()) as { token: string };
  return {
    ada: owner,
    ben: await join(url, token, ben),
    async visit(browser, cookie, options = {}) {
      const visitor = await openVisitor(browser, { ...options, url });
      await giveSession(visitor, url, cookie);
      return visitor;
    },
  };
}

/** A session of its own for a person who has joined. */
export async function signIn(url: string, { email, password }: Person): Promise<string> {
  const response = await fetch(`${url}/v1/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`signing in answered ${response.status}`);
  return response.headers.getSetCookie()[0]?.split(';')[0] as string;
}
