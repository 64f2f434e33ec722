import { checkpointNamed } from '../review/my-desk.ts';

/** Reasons as people read them. A reason that the checkpoint no longer has keeps its code. */
export function reasonLabels(checkpoint: string, codes: string[]): string {
  const reasons = checkpointNamed(checkpoint)?.reasons ?? [];
  return codes.map((code) => reasons.find((each) => each.code === code)?.label ?? code).join(', ');
}
