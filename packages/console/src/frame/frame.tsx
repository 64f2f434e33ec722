import { CountersignError } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useLiveUpdates } from '../api/live.ts';
import { meQuery } from '../api/queries.ts';
import { FollowPreferences } from '../preferences/follow-preferences.tsx';
import { deskOf } from '../review/my-desk.ts';
import { SignInDialog } from '../sign-in/sign-in-dialog.tsx';
import { SignInScreen } from '../sign-in/sign-in-screen.tsx';
import { words } from '../words/words.ts';
import { Banners } from './banners.tsx';
import { Failed } from './broken.tsx';
import styles from './frame.module.css';
import { Header } from './header.tsx';
import { NewVersion } from './new-version.tsx';

export function Frame() {
  const me = useQuery(meQuery);
  if (me.data) return <SignedInFrame />;
  if (me.error instanceof CountersignError && me.error.code === 'not_signed_in') return <SignInScreen />;
  if (me.error)
    return (
      <main className={styles.alone}>
        <Failed error={me.error} retry={() => void me.refetch()} />
      </main>
    );
  return <div className={styles.blank} role="status" aria-label={words.loading} />;
}

function SignedInFrame() {
  const me = useQuery(meQuery).data!;
  const desk = deskOf(me);
  useLiveUpdates();
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {words.nav.skipToContent}
      </a>
      <Header me={me} />
      <Banners desk={desk} />
      <main id="content" tabIndex={-1} className={styles.content}>
        <Outlet />
      </main>
      <SignInDialog me={me} />
      <FollowPreferences />
      <NewVersion />
    </div>
  );
}
