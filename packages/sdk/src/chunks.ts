import { CountersignError } from '@countersign/contract';

/**
 * The pieces of a body as they arrive, read only as fast as they are taken. Closes the connection when the taker stops.
 * Throws `timeout` when nothing arrives for `idleMs` milliseconds while somebody waits for it.
 */
export async function* readChunks(response: Response, idleMs: number): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), idleMs);
      if (done) return;
      yield value;
    }
  } finally {
    // A stream that failed or was aborted cannot be cancelled any more, and need not be.
    await reader.cancel().catch(() => {});
  }
}

const withinSilence = <T>(read: Promise<T>, idleMs: number): Promise<T> => {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(
    () => reject(new CountersignError('timeout', `The stream was silent for ${idleMs / 1000} s. Open it again.`)),
    idleMs,
  );
  read.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
};
