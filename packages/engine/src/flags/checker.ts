import type { Traits } from '@countersign/checks';
import type { BrandRules, Flag, Json, ShownLesson } from '@countersign/contract';

/** One output to be checked. `rulesKey` is the same for as long as rules and dictionary are. */
export interface CheckRequest {
  rulesKey: string;
  rules: BrandRules | null;
  dictionary: readonly string[];
  lessons: readonly ShownLesson[];
  /** What kind of item it is, for lessons that speak to some only. */
  traits: Traits;
  input: Json;
  output: Json;
  /** The stored output, where `output` is an edited one. */
  original: Json;
  /** `metadata.flags` of the item, as it was submitted. */
  aiFlags: unknown;
}

/** The text checks, as the engine sees them: somebody who answers, elsewhere, within a bounded time. */
export interface Checker {
  /** Changes when the same output may get other flags. */
  version: string;
  /** Errors: `timeout` when the text takes too long, `internal` when the checks break on it. */
  check(request: CheckRequest): Promise<Flag[]>;
}
