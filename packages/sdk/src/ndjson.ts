import { CountersignError } from '@countersign/contract';

/** The lines of a UTF-8 stream without their line ends, blank ones included, the last one with or without an end. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let started: string[] = [];
  const finish = (rest: string): string => {
    const line = started.join('') + rest;
    started = [];
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      yield finish(text.slice(from, end));
      from = end + 1;
    }
    if (from < text.length) started.push(text.slice(from));
  }
  const last = finish(decoder.decode());
  if (last !== '') yield last;
}

/** The values of a stream of newline-delimited JSON. Throws `invalid_json` with the number of the bad line. */
export async function* readNdjson<T>(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<T> {
  let number = 0;
  for await (const line of readLines(chunks)) {
    number++;
    if (line.trim() !== '') yield parseLine<T>(line, number);
  }
}

const parseLine = <T>(line: string, number: number): T => {
  try {
    return JSON.parse(line) as T;
  } catch (cause) {
    throw new CountersignError('invalid_json', `Line ${number} is not JSON. Ask for the stream again.`, { cause });
  }
};
