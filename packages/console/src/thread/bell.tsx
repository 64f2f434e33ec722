import type { Mention } from '@countersign/contract';
import { Menu, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { readMentions } from '../api/calls.ts';
import { onLiveEvent } from '../api/live.ts';
import { queryClient } from '../api/queries.ts';
import { BellIcon } from '../frame/icons.tsx';
import { sinceText } from '../words/times.ts';
import { words } from '../words/words.ts';
import styles from './thread.module.css';
import { mentionsQuery } from './thread-queries.ts';

const say = words.desk.thread;
const mostShown = 12;

/** Who asked for this person, and where. Each leads to exactly that item. */
export function Bell() {
  const mentions = useQuery(mentionsQuery).data ?? [];
  const navigate = useNavigate();
  const unread = mentions.filter((each) => each.readAt === null);
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.kind === 'item.commented' || event.kind === 'item.assigned')
          void queryClient.invalidateQueries({ queryKey: mentionsQuery.queryKey });
      }),
    [],
  );
  const open = (mention: Mention) => {
    markRead([mention.id]);
    void navigate({ to: '/items/$id', params: { id: mention.itemId } });
  };
  return (
    <Menu position="bottom-end" width={330} shadow="md">
      <Menu.Target>
        <UnstyledButton className={styles.bell} aria-label={say.unread(unread.length)}>
          <BellIcon />
          {unread.length > 0 && (
            <span className={`${styles.badge} num`} aria-hidden="true">
              {unread.length > 99 ? '99+' : unread.length}
            </span>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {mentions.length === 0 && (
          <Menu.Item disabled className={styles.nothing!}>
            {say.noMentions}
          </Menu.Item>
        )}
        {mentions.slice(0, mostShown).map((mention) => (
          <Menu.Item key={mention.id} onClick={() => open(mention)}>
            <div className={styles.item} data-unread={mention.readAt === null || undefined}>
              <strong>{say.mentionedYou(mention.by.name, mention.itemLabel)}</strong>
              <span dir="auto">{mention.text}</span>
              <time dateTime={mention.createdAt}>{sinceText(mention.createdAt)}</time>
            </div>
          </Menu.Item>
        ))}
        {unread.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => markRead(unread.map((each) => each.id))}>{say.allRead}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function markRead(ids: string[]): void {
  const now = new Date().toISOString();
  queryClient.setQueryData(mentionsQuery.queryKey, (all) =>
    all?.map((each) => (ids.includes(each.id) ? { ...each, readAt: each.readAt ?? now } : each)),
  );
  void readMentions(ids).catch(() => undefined); // they are shown as unread again and can be read once more
}
