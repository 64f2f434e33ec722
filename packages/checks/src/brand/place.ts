import type { Flag, FlagLevel } from '@countersign/contract';
import { makeFlag } from '../flag.ts';
import type { MessageCode, MessageParams } from '../messages.ts';
import type { TextAt } from '../strings.ts';

export interface BrandFinding {
  rule: string;
  level: FlagLevel;
  start: number;
  end: number;
  code: MessageCode;
  params?: MessageParams;
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
    code: finding.code,
    params: finding.params ?? {},
    replacements: finding.replacements ?? [],
    source: { checker: 'brand', rule: finding.rule },
  });
