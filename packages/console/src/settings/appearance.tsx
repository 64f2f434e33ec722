import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { keptHere, type Appearance as Look, showAppearance } from '../preferences/appearance.ts';
import { savePreferences } from '../preferences/preferences.ts';
import { type LanguageCode, languageCodes, languages, rememberLanguage } from '../words/languages.ts';
import { words } from '../words/words.ts';
import styles from './settings.module.css';

/** How the console looks and speaks, for this person on every machine. */
export function Appearance({ children }: { children?: ReactNode }) {
  const say = words.appearance;
  const [look, setLook] = useState(keptHere);
  const [problem, setProblem] = useState<string | null>(null);
  const { setColorScheme } = useMantineColorScheme();
  const choose = (changes: Partial<Look>) => {
    const next = { ...look, ...changes };
    setLook(next);
    if (changes.theme) setColorScheme(changes.theme);
    showAppearance(next);
    savePreferences({ appearance: { ...next } }).then(
      () => setProblem(null),
      () => setProblem(say.notSaved),
    );
  };
  const speak = async (language: LanguageCode) => {
    rememberLanguage(language);
    await savePreferences({ language }).catch(() => undefined); // it holds on this machine
    location.reload();
  };
  return (
    <section className={styles.part} aria-labelledby="appearance">
      <h2 id="appearance">{words.settings.theme}</h2>
      <div className={styles.choice}>
        <span>{say.theme}</span>
        <SegmentedControl
          aria-label={words.settings.theme}
          value={look.theme}
          onChange={(theme) => choose({ theme: theme as Look['theme'] })}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: words.settings.themes[value] }))}
        />
      </div>
      <div className={styles.choice}>
        <span>{say.contrast}</span>
        <SegmentedControl
          aria-label={say.contrast}
          value={look.contrast}
          onChange={(contrast) => choose({ contrast: contrast as Look['contrast'] })}
          data={(['normal', 'more', 'auto'] as const).map((value) => ({ value, label: say.contrasts[value] }))}
        />
      </div>
      <div className={styles.choice}>
        <span>{say.motion}</span>
        <SegmentedControl
          aria-label={say.motion}
          value={look.motion}
          onChange={(motion) => choose({ motion: motion as Look['motion'] })}
          data={(['less', 'auto'] as const).map((value) => ({ value, label: say.motions[value] }))}
        />
      </div>
      <label className={styles.choice}>
        <span>{say.language}</span>
        <select className={styles.select} value={words.locale} onChange={(event) => void speak(event.target.value as LanguageCode)}>
          {languageCodes.map((code) => (
            <option key={code} value={code} lang={code}>
              {languages[code].name}
            </option>
          ))}
        </select>
      </label>
      {problem && <p role="alert">{problem}</p>}
      {children}
    </section>
  );
}
