import { CountersignError, type ImportResult } from '@countersign/contract';
import type { NumberedLine } from './import-chunks.ts';
import type { Transport } from './transport.ts';

const longestImportMs = 120_000;

const nothing: ImportResult = { accepted: 0, replayed: 0, rejectedCount: 0, rejected: [] };

const add = (a: ImportResult, b: ImportResult): ImportResult => ({
  accepted: a.accepted + b.accepted,
  replayed: a.replayed + b.replayed,
  rejectedCount: a.rejectedCount + b.rejectedCount,
  rejected: [...a.rejected, ...b.rejected],
});

const reject = (line: number, code: string, detail: string): ImportResult => ({
  ...nothing,
  rejectedCount: 1,
  rejected: [{ line, code, pointer: '', detail }],
});

/**
 * Sends one chunk and answers with line numbers of the whole input. Safe to repeat, since keys are the identity. A chunk
 * too large for the server, or a proxy before it, is halved until it fits.
 */
export const sendChunk = async (transport: Transport, path: string, chunk: NumberedLine[], signal: AbortSignal): Promise<ImportResult> => {
  const unfit = chunk.filter(({ problem }) => problem !== undefined);
  const fit = unfit.length ? chunk.filter(({ problem }) => problem === undefined) : chunk;
  const refused = unfit.map(({ line, problem = '' }) => reject(line, 'invalid_json', problem));
  const sent = fit.length ? await sendFitting(transport, path, fit, signal) : nothing;
  return refused.reduce(add, sent);
};

const sendFitting = async (transport: Transport, path: string, chunk: NumberedLine[], signal: AbortSignal): Promise<ImportResult> => {
  try {
    const { body } = await transport.json<ImportResult>({
      method: 'POST',
      path,
      ndjson: `${chunk.map(({ text }) => text).join('\n')}\n`,
      timeoutMs: Math.max(longestImportMs, transport.settings.timeoutMs),
      isRepeatable: true,
      signal,
    });
    const rejected = body.rejected.map((rejection) => ({ ...rejection, line: chunk[rejection.line - 1]?.line ?? rejection.line }));
    return { ...body, rejected };
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== 'payload_too_large') throw error;
    const [only] = chunk;
    if (only && chunk.length === 1) return reject(only.line, error.code, error.message);
    const middle = Math.ceil(chunk.length / 2);
    return add(
      await sendFitting(transport, path, chunk.slice(0, middle), signal),
      await sendFitting(transport, path, chunk.slice(middle), signal),
    );
  }
};
