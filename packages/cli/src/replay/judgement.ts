import type { Row } from '../check/read-rows.ts';

/** What is known of a line: bad, good, or nothing, with the field that would have said it. */
export type Judgement = boolean | { lacks: string };

/** Says of each line whether it was bad. Throws an error that names the line where it cannot say. */
export interface Judge {
  /** In words, for the summary: "an item is bad when …". */
  rule: string;
  judge(row: Row): Judgement;
  /** Columns whose cells stay texts although they look like numbers. */
  textColumns: ReadonlySet<string>;
  /** What to do when every line lacks this field. */
  advice(lacking: string): string;
}
