import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.ts';
import { words } from '../words/words.ts';
import { BreakSetting } from './break-setting.tsx';
import { Keyboard } from './keyboard.tsx';
import { Keys } from './keys.tsx';
import { People } from './people.tsx';
import styles from './settings.module.css';

export function SettingsScreen() {
  const me = useQuery(meQuery).data;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={styles.page}>
      <h1>{words.settings.title}</h1>
      <section className={styles.part} aria-labelledby="appearance">
        <h2 id="appearance">{words.settings.theme}</h2>
        <SegmentedControl
          aria-label={words.settings.theme}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: words.settings.themes[value] }))}
        />
        <BreakSetting />
      </section>
      <Keyboard />
      <Keys isOwner={me?.role === 'owner'} />
      {me?.role === 'owner' && <People me={me} />}
      <section className={styles.part} aria-labelledby="developers">
        <h2 id="developers">{words.settings.developers}</h2>
        <p className={styles.links}>
          <a href="/docs">{words.settings.docs}</a>
          <a href="/openapi.json">{words.settings.openapi}</a>
        </p>
      </section>
    </div>
  );
}
