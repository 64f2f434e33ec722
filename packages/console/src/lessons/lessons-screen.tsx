import type { Lesson, LessonState } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../api/queries.ts';
import { Failed } from '../frame/broken.tsx';
import { words } from '../words/words.ts';
import { lessonsQuery } from './lesson-calls.ts';
import { LessonRow } from './lesson-row.tsx';
import styles from './lessons.module.css';

const say = words.lessons;
/** Those that wait for a person come first. */
const order: LessonState[] = ['proposed', 'shown', 'trial', 'retired', 'off'];

/** What corrections taught, with the evidence; leads and owners decide what reviewers see of it. */
export function LessonsScreen() {
  const role = useQuery(meQuery).data?.role;
  const list = useQuery(lessonsQuery);
  const [checkpoint, setCheckpoint] = useState('');
  const lessons = (list.data ?? []).filter((lesson) => checkpoint === '' || lesson.checkpoint === checkpoint);
  const names = [...new Set((list.data ?? []).map((lesson) => lesson.checkpoint))].sort();
  return (
    <div className={styles.page}>
      <h1>{say.title}</h1>
      <p className={styles.intro}>{say.intro}</p>
      <div className={styles.bar}>
        {names.length > 1 && (
          <select aria-label={say.checkpoint} value={checkpoint} onChange={(event) => setCheckpoint(event.target.value)}>
            <option value="">{say.allCheckpoints}</option>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
        {lessons.length > 0 && (
          <a href={`/v1/lessons/export${checkpoint ? `?checkpoint=${encodeURIComponent(checkpoint)}` : ''}`} download="lessons.jsonl">
            {say.export}
          </a>
        )}
      </div>
      {list.error && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.data && lessons.length === 0 && (
        <section className={styles.part}>
          <h2>{say.none}</h2>
          <p>{say.noneHelp}</p>
        </section>
      )}
      {order.map((state) => (
        <Group key={state} state={state} lessons={lessons.filter((lesson) => lesson.state === state)} role={role} />
      ))}
    </div>
  );
}

function Group({ state, lessons, role }: { state: LessonState; lessons: Lesson[]; role: string | undefined }) {
  if (lessons.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby={`lessons-${state}`}>
      <h2 id={`lessons-${state}`}>{say.groups[state]}</h2>
      <ul className={styles.rows}>
        {lessons.map((lesson) => (
          <LessonRow key={lesson.id} lesson={lesson} mayChange={role === 'owner' || role === 'lead'} isOwner={role === 'owner'} />
        ))}
      </ul>
    </section>
  );
}
