import type { BrandRules, CheckpointInput, FlagLevel, WordRule } from '@countersign/contract';
import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { getCheckpoint, putCheckpoint } from '../api/calls.ts';
import { checkpointsQuery, queryClient } from '../api/queries.ts';
import { words } from '../words/words.ts';
import styles from './rule-dialog.module.css';

const say = words.desk.rule;

interface RuleDialogProps {
  checkpoint: string;
  phrase: string;
  replacement: string;
  onClose: () => void;
  onSaved: () => void;
}

/** Makes a phrase banned at a checkpoint, from the flag that showed it. */
export function RuleDialog({ checkpoint, onClose, onSaved, ...start }: RuleDialogProps) {
  const [phrase, setPhrase] = useState(start.phrase);
  const [replacement, setReplacement] = useState(start.replacement);
  const [reason, setReason] = useState('');
  const [level, setLevel] = useState<FlagLevel>('warning');
  const save = useMutation({
    mutationFn: () =>
      saveRule(checkpoint, {
        phrase: phrase.trim(),
        level,
        ...(replacement.trim() && { replacement: replacement.trim() }),
        ...(reason.trim() && { reason: reason.trim() }),
      }),
    onSuccess: () => {
      onSaved();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={say.title} centered closeButtonProps={{ 'aria-label': words.close }}>
      <form className={styles.rule} onSubmit={submit}>
        <p>{say.help}</p>
        <TextInput
          label={say.phrase}
          required
          withAsterisk={false}
          maxLength={200}
          value={phrase}
          onChange={(event) => setPhrase(event.target.value)}
          data-autofocus
        />
        <TextInput label={say.replacement} maxLength={200} value={replacement} onChange={(event) => setReplacement(event.target.value)} />
        <TextInput label={say.reason} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
        <SegmentedControl
          aria-label={say.level}
          value={level}
          onChange={(value) => setLevel(value as FlagLevel)}
          data={(['info', 'warning', 'error'] as const).map((value) => ({ value, label: words.desk.flags.level[value] }))}
        />
        {save.error && <p role="alert">{words.desk.flags.addFailed(save.error.message)}</p>}
        <div className={styles.ruleActs}>
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

/** Reads the checkpoint anew first, so that nothing that another owner has changed meanwhile is lost. */
async function saveRule(name: string, rule: WordRule): Promise<void> {
  const found = await getCheckpoint(name);
  const { id: _id, name: _name, version: _version, createdAt: _made, updatedAt: _changed, counts: _counts, ...input } = found;
  const before: Partial<BrandRules> = input.brandRules ?? {};
  const banned = [...(before.banned ?? []).filter((each) => each.phrase !== rule.phrase), rule];
  const { dictionary: _words, ...rest } = input;
  await putCheckpoint(name, { ...rest, brandRules: { ...before, banned } as BrandRules } satisfies Partial<CheckpointInput>);
  await queryClient.invalidateQueries({ queryKey: checkpointsQuery.queryKey });
}
