import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CountersignError } from '@countersign/contract';

/** The bytes of a file or of standard input, with a count of what was read. */
export interface Source {
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  /** 0 to 1 of the file read so far; null for standard input. */
  fraction(): number | null;
}

/** Opens FILE, or standard input for `-`; a name that ends in .gz is unpacked. Throws a system error for a file that is not there. */
export const openSource = async (file: string): Promise<Source> => {
  const isStandardInput = file === '-';
  const name = isStandardInput ? 'standard input' : file;
  const size = isStandardInput ? null : (await stat(file)).size;
  const stream: AsyncIterable<Uint8Array> = isStandardInput ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 });
  let read = 0;
  const counted = count(stream, (bytes) => (read += bytes));
  return {
    name,
    bytes: refuseOtherText(/\.gz$/i.test(file) ? unpack(counted, name) : counted, name),
    fraction: () => (size === null ? null : size && read / size),
  };
};

async function* count(chunks: AsyncIterable<Uint8Array>, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onRead(chunk.length);
    yield chunk;
  }
}

async function* unpack(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(chunks);
  const gunzip = createGunzip();
  packed.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of packed.pipe(gunzip)) yield chunk as Uint8Array;
  } catch (cause) {
    if (!(cause as NodeJS.ErrnoException).code?.startsWith('Z_')) throw cause;
    throw new CountersignError(
      'invalid_input',
      `${name} is not a complete gzip file (${(cause as Error).message}). Pack or fetch it again.`,
      {
        cause,
      },
    );
  }
}

/** A file saved in another encoding would go through with its letters broken, and nobody would see it before review. */
async function* refuseOtherText(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let read = 0;
  try {
    for await (const chunk of chunks) {
      decoder.decode(chunk, { stream: true });
      read += chunk.length;
      yield chunk;
    }
    decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new CountersignError(
      'invalid_input',
      `${name} is not UTF-8 (after byte ${read}). Save it as "CSV UTF-8" or "UTF-8" and import it again.`,
      { cause },
    );
  }
}
