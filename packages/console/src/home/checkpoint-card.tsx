import type { ItemState, ListedCheckpoint } from '@countersign/contract';
import { Menu, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { exportAddress } from '../api/calls.ts';
import { CheckIcon, DownloadIcon } from '../frame/icons.tsx';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const shown: ItemState[] = ['waiting', 'decided', 'released', 'rejected', 'returned', 'expired', 'superseded'];
const always = new Set<ItemState>(['waiting', 'released', 'rejected', 'returned']);

export function CheckpointCard({ checkpoint }: { checkpoint: ListedCheckpoint }) {
  const { name, title, counts, severity } = checkpoint;
  const total = shown.reduce((sum, state) => sum + counts[state], 0);
  return (
    <article className={styles.card} aria-label={title}>
      <div className={styles.cardTop}>
        <div>
          <h2>{title}</h2>
          <p className={styles.name}>
            <code>{name}</code> · {words.home.severity(words.severity[severity])}
          </p>
        </div>
        {counts.waiting > 0 ? (
          <div className={styles.ways}>
            <Link to="/grid/$checkpoint" params={{ checkpoint: name }} className={styles.many}>
              {words.grid.link}
            </Link>
            <Link to="/review/$checkpoint" params={{ checkpoint: name }} className={styles.review}>
              {words.home.review(counts.waiting)}
            </Link>
          </div>
        ) : (
          <p className={styles.clear}>
            <CheckIcon />
            {words.home.nothingWaiting} {counts.released > 0 && words.home.released(counts.released)}
          </p>
        )}
      </div>
      <Bar checkpoint={checkpoint} total={total} />
      <div className={styles.cardFoot}>
        <dl className={styles.counts} aria-label={words.home.counts}>
          {shown
            .filter((state) => counts[state] > 0 || always.has(state))
            .map((state) => (
              <div key={state} data-state={state}>
                <dt>{words.state[state]}</dt>
                <dd>
                  <Link to="/items" search={{ checkpoint: name, state }}>
                    {words.count(counts[state])}
                  </Link>
                </dd>
              </div>
            ))}
        </dl>
        <div className={styles.links}>
          <Link to="/items" search={{ checkpoint: name }}>
            {words.home.viewItems}
          </Link>
          {counts.released > 0 && (
            <Link to="/checkpoints/$checkpoint/versions" params={{ checkpoint: name }}>
              {words.versions.nav}
            </Link>
          )}
          <ExportMenu checkpoint={name} />
        </div>
      </div>
    </article>
  );
}

function Bar({ checkpoint, total }: { checkpoint: ListedCheckpoint; total: number }) {
  return (
    <div className={styles.bar} aria-hidden="true">
      {(['released', 'decided', 'rejected', 'returned', 'expired', 'superseded', 'waiting'] as const)
        .filter((state) => checkpoint.counts[state] > 0)
        .map((state) => (
          <span key={state} data-state={state} style={{ flexGrow: checkpoint.counts[state] / total }} />
        ))}
    </div>
  );
}

function ExportMenu({ checkpoint }: { checkpoint: string }) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <UnstyledButton className={styles.export}>
          <DownloadIcon /> {words.home.exportAs}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={exportAddress(checkpoint, 'jsonl')} download>
          {words.list.exportJsonl}
        </Menu.Item>
        <Menu.Item component="a" href={exportAddress(checkpoint, 'csv')} download>
          {words.list.exportCsv}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
