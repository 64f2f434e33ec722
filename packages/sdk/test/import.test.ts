import { Countersign, type ImportProgress, type ImportResult, type Rejection } from '@countersign/sdk';
import { describe, expect, test } from 'vitest';
import { type Handler, sendJson, sendProblem, startServer } from './http-server.ts';

const work = (n: number, output: unknown = `Text ${n}`) => ({ key: `k${n}`, input: null, output });
const works = (count: number) => Array.from({ length: count }, (_, n) => work(n + 1));

/** Takes lines as the server does: known keys are replayed, bad lines named by their number in the request. */
const importing = (seen = new Set<string>()): Handler => {
  return ({ body }, response) => {
    const result: ImportResult = { accepted: 0, replayed: 0, rejectedCount: 0, rejected: [] };
    for (const [index, text] of body.trimEnd().split('\n').entries()) {
      const code = problemOf(text);
      const key = code ? '' : JSON.parse(text).key;
      if (code) {
        result.rejectedCount++;
        result.rejected.push({ line: index + 1, code, pointer: '/output', detail: 'Mend it.' });
      } else if (seen.has(key)) result.replayed++;
      else result.accepted++;
      if (key) seen.add(key);
    }
    sendJson(response, 200, result);
  };
};

const problemOf = (text: string): string | undefined => {
  try {
    return JSON.parse(text).output === 'bad' ? 'schema_violation' : undefined;
  } catch {
    return 'invalid_json';
  }
};

const textsAt = (url: string, maxRetries = 0) => new Countersign({ url, maxRetries }).checkpoint('texts');

describe('submitMany', () => {
  test('sends chunks as lines of JSON and adds up', async () => {
    const server = await startServer(importing());
    const seen: ImportProgress[] = [];
    const result = await textsAt(server.url).submitMany(works(25), { chunkSize: 10, onProgress: (p) => seen.push({ ...p }) });
    expect(result).toMatchObject({ accepted: 25, replayed: 0, rejectedCount: 0, lines: 25 });
    expect(server.requests).toHaveLength(3);
    expect(server.requests[0]).toMatchObject({ path: '/v1/checkpoints/texts/items/import' });
    expect(server.requests[0]?.headers['content-type']).toBe('application/x-ndjson');
    expect(seen.map(({ lines }) => lines).at(-1)).toBe(25);
  });

  test('[I2] bad lines are named by their place in the whole input and stop nothing', async () => {
    const server = await startServer(importing());
    const items = works(30);
    items[11] = work(12, 'bad');
    items[29] = work(30, 'bad');
    const told: [Rejection, string][] = [];
    const result = await textsAt(server.url).submitMany(items, { chunkSize: 10, onRejected: (r, text) => told.push([r, text]) });
    expect(result.rejected.map(({ line }) => line).sort()).toEqual([12, 30]);
    expect(result).toMatchObject({ accepted: 28, rejectedCount: 2 });
    expect(told.map(([{ line }, text]) => [line, JSON.parse(text).key]).sort()).toEqual([
      [12, 'k12'],
      [30, 'k30'],
    ]);
  });

  test('a value that is no JSON is rejected by its line', async () => {
    const server = await startServer(importing());
    const result = await textsAt(server.url).submitMany([work(1), work(2, 1n), work(3)] as never);
    expect(result).toMatchObject({ accepted: 2, rejectedCount: 1, rejected: [{ line: 2, code: 'invalid_json' }], lines: 3 });
  });

  test('a chunk is repeated after a lost answer, and then counts as replayed', async () => {
    const answer = importing();
    const server = await startServer(async (request, response, count) => {
      if (count > 1) return answer(request, response, count);
      await answer(request, { writeHead: () => ({ end: () => {} }) } as never, count);
      response.destroy();
    });
    expect(await textsAt(server.url, 1).submitMany(works(5))).toMatchObject({ accepted: 0, replayed: 5 });
  });

  test('takes from the source only as fast as the server answers', async () => {
    let taken = 0;
    const open: (() => void)[] = [];
    const answer = importing();
    const server = await startServer((request, response, count) => void open.push(() => void answer(request, response, count)));
    async function* source() {
      for (const item of works(100)) {
        taken++;
        yield item;
      }
    }
    const done = textsAt(server.url).submitMany(source(), { chunkSize: 10, concurrency: 2 });
    while (open.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(taken).toBeLessThanOrEqual(31);
    const pump = setInterval(() => open.shift()?.(), 1);
    expect((await done).accepted).toBe(100);
    clearInterval(pump);
  });

  test('halves a chunk that is too large, and rejects a line that is too large by itself', async () => {
    const answer = importing();
    const server = await startServer((request, response, count) =>
      request.body.length > 300 ? sendProblem(response, 413, 'payload_too_large') : answer(request, response, count),
    );
    const result = await textsAt(server.url).submitMany([...works(10), work(11, 'x'.repeat(400)), work(12)]);
    expect(result).toMatchObject({ accepted: 11, rejectedCount: 1, rejected: [{ line: 11, code: 'payload_too_large' }] });
  });

  test('a failure stops the rest and tells how far it came', async () => {
    const answer = importing();
    const server = await startServer((request, response, count) =>
      count === 1 ? answer(request, response, count) : sendProblem(response, 403, 'not_allowed'),
    );
    const call = textsAt(server.url).submitMany(works(100), { chunkSize: 10, concurrency: 1 });
    await expect(call).rejects.toMatchObject({ code: 'not_allowed', details: { context: { progress: { accepted: 10 } } } });
    expect(server.requests).toHaveLength(2);
  });

  test('a failure ends the import also while the source is silent', async () => {
    const server = await startServer((_, response) => sendProblem(response, 403, 'not_allowed'));
    async function* slow() {
      yield* works(10);
      await new Promise(() => {});
    }
    await expect(textsAt(server.url).submitMany(slow(), { chunkSize: 5 })).rejects.toMatchObject({ code: 'not_allowed' });
  });

  test('an error of the source ends the import with that error', async () => {
    const server = await startServer(importing());
    async function* broken() {
      yield work(1);
      throw new RangeError('disk');
    }
    await expect(textsAt(server.url).submitMany(broken())).rejects.toThrow('disk');
  });

  test('is aborted by its signal', async () => {
    const server = await startServer(() => {});
    await expect(textsAt(server.url).submitMany(works(3), { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ code: 'aborted' });
  });

  test('an empty input sends nothing', async () => {
    const server = await startServer(importing());
    expect(await textsAt(server.url).submitMany([])).toMatchObject({ accepted: 0, lines: 0 });
    expect(server.requests).toHaveLength(0);
  });
});

test('importLines keeps the numbers of lines over blank and broken ones', async () => {
  const server = await startServer(importing());
  const lines = [JSON.stringify(work(1)), '', '{"key":', '  ', JSON.stringify(work(2))];
  expect(await textsAt(server.url).importLines(lines)).toMatchObject({
    accepted: 2,
    rejectedCount: 1,
    rejected: [{ line: 3, code: 'invalid_json' }],
    lines: 3,
  });
});

describe('export', () => {
  test('streams items and takes the state as a filter', async () => {
    const server = await startServer(async (_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      for (const piece of ['{"key":"a"', '}\n{"key"', ':"b"}\n{"key":"ü"}']) {
        response.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      response.end();
    });
    const rows = await Array.fromAsync(textsAt(server.url).export({ state: 'released' }));
    expect(rows.map(({ key }) => key)).toEqual(['a', 'b', 'ü']);
    expect(server.requests[0]?.query.toString()).toBe('format=jsonl&state=released');
  });

  test('a stream cut off is an error, not an end', async () => {
    const server = await startServer((_, response) => {
      response.writeHead(200).write('{"key":"a"}\n');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(Array.fromAsync(textsAt(server.url).export())).rejects.toMatchObject({ code: 'network' });
  });

  test('leaving the loop closes the connection', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await startServer((_, response) => {
      response.on('close', closed.resolve).writeHead(200);
      response.write('{"key":"a"}\n{"key":"b"}\n');
    });
    for await (const row of textsAt(server.url).export()) {
      expect(row.key).toBe('a');
      break;
    }
    await closed.promise;
  });
});
