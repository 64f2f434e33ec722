import { isUtf8 } from 'node:buffer';

/** A longer line is reported, not kept. */
export const longestLine = 16_000_000;
const newline = 10;

// Neither text is JSON: the import reports the line with it.
const notText = 'not UTF-8 text';
const tooLong = 'longer than 16 MB';

const decode = (bytes: Buffer): string => (isUtf8(bytes) ? bytes.toString('utf8') : notText);

/** The lines of a byte stream, in arrays as they come in; bytes that are no UTF-8 and lines without end spoil only themselves. */
export async function* readLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let open: Buffer[] = [];
  let openBytes = 0;
  let isFirst = true;
  const clean = (lines: string[]) => {
    if (isFirst && lines[0]?.startsWith('\uFEFF')) lines[0] = lines[0].slice(1);
    isFirst = false;
    return lines;
  };
  const add = (bytes: Buffer) => {
    openBytes += bytes.length;
    if (openBytes <= longestLine) open.push(bytes);
    else open = [];
  };
  const close = (): string[] => {
    const lines = openBytes > longestLine ? [tooLong] : [decode(Buffer.concat(open))];
    open = [];
    openBytes = 0;
    return lines;
  };
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const first = bytes.indexOf(newline);
    if (first === -1) {
      add(bytes);
      continue;
    }
    add(bytes.subarray(0, first));
    yield clean(close());
    const last = bytes.lastIndexOf(newline);
    if (last > first) yield splitLines(bytes.subarray(first + 1, last));
    add(bytes.subarray(last + 1));
  }
  if (openBytes > 0) yield clean(close());
}

function splitLines(bytes: Buffer): string[] {
  if (isUtf8(bytes)) return bytes.toString('utf8').split('\n');
  const parts: string[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const end = bytes.indexOf(newline, start);
    parts.push(decode(bytes.subarray(start, end === -1 ? bytes.length : end)));
    if (end === -1) break;
    start = end + 1;
  }
  return parts;
}
