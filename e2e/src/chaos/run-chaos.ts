import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '@countersign/contract';
import { Countersign } from '@countersign/sdk';
import { freePort } from '../free-port.ts';
import { scratchFolder } from '../installation.ts';
import { type Caller, call } from './call.ts';
import { type Cast, gatherCast, ownerEnvironment } from './cast.ts';
import { findFaults } from './compare.ts';
import { reviseOnAndOn } from './makers.ts';
import { Random } from './random.ts';
import { awaitReleases, forEach, readDraft, readItems, readLog } from './read-all.ts';
import { Record } from './record.ts';
import { reviewOnAndOn } from './reviewers.ts';
import { bringUp, oneProcessSite, type Place, type Site, separateSite, type Victim } from './site.ts';
import { type Client, submitByImport, submitOneByOne } from './submitters.ts';
import { waitOnAndOn } from './waiters.ts';

export interface ChaosOptions {
  rounds: number;
  /** No further rounds after this many seconds; as many as it takes when left out. */
  seconds?: number;
  seed: number;
  say: (line: string) => void;
}

export interface ChaosResult {
  /** How many were played. */
  rounds: number;
  /** What was lost, doubled or wrong; none is how it should be. */
  faults: string[];
  items: number;
  decisions: number;
  kills: number;
}

const roundsPerCheck = 10;
const leaseSeconds = 10;
const undoSeconds = 1;
const maxReturns = 1;

/** Kills processes of a Countersign under load, round after round, and checks that nothing acknowledged is lost or doubled. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { folder, remove } = scratchFolder();
  const ownerKey = `cs_${randomBytes(24).toString('hex')}`;
  const place = { dataDir: `${folder}/data`, port: await freePort(), env: ownerEnvironment(ownerKey) };
  const chaos = new Chaos(options, place);
  try {
    return await chaos.run(ownerKey);
  } finally {
    await chaos.end();
    remove();
  }
}

class Chaos {
  readonly #options: ChaosOptions;
  readonly #place: Place;
  readonly #random: Random;
  readonly #url: string;
  readonly #records: Record[] = [];
  readonly #result: ChaosResult = { faults: [], rounds: 0, items: 0, decisions: 0, kills: 0 };
  readonly #log: string[] = [];
  #site: Site;
  #workEndedAt = 0;

  constructor(options: ChaosOptions, place: Place) {
    this.#options = options;
    this.#place = place;
    this.#random = new Random(options.seed);
    this.#url = `http://127.0.0.1:${place.port}`;
    this.#site = oneProcessSite(place);
  }

  async run(ownerKey: string): Promise<ChaosResult> {
    const { rounds, seed, say, seconds = Number.POSITIVE_INFINITY } = this.#options;
    const end = performance.now() + seconds * 1000;
    say(`seed ${seed}, ${rounds} rounds`);
    await bringUp(this.#site, this.#url);
    const cast = await gatherCast(this.#url, ownerKey, 3);
    for (let round = 0; round < rounds && this.#result.faults.length === 0; round += roundsPerCheck) {
      if (performance.now() > end) break;
      if (round > 0) await this.#changeSite();
      await this.#act(cast, round, Math.min(rounds, round + roundsPerCheck), end);
    }
    await this.#checkWhole(cast);
    const { items, decisions, kills, faults } = this.#result;
    say(`${this.#result.rounds} rounds, ${items} items, ${decisions} decisions, ${kills} kills, ${faults.length} faults`);
    return this.#result;
  }

  async end(): Promise<void> {
    await this.#site.stop();
  }

  async #changeSite(): Promise<void> {
    await this.#site.stop();
    this.#result.faults.push(...this.#site.deserters());
    this.#site = this.#site.name === 'separate' ? oneProcessSite(this.#place) : separateSite(this.#place);
    await bringUp(this.#site, this.#url);
  }

  /** Some rounds on one checkpoint, then a look at everything. */
  async #act(cast: Cast, from: number, to: number, end: number): Promise<void> {
    const record = new Record(`chaos-${from}`);
    this.#records.push(record);
    const title = 'Chaos';
    const reasons = [{ code: 'wrong', label: 'Wrong' }];
    const owner = new Countersign({ url: this.#url, key: cast.ownerKey });
    await owner.checkpoint(record.checkpoint).put({ title, reasons, undoSeconds, leaseSeconds, maxReturns });
    const ending = new AbortController();
    const working = Promise.all(this.#work(cast, record, ending.signal));
    try {
      for (let round = from; round < to && performance.now() < end; round++) await this.#round(round, record);
    } finally {
      ending.abort();
      await working;
      this.#workEndedAt = performance.now();
    }
    await this.#check(cast, record);
  }

  #work({ serviceKey, reviewers }: Cast, record: Record, signal: AbortSignal): Promise<void>[] {
    const client = (name: string, headers: { [name: string]: string }): Client => ({
      caller: { url: this.#url, headers, onFault: (text) => this.#result.faults.push(text) },
      name,
      record,
      random: new Random(this.#random.next() * 2 ** 32),
      signal,
    });
    const service = { authorization: `Bearer ${serviceKey}` };
    return [
      submitOneByOne(client('single-a', service)),
      submitOneByOne(client('single-b', service)),
      submitByImport(client('import', service)),
      reviseOnAndOn(client('maker', service)),
      waitOnAndOn(client('waiter-a', service), serviceKey),
      waitOnAndOn(client('waiter-b', service), serviceKey),
      ...reviewers.map(({ personId, headers }) => reviewOnAndOn({ ...client(personId, headers), personId })),
    ];
  }

  async #round(round: number, record: Record): Promise<void> {
    const random = this.#random;
    await sleep(random.between(50, 600));
    const killed: Victim[] = [];
    const kill = (victims: readonly Victim[]) => {
      const victim = random.pick(victims);
      killed.push(victim);
      this.#site.kill(victim, random);
    };
    kill(this.#site.victims);
    const killedAt = performance.now();
    if (random.chance(0.2)) {
      await sleep(random.between(0, 200));
      kill(this.#site.victims);
    }
    const coming = bringUp(this.#site, this.#url);
    if (random.chance(0.15)) {
      await sleep(random.between(100, 600));
      // A server that starts while the database dies may give up; killing both leaves nobody to give up.
      kill(this.#site.victims.filter((victim) => victim !== 'postmaster' && victim !== 'backend'));
    }
    await coming;
    await bringUp(this.#site, this.#url);
    this.#result.rounds += 1;
    this.#result.kills += killed.length;
    const seconds = ((performance.now() - killedAt) / 1000).toFixed(1);
    const done = `${record.items.size} items, ${record.reviews.size} reviews, ${record.outcomes.length} waited for`;
    this.#options.say(`round ${round + 1} (${this.#site.name}): killed ${killed.join(' and ')}, back after ${seconds} s; ${done}`);
  }

  async #check(cast: Cast, record: Record): Promise<void> {
    const { faults } = this.#result;
    // The last kill may show a moment late, and a database whose recovery was killed as well takes a quarter of a minute.
    await sleep(1_000);
    await bringUp(this.#site, this.#url);
    const countersign = new Countersign({ url: this.#url, key: cast.serviceKey });
    if (!(await awaitReleases(countersign, record.checkpoint, 15_000))) faults.push(`decisions at ${record.checkpoint} never take effect`);
    const all = await readLog(countersign, record.checkpoint, this.#log.at(-1) ?? '0-0');
    this.#log.push(...all.map(({ id }) => id));
    const events = all.filter(({ checkpoint }) => checkpoint === record.checkpoint);
    const everything = await readItems(countersign, record.checkpoint, events);
    const { items } = everything;
    faults.push(...findFaults(record, everything), ...this.#site.deserters());
    await forEach(record.drafts(), async ({ personId, itemId, possible }) => {
      const headers = cast.reviewers.find((reviewer) => reviewer.personId === personId)?.headers ?? {};
      const draft = JSON.stringify(await readDraft(this.#url, headers, itemId));
      if (!possible.has(draft)) faults.push(`the draft of ${itemId} is ${draft} and should be one of ${[...possible]}`);
    });
    const decisions = items.filter(({ decision }) => decision).length;
    this.#result.items += items.length;
    this.#result.decisions += decisions;
    this.#options.say(`checked ${record.checkpoint}: ${items.length} items, ${decisions} decided, ${faults.length} faults`);
  }

  /** At the end: the log from its beginning, and that everything that waits can be claimed, by who it is offered to or by an owner. */
  async #checkWhole({ serviceKey, ownerKey, reviewers }: Cast): Promise<void> {
    const { faults } = this.#result;
    const countersign = new Countersign({ url: this.#url, key: serviceKey });
    const last = this.#records.at(-1)?.checkpoint ?? '';
    const whole = (await readLog(countersign, last, '0-0')).map(({ id }) => id).slice(0, -1);
    if (whole.join() !== this.#log.join()) faults.push(`the log had ${this.#log.length} entries and has ${whole.length}, or others`);
    await sleep(Math.max(0, this.#workEndedAt + leaseSeconds * 1000 - performance.now()));
    const people = [{ authorization: `Bearer ${ownerKey}` }, ...reviewers.map(({ headers }) => headers)];
    for (const { checkpoint } of this.#records) {
      const waiting = new Set<string>();
      for await (const { id } of countersign.items({ checkpoint, state: 'waiting', limit: 500 })) waiting.add(id);
      const claimed: string[] = [];
      for (const headers of people)
        claimed.push(...(await claimAll({ url: this.#url, headers, onFault: (text) => faults.push(text) }, checkpoint)));
      if (claimed.length !== waiting.size || claimed.some((id) => !waiting.has(id)))
        faults.push(`${waiting.size} items wait at ${checkpoint}, ${claimed.length} could be claimed`);
    }
  }
}

async function claimAll(caller: Caller, checkpoint: string): Promise<string[]> {
  const claimed: string[] = [];
  for (;;) {
    const answer = await call(caller, 'POST', '/v1/claims', { body: { checkpoint, limit: 100, includeSkipped: true } });
    const claims: Claim[] = answer.kind === 'acknowledged' ? answer.body.claims : [];
    if (claims.length === 0) return claimed;
    claimed.push(...claims.map(({ item }) => item.id));
  }
}
