import { CountersignError } from '@countersign/contract';
import type { Parts, Request } from './app-types.ts';

/** Answers with a file that is made while it is sent. The first piece is awaited, so that what fails at once is a problem and no file. */
export async function streamBytes(
  c: Request,
  bytes: AsyncGenerator<Uint8Array>,
  { type, file, parts: { stopping, logger } }: { type: string; file: string; parts: Pick<Parts, 'stopping' | 'logger'> },
): Promise<Response> {
  const first = await bytes.next();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (first.done) controller.close();
      else controller.enqueue(first.value);
    },
    async pull(controller) {
      try {
        if (stopping.aborted) throw new CountersignError('shutting_down', 'The server stops. Export again.');
        const { done, value } = await bytes.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        logger.warn({ err: error }, 'An export broke off');
        // Ended by the socket: the adapter would write the error as the last line and close the body as if it were whole.
        if (c.env?.outgoing) c.env.outgoing.destroy();
        else controller.error(error);
      }
    },
    async cancel() {
      await bytes.return(undefined);
    },
  });
  return new Response(body, {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${file}"`, 'cache-control': 'no-store' },
  });
}
