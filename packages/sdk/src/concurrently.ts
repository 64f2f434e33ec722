import { CountersignError } from '@countersign/contract';
import { abortError, openScope } from './abort.ts';

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
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {}); // it is also awaited below; this keeps an early failure from counting as unhandled
  const fail = (error: unknown) => {
    failed.reject(error);
    scope.abort(error instanceof CountersignError ? error : new CountersignError('aborted', 'Another part failed.', { cause: error }));
  };
  scope.signal.addEventListener('abort', () => failed.reject(abortError(scope.signal)));
  if (scope.signal.aborted) fail(abortError(scope.signal));
  const underWay = new Set<Promise<void>>();
  try {
    for (;;) {
      const next = await Promise.race([failed.promise, values.next()]);
      if (next.done) break;
      const running = work(next.value, scope.signal)
        .catch(fail)
        .finally(() => underWay.delete(running));
      underWay.add(running);
      if (underWay.size >= limit) await Promise.race([failed.promise, ...underWay]);
    }
    await Promise.race([failed.promise, Promise.all(underWay)]);
  } finally {
    scope.close();
    await Promise.allSettled(underWay);
    // Not awaited: a source that hangs would hold up the error that ended the work.
    values.return(undefined).catch(() => {});
  }
};
