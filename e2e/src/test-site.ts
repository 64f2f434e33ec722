import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrandRulesInput, CheckpointInput, Event } from '@countersign/contract';
import { Countersign, type Submission } from '@countersign/sdk';
import type { Browser } from 'playwright-core';
import { openBrowser, type Visitor, type VisitorOptions } from './browser.ts';
import { buildConsole } from './build-console.ts';
import { type Installation, scratchFolder, startInstallation } from './installation.ts';
import { makeTeam, type Team } from './team.ts';

export type Who = 'ada' | 'ben';
export type Settings = Partial<Omit<CheckpointInput, 'brandRules'>> & Pick<CheckpointInput, 'title'> & { brandRules?: BrandRulesInput };

/** An installation with an owner (Ada), a reviewer (Ben) and a browser; each test makes checkpoints and items of its own in it. */
export interface TestSite extends AsyncDisposable {
  installation: Installation;
  browser: Browser;
  team: Team;
  program: Countersign;
  /** A browser window of one's own, signed in. */
  visit(who: Who, options?: Omit<VisitorOptions, 'url'>): Promise<Visitor>;
  /** Calls the API as a person does. */
  as<T = unknown>(who: Who, method: string, path: string, body?: unknown): Promise<T>;
  /** What the log says of an item, in its order. */
  eventsOf(itemId: string): Promise<Event[]>;
  /** Makes a checkpoint and hands in work. Answers the ids of the items in the order in which they will be reviewed. */
  prepare(name: string, settings: Settings, submissions: Submission<unknown, unknown>[]): Promise<string[]>;
}

export async function openTestSite({ args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {}): Promise<TestSite> {
  buildConsole();
  const { folder, remove } = scratchFolder();
  const installation = await startInstallation(['--port', '0', ...args], { cwd: folder, env });
  const team = await makeTeam(installation);
  const { key } = JSON.parse(readFileSync(path.join(folder, '.countersign/client.json'), 'utf8'));
  const { url } = installation;
  const program = new Countersign({ url, key });
  const browser = await openBrowser();

  const as: TestSite['as'] = async <T>(who: Who, method: string, address: string, body?: unknown) => {
    const response = await fetch(url + address, {
      method,
      headers: { cookie: team[who], origin: url, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${address} answered ${response.status}: ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  return {
    installation,
    browser,
    team,
    program,
    as,
    visit: (who, options) => team.visit(browser, team[who], options),
    async eventsOf(itemId) {
      const ended = AbortSignal.timeout(1_000);
      const found: Event[] = [];
      try {
        for await (const event of program.events({ lastEventId: '0-0', signal: ended })) if (event.itemId === itemId) found.push(event);
      } catch (error) {
        if (!ended.aborted) throw error;
      }
      return found;
    },
    async prepare(name, settings, submissions) {
      await as('ada', 'PUT', `/v1/checkpoints/${name}`, settings);
      const ids: string[] = [];
      for (const submission of submissions) ids.push((await program.checkpoint(name).submit(submission)).id);
      return ids;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await installation.stop();
      remove();
    },
  };
}
