import { isUtf8 } from 'node:buffer';

/** A longer line is reported, not kept. */
const longestLine = 16_000_000;
const newline = 10;

const decode = (bytes: Buffer): string => (isUtf8(bytes) ? bytes.toString('utf8') : 'not UTF-8 text');

/** The lines of a byte stream, in arrays as they come in; bytes that are no UTF-8 spoil only their own line. */
export async function* readLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let isFirst = true;
  const clean = (lines: string[]) => {
    if (isFirst && lines[0]?.startsWith('\uFEFF')) lines[0] = lines[0].slice(1);
    isFirst = false;
    return lines;
  };
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = bytes.lastIndexOf(newline);
    if (end === -1) {
      restBytes += bytes.length;
      // The tail of an over-long line is counted and dropped; its beginning will not parse.
      if (restBytes <= longestLine) rest.push(bytes);
      continue;
    }
    const complete = Buffer.concat([...rest, bytes.subarray(0, end)]);
    rest = [bytes.subarray(end + 1)];
    restBytes = rest[0]?.length ?? 0;
    if (isUtf8(complete)) yield clean(complete.toString('utf8').split('\n'));
    else yield clean(splitBytes(complete).map(decode));
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield clean([decode(last)]);
}

function splitBytes(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const end = bytes.indexOf(newline, start);
    parts.push(bytes.subarray(start, end === -1 ? bytes.length : end));
    if (end === -1) break;
    start = end + 1;
  }
  return parts;
}
