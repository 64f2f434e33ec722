import type { Token } from '../text/tokens.ts';
import { datesOf, type GivenDate, sameDate } from './dates.ts';
import type { Draft, Finding } from './finding.ts';
import type { Known } from './known.ts';
import type { Fact } from './source.ts';
import { leaderOf } from './synonyms.ts';

const acts = new Set(['releas', 'announc'].map(leaderOf));

/** What happened on a date, where the words before it say so: "announced in May". */
const actBefore = (tokens: readonly Token[], at: number, reach: number): string | undefined => {
  for (let i = at - 1; i >= Math.max(0, at - reach); i -= 1) {
    if (tokens[i]!.text === '.') return undefined;
    const stem = leaderOf(tokens[i]!.stem);
    if (acts.has(stem)) return stem;
  }
  return undefined;
};

interface KnownDate {
  date: GivenDate;
  fact: Fact;
  act: string | undefined;
}

export const knownDates = (known: Known): KnownDate[] =>
  known.facts.flatMap((fact) =>
    datesOf(fact.tokens).map((date) => ({
      date,
      fact,
      act: actBefore(fact.tokens, date.from, 3) ?? fact.label.map((token) => leaderOf(token.stem)).find((stem) => acts.has(stem)),
    })),
  );

/** Days, months and years that the source does not have, or has of another event. */
export const checkDates = (draft: Draft, known: readonly KnownDate[]): Finding[] =>
  draft.dates.flatMap((date): Finding[] => {
    const start = draft.tokens[date.from]!.start;
    const end = draft.tokens[date.to - 1]!.end;
    const matches = known.filter((one) => sameDate(date, one.date));
    const act = actBefore(draft.tokens, date.from, 3);
    if (matches.length === 0) {
      const rival = known.find((one) => one.act === act) ?? known[0];
      return rival
        ? [
            {
              rule: 'date-contradicted',
              level: 'error',
              start,
              end,
              fact: rival.fact,
              code: 'contradicted',
            },
          ]
        : [{ rule: 'date-unsupported', level: 'warning', start, end, code: 'unsupported' }];
    }
    const rival =
      act === undefined || matches.some((one) => one.act === undefined || one.act === act)
        ? undefined
        : known.find((one) => one.act === act);
    return rival
      ? [
          {
            rule: 'date-contradicted',
            level: 'error',
            start,
            end,
            fact: rival.fact,
            code: 'date-elsewhere',
          },
        ]
      : [];
  });
