import { Button } from '@mantine/core';
import { CopyButton } from '../frame/copy-button.tsx';
import { plainText } from '../frame/plain-text.ts';
import { nameOf } from '../items/actor-name.ts';
import { words } from '../words/words.ts';
import type { Desk } from './desk.ts';
import type { Held } from './desk-view.ts';
import styles from './notice.module.css';
import { isSameJson } from './same-json.ts';

/** The claim on the item in hand is gone: says who decided, and keeps the person's text within reach. */
export function LostNotice({ held, lost, desk }: { held: Held; lost: NonNullable<Held['lost']>; desk: Desk }) {
  const say = words.review;
  const { decision } = lost;
  const isEdited = !isSameJson(held.output, held.claim.item.output);
  return (
    <section className={styles.warning} role="alert">
      <strong>{say.lostTitle}</strong>
      <p>
        {decision ? say.lostDecided(words.outcome[decision.outcome], nameOf(decision.by)) : say.lostOpen} {isEdited && say.lostText}
      </p>
      <div className={styles.row}>
        {isEdited && <CopyButton text={plainText(held.output)} label={say.copyText} />}
        <Button size="compact-sm" onClick={() => desk.putDown()}>
          {say.next}
        </Button>
      </div>
    </section>
  );
}
