import { en } from './en.ts';
import { chosenLanguage, languages } from './languages.ts';

/** Every word that the console says. Another language is another file of the same shape: see languages.ts. */
export type Words = typeof en;

const loadWords = async (): Promise<Words> => {
  const { load } = languages[chosenLanguage()];
  // A language that cannot be fetched just now must not keep anybody from working.
  return load ? load().catch(() => en) : en;
};

/** In the person's language. It is loaded before anything else runs, so that no module ever holds words of another one. */
export const words: Words = await loadWords();

if (globalThis.document) {
  document.documentElement.lang = words.locale;
  document.documentElement.dir = words.direction;
}
