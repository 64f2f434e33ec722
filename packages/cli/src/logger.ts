import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';

const level = (): string => process.env.LOG_LEVEL ?? 'info';

/** For services: JSON lines on standard output, as log collectors want them. */
export const openServiceLog = (): Logger => pino({ level: level() });

export interface FileLog {
  logger: Logger;
  path: string;
  close(): void;
}

/** For `start`: into the data folder, so that the terminal stays readable. Only its owner may read it. */
export const openFileLog = (folder: string): FileLog => {
  const path = join(folder, 'countersign.log');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const destination = pino.destination({ dest: path, sync: true, mode: 0o600 });
  return { logger: pino({ level: level() }, destination), path, close: () => destination.end() };
};
