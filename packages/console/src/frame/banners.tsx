import { Button, CloseButton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { nameOf } from '../items/actor-name.ts';
import type { Desk } from '../review/desk.ts';
import type { Trouble } from '../review/desk-view.ts';
import { useDeskViewSoon } from '../review/my-desk.ts';
import { words } from '../words/words.ts';
import styles from './banners.module.css';
import { CopyButton } from './copy-button.tsx';
import { CloudIcon, WarnIcon } from './icons.tsx';
import { plainText } from './plain-text.ts';

/** Decisions that could not be sent or were refused. They stay until dealt with and never block the work. */
export function Banners({ desk }: { desk: Desk }) {
  const view = useDeskViewSoon(desk);
  const { ref, height } = useElementSize();
  useEffect(() => document.documentElement.style.setProperty('--banners', `${height}px`), [height]);
  return (
    <div className={styles.banners} aria-live="polite" ref={ref}>
      {view.isPaused && view.unsent > 0 && (
        <section className={styles.banner} data-tone="amber" role="status">
          <CloudIcon />
          <p>
            <strong>{words.trouble.unsent(view.unsent)}</strong> {words.trouble.unsentHelp}
          </p>
          <Button size="compact-sm" variant="default" onClick={() => desk.outbox.hurry()}>
            {words.trouble.retryNow}
          </Button>
        </section>
      )}
      {view.troubles.map((trouble) => (
        <TroubleBanner key={trouble.id} desk={desk} trouble={trouble} />
      ))}
    </div>
  );
}

function TroubleBanner({ desk, trouble }: { desk: Desk; trouble: Trouble }) {
  const navigate = useNavigate();
  const [title, help] = sayTrouble(trouble);
  const canRetry = !['already_decided', 'undo_closed', 'not_found'].includes(trouble.code);
  const lookAgain = async () => {
    if (location.pathname.startsWith('/review')) await desk.retry(trouble);
    else await navigate({ to: '/items/$id/review', params: { id: trouble.itemId } });
  };
  return (
    <section className={styles.banner} data-tone="brick" role="alert">
      <WarnIcon />
      <p>
        <strong>{title}</strong> {help}
      </p>
      {canRetry && (
        <Button size="compact-sm" variant="default" onClick={() => void lookAgain()}>
          {words.trouble.lookAgain}
        </Button>
      )}
      {trouble.isEdited && trouble.output !== null && <CopyButton text={plainText(trouble.output)} label={words.review.copyText} />}
      <Link to="/items/$id" params={{ id: trouble.itemId }} className={styles.link}>
        {words.trouble.openItem}
      </Link>
      <CloseButton size="sm" aria-label={words.dismiss} onClick={() => desk.dismiss(trouble.id)} />
    </section>
  );
}

function sayTrouble(trouble: Trouble): [string, string] {
  const say = words.trouble;
  if (trouble.code === 'undo_closed') return [say.undoClosed(trouble.label), ''];
  if (trouble.code === 'already_decided') {
    const { decision } = trouble;
    const title = decision
      ? say.already(trouble.label, words.outcome[decision.outcome], nameOf(decision.by))
      : say.alreadyUnknown(trouble.label);
    return [title, trouble.isEdited ? say.kept : say.stands];
  }
  const title = say.refused(say.participle[trouble.verdict], trouble.label);
  if (trouble.code === 'claimed_by_other') return [title, say.claimed];
  if (trouble.code === 'output_changed') return [title, say.changed];
  const [first] = trouble.errors;
  return [title, first && first.detail !== trouble.message ? `${trouble.message} ${first.pointer} ${first.detail}` : trouble.message];
}
