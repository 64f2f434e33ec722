import type { Flag, FlagLevel, Json } from '@countersign/contract';
import { makeFlag } from '../flag.ts';
import { stringsOf, type TextAt } from '../strings.ts';
import { findCards } from './cards.ts';
import { type Found, findEmails, findPhones } from './contacts.ts';
import { findIbans } from './iban.ts';
import { findSecrets } from './secrets.ts';

interface Finder {
  rule: 'secret' | 'iban' | 'card' | 'email' | 'phone';
  level: FlagLevel;
  find: (text: string) => Found[];
}

/** The surest first: a card number is not also a telephone number. */
const finders: Finder[] = [
  { rule: 'secret', level: 'error', find: findSecrets },
  { rule: 'iban', level: 'error', find: findIbans },
  { rule: 'card', level: 'error', find: findCards },
  { rule: 'email', level: 'warning', find: findEmails },
  { rule: 'phone', level: 'warning', find: findPhones },
];

const inText = ({ path, text }: TextAt): Flag[] => {
  const taken: Found[] = [];
  return finders.flatMap(({ rule, level, find }) =>
    find(text).flatMap((one) => {
      if (taken.some((other) => one.start < other.end && other.start < one.end)) return [];
      taken.push(one);
      return [makeFlag({ path, text, ...one, kind: 'personal', level, code: rule, source: { checker: 'personal', rule } })];
    }),
  );
};

/** Flags of kind `personal`: payment cards (Luhn), IBAN (mod 97), e-mail, telephone, keys and passwords. */
export const checkPersonalData = ({ output }: { output: Json }): Flag[] => stringsOf(output).flatMap(inText);
