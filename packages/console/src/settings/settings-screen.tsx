import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.ts';
import { words } from '../words/words.ts';
import { Appearance } from './appearance.tsx';
import { BreakSetting } from './break-setting.tsx';
import { Keyboard } from './keyboard.tsx';
import { Keys } from './keys.tsx';
import { People } from './people.tsx';
import { Providers } from './providers.tsx';
import styles from './settings.module.css';

export function SettingsScreen() {
  const me = useQuery(meQuery).data;
  return (
    <div className={styles.page}>
      <h1>{words.settings.title}</h1>
      <Appearance>
        <BreakSetting />
      </Appearance>
      <Keyboard />
      <Keys isOwner={me?.role === 'owner'} />
      {me?.role === 'owner' && <Providers />}
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
