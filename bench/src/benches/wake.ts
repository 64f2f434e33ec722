import { Agent, request } from 'undici';
import { type Bench, tell } from '../bench.ts';
import { inTurn } from '../in-turn.ts';
import { openInstallation, ownerKey } from '../installation.ts';
import { describeMachine } from '../machine.ts';
import { inviteReviewers, putCheckpoint, type Reviewer } from '../people.ts';
import { figure } from '../report.ts';
import { percentile } from '../statistics.ts';

const checkpoint = 'texts';

interface Place {
  url: string;
  reviewer: Reviewer;
  agent: Agent;
}

async function call<T>({ url, agent }: Place, key: string, path: string, body?: unknown): Promise<{ body: T; at: number }> {
  const response = await request(url + path, {
    dispatcher: agent,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await response.body.text();
  const at = performance.timeOrigin + performance.now();
  if (response.statusCode >= 400) throw new Error(`${path}: ${response.statusCode} ${text}`);
  return { body: JSON.parse(text), at };
}

/** One decision a client, all made at once; how long after its release each waiting client had its answer. */
async function waitFor(place: Place, clients: number, round: string): Promise<number[]> {
  const ids: string[] = [];
  for (let number = 0; number < clients; number += 1) {
    const { body } = await call<{ id: string }>(place, ownerKey, `/v1/checkpoints/${checkpoint}/items`, {
      key: `${round}-${number}`,
      input: {},
      output: { description: 'A text.' },
    });
    ids.push(body.id);
  }
  const waits = ids.map((id) => call<{ releasedAt: string; state: string }>(place, ownerKey, `/v1/items/${id}?wait=30`));
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const id of ids) await call(place, place.reviewer.key, `/v1/items/${id}/reviews`, { verdict: 'approve' });
  return (await Promise.all(waits)).map(({ body, at }) => {
    if (body.state !== 'released') throw new Error(`A waiting client was told of ${body.state}.`);
    return at - Date.parse(body.releasedAt);
  });
}

export const bench: Bench = {
  name: 'wake',
  async run({ quick, rounds = quick ? 3 : 40 }) {
    await using installation = await openInstallation();
    const { database, server } = installation;
    const machine = await describeMachine(database.connection);
    await putCheckpoint(server.client, checkpoint, 1);
    const [reviewer] = await inviteReviewers({ url: server.url, ownerKey, count: 1 });
    const agent = new Agent({ connections: 128 });
    const place: Place = { url: server.url, reviewer: reviewer as Reviewer, agent };
    try {
      const turns = await inTurn({
        rounds,
        sides: {
          one: (round) => waitFor(place, 1, `one-${round}`),
          hundred: (round) => (round % 4 === 0 ? waitFor(place, 100, `hundred-${round}`) : Promise.resolve([])),
        },
        onRound: (name, round, late) =>
          late.length > 0 &&
          tell(`round ${round + 1}, ${name}: p50 ${figure(percentile(late, 0.5))} ms, p99 ${figure(percentile(late, 0.99))} ms`),
      });
      const line = (name: string, late: number[]) => [
        name,
        String(late.length),
        ...[0.5, 0.99, 1].map((share) => figure(percentile(late, share))),
      ];
      return {
        title: 'Waking a waiting client',
        aim: 'p50 of 10 ms and p99 of 50 ms from the release, as the clock of the database says it, to the answer at the client.',
        machine,
        tables: [
          {
            columns: ['`GET /v1/items/{id}?wait=30`', 'waits', 'p50 ms', 'p99 ms', 'max ms'],
            rows: [line('1 client', turns.one.flat()), line('100 clients', turns.hundred.flat())],
          },
        ],
        notes: [
          'The time of the release (`releasedAt`) is when its transaction began, so the commit, the hint to all servers, the read and the answer are all in the figure. It is cut to whole milliseconds: the true figure is up to 1 ms less.',
          'Undo time 1 s. The 100 decisions are made one after another, within about a second; each has its own client.',
        ],
      };
    } finally {
      await agent.close();
    }
  },
};
