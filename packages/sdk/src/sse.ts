export interface SseMessage {
  /** The last id that the stream has named, which stays in force for the messages after it. */
  id: string;
  data: string;
  /** How long to wait before the next connection, in milliseconds, when the stream says so. */
  retryMs?: number;
}

/**
 * Reads a `text/event-stream`. Yields a message also for a lone `id` or `retry`, with empty data, and for comments nothing.
 * Reference: WHATWG HTML, 9.2.6 "Interpreting an event stream".
 */
export async function* readSse(chunks: AsyncIterable<Uint8Array>, lastId = ''): AsyncGenerator<SseMessage> {
  let id = lastId;
  let data: string[] = [];
  let retryMs: number | undefined;
  for await (const line of readSseLines(chunks)) {
    if (line === '') {
      if (data.length || id !== lastId || retryMs !== undefined) {
        yield { id, data: data.join('\n'), ...(retryMs !== undefined && { retryMs }) };
      }
      lastId = id;
      data = [];
      retryMs = undefined;
      continue;
    }
    const { name, value } = splitField(line);
    if (name === 'data') data.push(value);
    if (name === 'id' && !value.includes('\0')) id = value;
    if (name === 'retry' && /^\d+$/.test(value)) retryMs = Number(value);
  }
}

const splitField = (line: string): { name: string; value: string } => {
  const colon = line.indexOf(':');
  if (colon === -1) return { name: line, value: '' };
  const value = line.slice(colon + 1);
  return { name: line.slice(0, colon), value: value.startsWith(' ') ? value.slice(1) : value };
};

/** Lines ended by CR LF, LF or CR; an unfinished last line is dropped, as the standard asks. */
async function* readSseLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    // A CR at the very end may be the first half of a CR LF.
    const whole = text.endsWith('\r') ? text.slice(0, -1) : text;
    const lines = whole.split(/\r\n|\n|\r/);
    text = (lines.pop() ?? '') + text.slice(whole.length);
    yield* lines;
  }
}
