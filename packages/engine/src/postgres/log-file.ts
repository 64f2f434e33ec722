import { copyFile, type FileHandle, open, rename, stat } from 'node:fs/promises';

const largest = 5 * 2 ** 20;

/** PostgreSQL's log: appended to, at most about 5 MB, with one older file beside it. */
export interface LogFile {
  fd: number;
  /** What was said since this start. */
  since(): Promise<string>;
  close(): Promise<void>;
}

export async function openLog(file: string): Promise<LogFile> {
  if (((await stat(file).catch(() => undefined))?.size ?? 0) > largest) await rename(file, `${file}.1`);
  const handle = await open(file, 'a+', 0o600);
  let from = (await handle.stat()).size;
  const trim = async () => {
    if ((await handle.stat()).size <= largest) return;
    await copyFile(file, `${file}.1`);
    await handle.truncate(0); // the server appends, so it goes on at the start
    from = 0;
  };
  const timer = setInterval(() => void trim().catch(() => undefined), 60_000).unref(); // a full disk is reported by the server itself
  return {
    fd: handle.fd,
    since: () => readFrom(handle, from),
    close: async () => {
      clearInterval(timer);
      await handle.close();
    },
  };
}

async function readFrom(handle: FileHandle, from: number): Promise<string> {
  const { size } = await handle.stat();
  const start = Math.max(from, size - 65536);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, size - start)), 0, Math.max(0, size - start), start);
  return buffer.subarray(0, bytesRead).toString('utf8');
}
