import { firstClaim, ReviewerConnection } from './reviewer-connection.ts';

export interface ReviewLoad {
  url: string;
  keys: string[];
  checkpoint: string;
  seconds: number;
}

/** Milliseconds of each review by the second in which it was answered. */
export interface ReviewLoadResult {
  seconds: number;
  latencies: number[][];
}

const review = (outputHash: string, checkpoint: string) =>
  `{"verdict":"approve","outputHash":"${outputHash}","activeSeconds":4.2,"claimNext":{"checkpoint":"${checkpoint}"}}`;

/** One reviewer: claims an item, then decides on one after another until the time is over or nothing waits. */
async function reviewOn(connection: ReviewerConnection, checkpoint: string, until: number, note: (ms: number) => void): Promise<void> {
  let held = firstClaim(await connection.post('/v1/claims', JSON.stringify({ checkpoint })));
  while (held) {
    const startedAt = performance.now();
    if (startedAt >= until) return;
    held = firstClaim(await connection.post(`/v1/items/${held.itemId}/reviews`, review(held.outputHash, checkpoint)));
    note(performance.now() - startedAt);
  }
}

async function run({ url, keys, checkpoint, seconds }: ReviewLoad): Promise<ReviewLoadResult> {
  const { hostname: host, port } = new URL(url);
  const connections = keys.map((key) => new ReviewerConnection({ host, port: Number(port), key }));
  const latencies: number[][] = [];
  const startedAt = performance.now();
  const note = (ms: number) => {
    const second = Math.floor((performance.now() - startedAt) / 1000);
    let group = latencies[second];
    if (!group) latencies[second] = group = [];
    group.push(ms);
  };
  await Promise.all(connections.map((connection) => reviewOn(connection, checkpoint, startedAt + seconds * 1000, note)));
  const took = (performance.now() - startedAt) / 1000;
  for (const connection of connections) connection.close();
  return { seconds: took, latencies: Array.from(latencies, (group) => group ?? []) };
}

process.once('message', async (load: ReviewLoad) => {
  process.send?.(await run(load), () => process.disconnect());
});
