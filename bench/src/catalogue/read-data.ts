import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const Span = z.object({ start: z.number(), text: z.string() });

/** One line of the real data: what the AI saw and wrote, and what a person marked in it. */
const DataRow = z.object({
  id: z.string(),
  source: z.union([z.string(), z.record(z.string(), z.unknown())]),
  output: z.string().optional(),
  confidence: z.number().nullable().optional(),
  model: z.string().optional(),
  verdict: z.enum(['approve', 'edit', 'reject']).optional(),
  human_spans: z.array(Span).optional(),
});
export type DataRow = z.infer<typeof DataRow>;

/** COUNTERSIGN_DATA_DIR, else ../shared/data beside the checkout; null where there is none. */
export function findDataFolder(): string | null {
  const folder = process.env.COUNTERSIGN_DATA_DIR ?? join(import.meta.dirname, '../../../../shared/data');
  return existsSync(join(folder, 'catalogue_10k.jsonl.gz')) ? folder : null;
}

export const readDataSet = (folder: string, name: string): DataRow[] =>
  gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`)))
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => DataRow.parse(JSON.parse(line)));
