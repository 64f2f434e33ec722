import type { Flag } from '@countersign/contract';

/** A fact of the input: a value by its JSON pointer, or a part of the text that stands there. */
export interface FactPlace {
  path: string;
  start?: number;
  end?: number;
}

/** Whether a flag speaks of a fact. A flag about a whole value speaks of everything in it, and of nothing beside it. */
export function speaksOf({ source }: Flag, place: FactPlace | null): boolean {
  if (!place || source.inputPath === undefined) return false;
  if (source.inputPath !== place.path) return place.start === undefined && source.inputPath.startsWith(`${place.path}/`);
  if (place.start === undefined || place.end === undefined || source.inputStart === undefined) return place.start === undefined;
  return source.inputStart < place.end && place.start < (source.inputEnd ?? source.inputStart + 1);
}
