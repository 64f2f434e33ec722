export { type BackupOptions, backupPostgres, type Progress } from './backup.ts';
export type { Connection } from './connection.ts';
export { findRunning } from './find-running.ts';
export { type RestoreOptions, restorePostgres } from './restore.ts';
export { type RunningPostgres, type StartPostgresOptions, startPostgres } from './start.ts';
