import { CountersignError } from '@countersign/contract';
import { abortError, openScope } from './abort.ts';

/**
 * What the promise gives, unless the signal is aborted first. Not Promise.race with one promise for the whole run: that one
 * would hold on to every value that ever ran against it.
 */
const orAbort = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(abortError(signal));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/**
 * Runs `work` on every value with at most `limit` of them under way, and takes the next value only when there is room. The
 * first failure, or the outer signal, stops everything under way, also while waiting for a slow source.
 */
export const runConcurrently = async <T>(
  values: AsyncGenerator<T>,
  limit: number,
  outer: AbortSignal | undefined,
  work: (value: T, signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const scope = openScope(outer);
  const underWay = new Set<Promise<void>>();
  let failure: { error: unknown } | undefined;
  const fail = (error: unknown) => {
    failure ??= { error };
    scope.abort(error instanceof CountersignError ? error : new CountersignError('aborted', 'Another part failed.', { cause: error }));
  };
  try {
    for (;;) {
      const next = await orAbort(values.next(), scope.signal);
      if (next.done) break;
      const running = work(next.value, scope.signal)
        .catch(fail)
        .finally(() => underWay.delete(running));
      underWay.add(running);
      if (underWay.size >= limit) await orAbort(Promise.race(underWay), scope.signal);
    }
    await orAbort(Promise.all(underWay), scope.signal);
    if (failure) throw failure.error;
  } catch (error) {
    fail(error);
    throw failure ? failure.error : error;
  } finally {
    scope.close();
    await Promise.allSettled(underWay);
    // Not awaited: a source that hangs would hold up the error that ended the work.
    values.return(undefined).catch(() => {});
  }
};
