import type { Flag, FlagLevel } from '@countersign/contract';
import { makeFlag } from '../flag.ts';
import type { TextAt } from '../strings.ts';

export interface BrandFinding {
  rule: string;
  level: FlagLevel;
  start: number;
  end: number;
  message: string;
  replacements?: readonly string[];
}

export const brandFlag = (at: TextAt, finding: BrandFinding): Flag =>
  makeFlag({
    path: at.path,
    text: at.text,
    start: finding.start,
    end: finding.end,
    kind: 'brand',
    level: finding.level,
    message: finding.message,
    replacements: finding.replacements ?? [],
    source: { checker: 'brand', rule: finding.rule },
  });
