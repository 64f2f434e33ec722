import { open } from 'node:fs/promises';
import { Header } from 'tar';

/** The parts of a tar file. Our own loop, because the files of a running database grow, shrink and vanish while they are read. */
const chunk = 2 ** 18;
const endOfArchive = Buffer.alloc(1024);

export async function* folderEntry(path: string): AsyncGenerator<Buffer> {
  yield headerOf({ path: `${path}/`, type: 'Directory', mode: 0o700, size: 0 });
}

export async function* textEntry(path: string, text: string): AsyncGenerator<Buffer> {
  const body = Buffer.from(text);
  yield headerOf({ path, type: 'File', mode: 0o600, size: body.length });
  yield body;
  yield padding(body.length);
}

/** As many bytes as the file had at the start; zeros for what was cut off since, nothing at all for a file that is gone. */
export async function* fileEntry(path: string, file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return;
  try {
    const { size } = await handle.stat();
    yield headerOf({ path, type: 'File', mode: 0o600, size });
    for (let at = 0; at < size; ) {
      const length = Math.min(chunk, size - at);
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, at);
      const part = bytesRead === 0 ? buffer : buffer.subarray(0, bytesRead);
      at += part.length;
      yield part;
    }
    yield padding(size);
  } finally {
    await handle.close();
  }
}

export async function* archiveEnd(): AsyncGenerator<Buffer> {
  yield endOfArchive;
}

function headerOf(o: { path: string; type: 'File' | 'Directory'; mode: number; size: number }): Buffer {
  const block = Buffer.alloc(512);
  const header = new Header({ ...o, mtime: new Date(), uid: 0, gid: 0 });
  if (header.encode(block)) throw new Error(`${o.path} does not fit into a tar header`);
  return block;
}

const padding = (size: number) => Buffer.alloc((512 - (size % 512)) % 512);
