import type { Flag, FlagLevel, Json } from '@countersign/contract';
import { makeFlag } from '../flag.ts';
import { stringsOf, type TextAt } from '../strings.ts';
import { findCards } from './cards.ts';
import { type Found, findEmails, findPhones } from './contacts.ts';
import { findIbans } from './iban.ts';
import { findSecrets } from './secrets.ts';

interface Finder {
  rule: string;
  level: FlagLevel;
  find: (text: string) => Found[];
  message: string;
}

/** The surest first: a card number is not also a telephone number. */
const finders: Finder[] = [
  { rule: 'secret', level: 'error', find: findSecrets, message: 'This looks like a key or a password.' },
  { rule: 'iban', level: 'error', find: findIbans, message: 'This is a bank account number (IBAN).' },
  { rule: 'card', level: 'error', find: findCards, message: 'This is the number of a payment card.' },
  { rule: 'email', level: 'warning', find: findEmails, message: 'This is an e-mail address.' },
  { rule: 'phone', level: 'warning', find: findPhones, message: 'This looks like a telephone number.' },
];

const inText = ({ path, text }: TextAt): Flag[] => {
  const taken: Found[] = [];
  return finders.flatMap(({ rule, level, find, message }) =>
    find(text).flatMap((one) => {
      if (taken.some((other) => one.start < other.end && other.start < one.end)) return [];
      taken.push(one);
      return [makeFlag({ path, text, ...one, kind: 'personal', level, message, source: { checker: 'personal', rule } })];
    }),
  );
};

/** Flags of kind `personal`: payment cards (Luhn), IBAN (mod 97), e-mail, telephone, keys and passwords. */
export const checkPersonalData = ({ output }: { output: Json }): Flag[] => stringsOf(output).flatMap(inText);
