export interface NumberedLine {
  /** Its place in the whole input, from 1. */
  line: number;
  text: string;
  /** Why it cannot be sent at all. */
  problem?: string;
}

/** Ends a chunk early. In UTF-16 units: cheap to count, and close to bytes for most texts. */
const fullAt = 4 * 1024 * 1024;

/** Groups lines into chunks of at most `chunkSize` lines and about 4 MB. A longer line gets a chunk to itself. */
export async function* cutChunks(lines: AsyncIterable<NumberedLine>, chunkSize: number): AsyncGenerator<NumberedLine[]> {
  let chunk: NumberedLine[] = [];
  let size = 0;
  for await (const line of lines) {
    if (chunk.length >= chunkSize || (chunk.length && size + line.text.length > fullAt)) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(line);
    size += line.text.length;
  }
  if (chunk.length) yield chunk;
}
