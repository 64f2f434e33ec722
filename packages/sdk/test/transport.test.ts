import { Countersign, CountersignError } from '@countersign/sdk';
import { describe, expect, test, vi } from 'vitest';
import { retryAfterSeconds } from '../src/problem.ts';
import { retryPause } from '../src/retry.ts';
import { sendJson, sendProblem, startServer } from './http-server.ts';
import { madeItem } from './made-items.ts';

const errorOf = async (promise: Promise<unknown>): Promise<CountersignError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CountersignError);
  return error as CountersignError;
};

describe('requests', () => {
  test('carry the key, and the address may end in a slash', async () => {
    const server = await startServer((_, response) => sendJson(response, 200, madeItem()));
    const item = await new Countersign({ url: `${server.url}/`, key: 'cs_secret' }).item('itm/1');
    expect(item.id).toBe('itm_1');
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v1/items/itm%2F1' });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer cs_secret');
  });

  test('take address and key from the environment', async () => {
    const server = await startServer((_, response) => sendJson(response, 200, madeItem()));
    vi.stubEnv('COUNTERSIGN_URL', server.url);
    vi.stubEnv('COUNTERSIGN_KEY', 'cs_env');
    await new Countersign().item('itm_1');
    vi.unstubAllEnvs();
    expect(server.requests[0]?.headers.authorization).toBe('Bearer cs_env');
  });

  test('an address that is none is refused at once', () => {
    expect(() => new Countersign({ url: 'localhost:4141' })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  test('an empty answer is no error', async () => {
    const server = await startServer((_, response) => void response.writeHead(204).end());
    await expect(new Countersign({ url: server.url }).giveBack(['itm_1'])).resolves.toBeUndefined();
  });
});

describe('errors', () => {
  test('of the server come with code, pointer and context', async () => {
    const server = await startServer((_, response) =>
      sendProblem(response, 409, 'already_decided', { pointer: '/verdict', context: { decision: { id: 'dec_1' } } }),
    );
    const error = await errorOf(new Countersign({ url: server.url }).decide('itm_1', { verdict: 'approve' }));
    expect(error).toMatchObject({
      code: 'already_decided',
      message: 'Detail of already_decided.',
      details: { pointer: '/verdict', context: { decision: { id: 'dec_1' } } },
    });
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [401, 'not_signed_in'],
    [404, 'not_found'],
    [413, 'payload_too_large'],
    [418, 'invalid_input'],
    [500, 'internal'],
    [502, 'network'],
    [504, 'timeout'],
  ])('of something else in between: %i is %s', async (status, code) => {
    const server = await startServer((_, response) => void response.writeHead(status).end('<h1>nginx</h1>'));
    const error = await errorOf(new Countersign({ url: server.url, maxRetries: 0 }).item('itm_1'));
    expect(error.code).toBe(code);
    expect(error.message).toContain('nginx');
  });

  test('an answer that is not JSON is invalid_json and not tried again', async () => {
    const server = await startServer((_, response) => void response.writeHead(200).end('<html>'));
    expect((await errorOf(new Countersign({ url: server.url }).item('itm_1'))).code).toBe('invalid_json');
    expect(server.requests).toHaveLength(1);
  });

  test('a server that is not there is network', async () => {
    const server = await startServer(() => {});
    await server.close();
    const error = await errorOf(new Countersign({ url: server.url, maxRetries: 1 }).item('itm_1'));
    expect(error.code).toBe('network');
    expect(error.cause).toBeDefined();
  });

  test('a slow server is timeout', async () => {
    const server = await startServer(() => {});
    const error = await errorOf(new Countersign({ url: server.url, timeoutMs: 40, maxRetries: 0 }).item('itm_1'));
    expect(error.code).toBe('timeout');
  });

  test('a body that stalls is timeout', async () => {
    const server = await startServer((_, response) => void response.writeHead(200).write('{"id":'));
    const error = await errorOf(new Countersign({ url: server.url, timeoutMs: 60, maxRetries: 0 }).item('itm_1'));
    expect(error.code).toBe('timeout');
  });

  test('an aborted call is aborted, with the reason as its cause, also while pausing between tries', async () => {
    const server = await startServer((_, response) => sendProblem(response, 503, 'shutting_down', {}, { 'retry-after': '60' }));
    const controller = new AbortController();
    const call = new Countersign({ url: server.url }).item('itm_1', { signal: controller.signal });
    setTimeout(() => controller.abort('enough'), 50);
    const error = await errorOf(call);
    expect(error).toMatchObject({ code: 'aborted', cause: 'enough' });
  });

  test('a signal aborted before sends nothing', async () => {
    const server = await startServer((_, response) => sendJson(response, 200, madeItem()));
    const error = await errorOf(new Countersign({ url: server.url }).item('itm_1', { signal: AbortSignal.abort() }));
    expect(error.code).toBe('aborted');
    expect(server.requests).toHaveLength(0);
  });
});

describe('further tries', () => {
  test('a call safe to repeat goes through drops and 503', async () => {
    const server = await startServer((_, response, count) => {
      if (count === 1) response.destroy();
      else if (count === 2) sendProblem(response, 503, 'database_unavailable');
      else sendJson(response, 200, madeItem());
    });
    expect((await new Countersign({ url: server.url }).item('itm_1')).id).toBe('itm_1');
    expect(server.requests).toHaveLength(3);
  });

  test('an answer cut off in the middle is asked for again', async () => {
    const server = await startServer((_, response, count) => {
      if (count > 1) return sendJson(response, 200, madeItem());
      response.writeHead(200, { 'content-length': '1000' }).write('{"id":', () => response.destroy());
    });
    expect((await new Countersign({ url: server.url }).item('itm_1')).id).toBe('itm_1');
  });

  test('end after maxRetries', async () => {
    const server = await startServer((_, response) => sendProblem(response, 503, 'database_unavailable'));
    const error = await errorOf(new Countersign({ url: server.url, maxRetries: 2 }).item('itm_1'));
    expect(error.code).toBe('database_unavailable');
    expect(server.requests).toHaveLength(3);
  });

  test('are not made where a repeat could do harm', async () => {
    const server = await startServer((_, response) => response.destroy() && undefined);
    await errorOf(new Countersign({ url: server.url }).keys.create({ kind: 'service', name: 'x' }));
    await errorOf(new Countersign({ url: server.url }).claims());
    expect(server.requests).toHaveLength(2);
  });

  test('are not made for what a repeat cannot cure', async () => {
    const server = await startServer((_, response) => sendProblem(response, 503, 'database_version'));
    await errorOf(new Countersign({ url: server.url }).item('itm_1'));
    expect(server.requests).toHaveLength(1);
  });

  test('wait as long as Retry-After says', async () => {
    const at: number[] = [];
    const server = await startServer((_, response, count) => {
      at.push(performance.now());
      if (count === 1) sendProblem(response, 429, 'rate_limited', {}, { 'retry-after': '1' });
      else sendJson(response, 200, madeItem());
    });
    await new Countersign({ url: server.url }).item('itm_1');
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  test('pauses are random below a doubling limit of at most 15 s', () => {
    expect([0, 1, 2, 20].map((attempt) => retryPause(attempt, undefined, () => 1))).toEqual([250, 500, 1000, 15_000]);
    expect(retryPause(5, undefined, () => 0)).toBe(0);
    expect(retryPause(5, 7, () => 1)).toBeCloseTo(7700);
  });

  test('Retry-After is read in both forms', () => {
    const now = Date.parse('2026-11-22T09:30:00Z');
    expect(retryAfterSeconds('12', now)).toBe(12);
    expect(retryAfterSeconds('Sun, 22 Nov 2026 09:30:05 GMT', now)).toBe(5);
    expect(retryAfterSeconds('Sun, 22 Nov 2026 09:00:00 GMT', now)).toBe(0);
    expect(retryAfterSeconds('soon', now)).toBeUndefined();
    expect(retryAfterSeconds(null, now)).toBeUndefined();
  });
});
