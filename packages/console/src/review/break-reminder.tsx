import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { savePreferences, usePreferences } from '../preferences/preferences.ts';
import { words } from '../words/words.ts';
import styles from './notice.module.css';
import { WorkSpell } from './pace.ts';

const say = words.desk.pace;
const breakAfter = 50;
const lookEvery = 30_000;

/** After fifty minutes of work, a word about a break. It takes no focus and stops nothing. */
export function BreakReminder() {
  const preferences = usePreferences();
  const spell = useMemo(() => new WorkSpell(), []);
  const [minutes, setMinutes] = useState(0);
  const isWanted = preferences?.['breaks'] !== false;
  useEffect(() => {
    if (!isWanted) return;
    const note = () => spell.note(Date.now());
    const timer = setInterval(() => setMinutes(spell.minutes(Date.now())), lookEvery);
    addEventListener('keydown', note, { capture: true });
    addEventListener('pointerdown', note, { capture: true });
    return () => {
      clearInterval(timer);
      removeEventListener('keydown', note, { capture: true });
      removeEventListener('pointerdown', note, { capture: true });
    };
  }, [isWanted, spell]);
  if (!isWanted || minutes < breakAfter) return null;
  const end = () => {
    spell.restart(Date.now());
    setMinutes(0);
  };
  return (
    <section className={styles.break} role="status" aria-label={say.breakTitle}>
      <p>
        <strong>{say.breakTitle}</strong> {say.breakHelp(minutes)}
      </p>
      <div className={styles.row}>
        <Button size="compact-sm" variant="default" onClick={end}>
          {say.breakLater}
        </Button>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            end();
            void savePreferences({ breaks: false }).catch(() => undefined); // it asks again in fifty minutes
          }}
        >
          {say.breakOff}
        </Button>
      </div>
    </section>
  );
}
