import type { Flag } from '@countersign/contract';

/** A place in the text of one field. */
export interface Caret {
  path: string;
  at: number;
}

/** The flag whose words a place is in. */
export const flagUnder = (flags: Flag[], { path, at }: Caret): Flag | null =>
  flags.find((flag) => flag.path === path && flag.start <= at && at <= flag.end && flag.end > flag.start) ?? null;

/** The next flag in a direction, round and round: from the one looked at, else from where the person writes. */
export function stepFrom(flags: Flag[], direction: 1 | -1, current: Flag | null, caret: Caret | null): Flag | null {
  if (flags.length === 0) return null;
  const index = current ? flags.indexOf(current) + direction : indexFrom(flags, direction, caret);
  return flags[(index + flags.length) % flags.length] ?? null;
}

function indexFrom(flags: Flag[], direction: 1 | -1, from: Caret | null): number {
  if (!from) return direction === 1 ? 0 : -1;
  const inField = flags.filter((flag) => flag.path === from.path);
  const found = direction === 1 ? inField.find((flag) => flag.end >= from.at) : inField.findLast((flag) => flag.start < from.at);
  if (found) return flags.indexOf(found);
  if (inField.length === 0) return direction === 1 ? 0 : -1;
  return direction === 1 ? flags.indexOf(inField.at(-1)!) + 1 : flags.indexOf(inField[0]!) - 1;
}

/** The flag to look at once these are gone. */
export function flagAfter(flags: Flag[], gone: Flag[], current: Flag | null): string | null {
  if (current && !gone.includes(current)) return current.id;
  const at = current ? flags.indexOf(current) : 0;
  const rest = [...flags.slice(at), ...flags.slice(0, at)].filter((flag) => !gone.includes(flag));
  return rest[0]?.id ?? null;
}
