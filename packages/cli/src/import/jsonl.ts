import { type CheckpointClient, type ImportProgress, type Rejection, readLines } from '@countersign/sdk';
import type { Source } from './source.ts';

export interface ImportRun {
  checkpoint: CheckpointClient;
  source: Source;
  signal: AbortSignal;
  onRejected(rejection: Rejection, text: string): void;
  onProgress(lines: number): void;
}

/** Sends the lines of the file as they are: nothing is parsed and written anew, so that no number loses a digit. */
export const importJsonl = ({ checkpoint, source, signal, onRejected, onProgress }: ImportRun): Promise<ImportProgress> =>
  checkpoint.importLines(readLines(source.bytes), { signal, onRejected, onProgress: ({ lines }) => onProgress(lines) });
