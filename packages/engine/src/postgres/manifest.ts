import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { CountersignError } from '@countersign/contract';
import { Parser } from 'tar';

export const manifestName = 'manifest.json';

/** The first entry of a backup. */
export interface Manifest {
  format: 1;
  postgresMajor: number;
  createdAt: string;
  platform: string;
}

/** Reads only the beginning of the file. Throws `invalid_input` for a file that is no backup of ours. */
export async function readManifest(file: string): Promise<Manifest> {
  const text = await readFirstEntry(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new CountersignError('not_found', `There is no file ${file}. Check the path of the backup.`);
    if (error.code === 'EACCES' || error.code === 'EISDIR')
      throw new CountersignError('invalid_input', `${file} cannot be read (${error.code}). Name a backup file that this account may read.`);
    return '';
  });
  const manifest = parse(text);
  if (manifest?.format === 1 && Number.isInteger(manifest.postgresMajor)) return manifest as Manifest;
  const newer = typeof manifest?.format === 'number' ? ' It may come from a newer version of Countersign.' : '';
  throw new CountersignError(
    'invalid_input',
    `${file} is not a backup of Countersign's database.${newer} Name a file that "countersign backup" wrote.`,
  );
}

function parse(text: string): Partial<Manifest> | undefined {
  try {
    return JSON.parse(text) as Partial<Manifest>;
  } catch {
    return undefined;
  }
}

function readFirstEntry(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const source = createReadStream(file);
    const plain = createGunzip();
    const parser = new Parser({ strict: true });
    const finish = (text: string) => {
      source.destroy();
      plain.destroy();
      resolve(text);
    };
    parser.on('entry', (entry) => {
      if (entry.path !== manifestName || entry.size > 65536) return finish('');
      const parts: Buffer[] = [];
      entry.on('data', (part: Buffer) => parts.push(part));
      entry.on('end', () => finish(Buffer.concat(parts).toString('utf8')));
    });
    parser.on('end', () => finish(''));
    parser.on('error', reject);
    plain.on('data', (part: Buffer) => parser.write(part)).on('end', () => parser.end());
    source.on('error', reject).pipe(plain).on('error', reject);
  });
}
