import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { addComment } from '../api/calls.ts';
import { peopleQuery, queryClient } from '../api/queries.ts';
import { words } from '../words/words.ts';
import { type MentionAt, mentionAt, mentionsIn, peopleFor, withMention } from './mentions-in.ts';
import styles from './thread.module.css';
import { commentsQuery } from './thread-queries.ts';

const say = words.desk.thread;
/** What was begun and not sent, for as long as the page is open. */
const begun = new Map<string, string>();

export function Composer({ itemId }: { itemId: string }) {
  const people = useQuery(peopleQuery).data ?? [];
  const [text, setText] = useState(begun.get(itemId) ?? '');
  const [at, setAt] = useState<MentionAt | null>(null);
  const [marked, setMarked] = useState(0);
  const area = useRef<HTMLTextAreaElement>(null);
  /** Where to put the cursor once the text stands there; the next key must already fall behind the name. */
  const cursor = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (cursor.current === null) return;
    area.current?.focus();
    area.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = null;
  }, [text]);
  const found = at ? peopleFor(at.search, people) : [];
  const isOpen = found.length > 0;

  const write = (next: string, cursor: number) => {
    begun.set(itemId, next);
    setText(next);
    setAt(mentionAt(next, cursor));
    setMarked(0);
  };
  const send = useMutation({
    mutationFn: () => addComment(itemId, { text: text.trim(), mentions: mentionsIn(text, people) }),
    onSuccess: async () => {
      begun.delete(itemId);
      setText('');
      await queryClient.invalidateQueries({ queryKey: commentsQuery(itemId).queryKey });
    },
  });
  const mention = (index: number) => {
    const person = found[index];
    if (!person || !at) return;
    const next = withMention(text, at, person);
    begun.set(itemId, next.text);
    setText(next.text);
    setAt(null);
    cursor.current = next.cursor;
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
      setMarked((marked + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
    else if (isOpen && (event.key === 'Enter' || event.key === 'Tab')) mention(marked);
    else if (isOpen && event.key === 'Escape') setAt(null);
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      if (text.trim() && !send.isPending) send.mutate();
    } else if (event.key === 'Escape') area.current?.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={styles.composer} data-overlay="">
      <textarea
        ref={area}
        data-composer=""
        aria-label={say.label}
        placeholder={say.hint}
        value={text}
        maxLength={5000}
        rows={text ? 3 : 1}
        aria-autocomplete="list"
        {...(isOpen && { 'aria-controls': `mentions-${itemId}` })}
        {...(isOpen && { 'aria-activedescendant': `mention-${itemId}-${marked}` })}
        onChange={(event) => write(event.target.value, event.target.selectionStart)}
        onKeyDown={onKey}
        onBlur={() => setTimeout(() => setAt(null), 150)}
      />
      <div id={`mentions-${itemId}`} className={styles.people} role="listbox" aria-label={say.people} hidden={!isOpen}>
        {found.map((person, index) => (
          <div
            key={person.id}
            id={`mention-${itemId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            onMouseDown={(event) => {
              event.preventDefault();
              mention(index);
            }}
          >
            {person.name || person.email} <span>{person.email}</span>
          </div>
        ))}
      </div>
      {send.error && (
        <p className={styles.error} role="alert">
          {send.error.message}
        </p>
      )}
      {text.trim() !== '' && (
        <Button size="compact-sm" loading={send.isPending} onClick={() => send.mutate()}>
          {say.send}
        </Button>
      )}
    </div>
  );
}

export const focusComposer = (): void => {
  const area = document.querySelector<HTMLElement>('[data-item] [data-composer]');
  area?.scrollIntoView({ block: 'nearest' });
  area?.focus();
};
