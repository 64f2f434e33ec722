import type { lessonsEn } from './lessons-en.ts';

const numbers = new Intl.NumberFormat('de');
const shares = new Intl.NumberFormat('de', { style: 'percent' });
const count = (number: number) => numbers.format(number);
const some = (number: number, one: string, other: string) => `${count(number)} ${number === 1 ? one : other}`;

/** Gelerntes, auf Deutsch. */
export const lessonsDe: typeof lessonsEn = {
  title: 'Gelerntes',
  intro: 'Was immer wieder auf dieselbe Weise berichtigt wird. Den Prüfenden wird es gezeigt, sobald Sie zustimmen.',
  none: 'Noch nichts gelernt',
  noneHelp: 'Gelernt wird aus Änderungen: Hat sich eine Berichtigung an späteren Vorgängen bewährt, wird sie hier vorgeschlagen.',
  checkpoint: 'Prüfpunkt',
  allCheckpoints: 'Alle Prüfpunkte',
  export: 'Als JSON Lines ausgeben',
  groups: {
    proposed: 'Wartet auf Sie',
    shown: 'Wird den Prüfenden gezeigt',
    trial: 'Still in Erprobung',
    retired: 'Von selbst beendet',
    off: 'Abgeschaltet',
  },
  takeOut: (from) => `${from} streichen`,
  putIn: (to) => `${to} einfügen`,
  replace: (from, to) => `${from} → ${to}`,
  after: (text) => `nach ${text}`,
  before: (text) => `vor ${text}`,
  inField: (field) => `in ${field}`,
  onlyFor: (what) => `nur ${what}`,
  kinds: { '<number>': 'einer Zahl', '<word>': 'einem Wort', '<start>': 'dem Anfang', '<end>': 'dem Ende', '<list>': 'einer Aufzählung' },
  quote: (text) => `„${text}“`,
  evidence: (changed, cases) => `In ${count(changed)} von ${some(cases, 'Fall', 'Fällen')} so geändert`,
  bound: (bound) => `richtig in mindestens ${shares.format(bound)}`,
  outcome: (accepted, dismissed) => `${count(accepted)} angenommen, ${count(dismissed)} verworfen`,
  saved: (edits) => some(edits, 'Änderung erspart', 'Änderungen erspart'),
  applied: (items) => `von selbst angewandt in ${some(items, 'Vorgang', 'Vorgängen')}`,
  sure: 'sicher genug, um von selbst angewandt zu werden',
  ratify: 'Den Prüfenden zeigen',
  ratifyThis: (text) => `Den Prüfenden zeigen: ${text}`,
  edit: 'Ändern',
  switchOff: 'Abschalten',
  brandRule: 'Zur Markenregel machen',
  brandRuleDone: 'Das ist jetzt eine Markenregel.',
  evidenceOf: 'Belege',
  items: 'Vorgänge, die dafür und dagegen sprechen',
  didIt: 'geändert',
  leftIt: 'belassen',
  overTime: 'Treffer nach Wochen',
  week: (date, changed, cases) => `Woche vom ${date}: ${count(changed)} von ${count(cases)}`,
  failed: (why) => `Das wurde nicht gespeichert. ${why}`,
  editor: {
    title: 'Gelerntes ändern',
    help: 'Andere Worte beginnen ohne Belege.',
    from: 'Suchen nach',
    to: 'Stattdessen (leer, um es zu streichen)',
    field: 'Nur in diesem Feld (JSON-Zeiger; leer für jedes)',
    locale: 'Nur für diese Sprache',
    category: 'Nur für diese Kategorie',
    save: 'Speichern',
  },
};
