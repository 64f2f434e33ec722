import type { Lesson, LessonChange } from '@countersign/contract';
import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { loadChecks } from '../flags/load-checks.ts';
import { words } from '../words/words.ts';
import { changeLesson, reloadLessons } from './lesson-calls.ts';
import styles from './lessons.module.css';

const say = words.lessons.editor;

/** What a lesson says, and to which items. Only what was changed is sent, so that a new scope keeps the evidence. */
export function LessonEditor({ lesson, onClose }: { lesson: Lesson; onClose: () => void }) {
  const { rule, scope } = lesson;
  const [from, setFrom] = useState(rule.from.join(''));
  const [to, setTo] = useState(rule.to);
  const [field, setField] = useState(rule.field);
  const [locale, setLocale] = useState(scope.locale ?? '');
  const [category, setCategory] = useState(scope.category ?? '');
  const changeOf = async (): Promise<LessonChange> => {
    const isNewRule = from !== rule.from.join('') || to !== rule.to || field !== rule.field;
    return {
      scope: { locale: locale.trim() || null, category: category.trim() || null },
      ...(isNewRule && {
        rule: { ...rule, from: from === rule.from.join('') ? rule.from : (await loadChecks()).ruleTokens(from), to, field: field.trim() },
      }),
    };
  };
  const save = useMutation({
    mutationFn: async () => changeLesson(lesson.id, await changeOf()),
    onSuccess: () => {
      void reloadLessons();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={say.title} centered closeButtonProps={{ 'aria-label': words.close }}>
      <form className={styles.editor} onSubmit={submit}>
        <p>{say.help}</p>
        <TextInput label={say.from} value={from} maxLength={500} onChange={(event) => setFrom(event.target.value)} data-autofocus />
        <TextInput label={say.to} value={to} maxLength={500} onChange={(event) => setTo(event.target.value)} />
        <TextInput label={say.field} value={field} maxLength={500} onChange={(event) => setField(event.target.value)} />
        <TextInput label={say.locale} value={locale} maxLength={60} onChange={(event) => setLocale(event.target.value)} />
        <TextInput label={say.category} value={category} maxLength={200} onChange={(event) => setCategory(event.target.value)} />
        {save.error && <p role="alert">{words.lessons.failed(save.error.message)}</p>}
        <div className={styles.editorActs}>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {say.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
