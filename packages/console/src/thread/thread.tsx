import type { Comment } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { onLiveEvent } from '../api/live.ts';
import { queryClient } from '../api/queries.ts';
import { Failed } from '../frame/broken.tsx';
import { sinceText, whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import { Composer } from './composer.tsx';
import styles from './thread.module.css';
import { commentsQuery } from './thread-queries.ts';

const say = words.desk.thread;

/** What people said about one item, and a place to ask. */
export function Thread({ itemId }: { itemId: string }) {
  const [stayedWith, setStayedWith] = useState<string | null>(null);
  const comments = useQuery({ ...commentsQuery(itemId), enabled: stayedWith === itemId });
  useEffect(() => {
    // Whoever only passes by needs no comments, and the next item is painted first.
    const timer = setTimeout(() => setStayedWith(itemId), 150);
    return () => clearTimeout(timer);
  }, [itemId]);
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.kind === 'item.commented' && event.itemId === itemId)
          void queryClient.invalidateQueries({ queryKey: commentsQuery(itemId).queryKey });
      }),
    [itemId],
  );
  return (
    <section className={styles.thread} aria-label={say.title}>
      <h2 className="eyebrow">
        {say.title} {comments.data && comments.data.length > 0 && <span className="num">{comments.data.length}</span>}
      </h2>
      {comments.error && <Failed error={comments.error} retry={() => void comments.refetch()} />}
      {comments.data && comments.data.length > 0 && (
        <ol className={styles.comments}>
          {comments.data.map((comment) => (
            <CommentView key={comment.id} comment={comment} />
          ))}
        </ol>
      )}
      <Composer key={itemId} itemId={itemId} />
    </section>
  );
}

function CommentView({ comment }: { comment: Comment }) {
  return (
    <li className={styles.comment}>
      <p className={styles.head}>
        <strong>{comment.by.name}</strong>{' '}
        <time dateTime={comment.createdAt} title={whenText(comment.createdAt)}>
          {sinceText(comment.createdAt)}
        </time>
      </p>
      <p className={styles.text} dir="auto">
        {partsOf(comment).map((part, index) =>
          part.isMention ? (
            <span key={`${index}${part.text}`} className={styles.mention}>
              {part.text}
            </span>
          ) : (
            part.text
          ),
        )}
      </p>
    </li>
  );
}

function partsOf({ text, mentions }: Comment): { text: string; isMention: boolean }[] {
  const names = mentions.map((person) => `@${person.name}`).filter((name) => name.length > 1);
  if (names.length === 0) return [{ text, isMention: false }];
  const pattern = new RegExp(`(${names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'u');
  return text.split(pattern).map((part) => ({ text: part, isMention: names.includes(part) }));
}
