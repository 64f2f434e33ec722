import type { Words } from './words.ts';

interface Language {
  /** In its own words, as people look for it. */
  name: string;
  /** English is always there. */
  load: (() => Promise<Words>) | null;
}

/** Another language is another file of the shape of en.ts, and a line here. Each is loaded only by those who chose it. */
export const languages = {
  en: { name: 'English', load: null },
  de: { name: 'Deutsch', load: () => import('./de.ts').then((module) => module.de) },
} as const satisfies Record<string, Language>;

export type LanguageCode = keyof typeof languages;

export const languageCodes = Object.keys(languages) as LanguageCode[];

export const isLanguage = (code: unknown): code is LanguageCode => languageCodes.includes(code as LanguageCode);

const storageName = 'countersign.language';

/** The language that was chosen on this machine, else the first of the browser's that is here. */
export function chosenLanguage(): LanguageCode {
  const wished = [stored(), ...(globalThis.navigator?.languages ?? [])];
  return wished.map((each) => each?.split('-')[0]).find(isLanguage) ?? 'en';
}

export function rememberLanguage(code: LanguageCode): void {
  try {
    localStorage.setItem(storageName, code);
  } catch {
    // Storage is closed: the choice lives at the server alone.
  }
}

function stored(): string | null {
  try {
    return globalThis.localStorage?.getItem(storageName) ?? null;
  } catch {
    return null;
  }
}
