import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { preferencesQuery, savePreferences } from '../preferences/preferences.ts';
import { words } from '../words/words.ts';
import styles from './settings.module.css';

export function BreakSetting() {
  const { data } = useQuery(preferencesQuery);
  const [error, setError] = useState<string | null>(null);
  return (
    <>
      <label className={styles.check}>
        <input
          type="checkbox"
          disabled={!data}
          checked={data?.['breaks'] !== false}
          onChange={(event) => {
            setError(null);
            savePreferences({ breaks: event.target.checked ? undefined : false }).catch((cause: Error) => setError(cause.message));
          }}
        />
        {words.desk.pace.setting}
      </label>
      {error && <p role="alert">{error}</p>}
    </>
  );
}
