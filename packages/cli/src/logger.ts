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
  const destination = pino.destination({ dest: path, mkdir: true, sync: true, mode: 0o600 });
  return { logger: pino({ level: level() }, destination), path, close: () => destination.end() };
};
