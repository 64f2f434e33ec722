import type { Event } from '@countersign/contract';

export interface Sent {
  event: string;
  id: string;
  data: Event;
}

/** The events of a stream as they come, without its pings. */
export async function* readEvents(response: Response): AsyncGenerator<Sent> {
  const decoder = new TextDecoder();
  let open = '';
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    open += decoder.decode(chunk, { stream: true });
    const blocks = open.split('\n\n');
    open = blocks.pop() as string;
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      const [event, id, data] = [field('event'), field('id'), field('data')];
      if (event !== undefined && data !== undefined) yield { event, id: id ?? '', data: JSON.parse(data) };
    }
  }
}
