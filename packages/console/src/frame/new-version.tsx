import { Button } from '@mantine/core';
import { useState } from 'react';
import { words } from '../words/words.ts';
import styles from './frame.module.css';
import { loadNewVersion, useNewVersion } from './service-worker.ts';

/** Tells of a new version and leaves the moment to the person. */
export function NewVersion() {
  const isThere = useNewVersion();
  const [isHidden, setHidden] = useState(false);
  if (!isThere || isHidden) return null;
  return (
    <section className={styles.version} role="status">
      <p>
        <strong>{words.app.update}</strong> {words.app.updateHelp}
      </p>
      <Button size="compact-sm" onClick={loadNewVersion}>
        {words.app.load}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => setHidden(true)}>
        {words.dismiss}
      </Button>
    </section>
  );
}
