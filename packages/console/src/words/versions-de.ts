import type { versionsEn } from './versions-en.ts';

const numbers = new Intl.NumberFormat('de');
const signed = new Intl.NumberFormat('de', { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
const count = (number: number) => numbers.format(number);

export const versionsDe: typeof versionsEn = {
  title: 'Modelle und Prompts',
  nav: 'Modelle und Prompts',
  help: 'Was Menschen beim ersten Blick aus jeder Version machten, mit 95-%-Intervallen. Jede wird mit der vor ihr an derselben Art von Vorgängen verglichen: Schwere, Kategorie und Länge.',
  none: 'Hier wurde noch nichts geprüft.',
  noModel: 'ohne Modellnamen',
  version: 'Fassung',
  items: 'Vorgänge',
  edited: 'Bearbeitet',
  rejected: 'Abgelehnt',
  returned: 'Zurückgegeben',
  distance: 'Geänderte Wörter',
  seconds: 'Zeit je Vorgang',
  time: (seconds) => `${count(Math.round(seconds))} Sek.`,
  signedTime: (seconds) => `${signed.format(Math.round(seconds))} Sek.`,
  points: (part) => `${signed.format(100 * part)} Punkte`,
  between: (low, high) => `${low} bis ${high}`,
  against: (after, before) => `${after} gegen ${before}`,
  better: 'besser',
  worse: 'schlechter',
  unsure: 'kein Unterschied nachweisbar',
  kinds: (kinds, before, after) =>
    `${count(kinds)} ${kinds === 1 ? 'Art' : 'Arten'} von Vorgängen, die beide haben: ${count(before)} vorher, ${count(after)} nachher. Andere bleiben außen vor.`,
  looked: (items, isWhole) => (isWhole ? `Alle ${count(items)} geprüften Vorgänge.` : `Die neuesten ${count(items)} geprüften Vorgänge.`),
};
