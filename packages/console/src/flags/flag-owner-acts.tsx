import type { Flag } from '@countersign/contract';
import { UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { addToDictionary } from '../api/calls.ts';
import { checkpointsQuery, queryClient } from '../api/queries.ts';
import { words } from '../words/words.ts';
import type { FlagBoard } from './flag-board.ts';
import styles from './flag-card.module.css';

const say = words.desk.flags;
const RuleDialog = lazy(() => import('./rule-dialog.tsx').then((module) => ({ default: module.RuleDialog })));

interface FlagOwnerActsProps {
  flag: Flag;
  quote: string;
  board: FlagBoard;
  checkpoint: string;
}

/** What an owner may settle for all texts of the checkpoint: a word that is right, or a phrase that is never to be said. */
export function FlagOwnerActs({ flag, quote, board, checkpoint }: FlagOwnerActsProps) {
  const [makesRule, setMakesRule] = useState(false);
  const word = quote.slice(1, -1);
  const isWord = (flag.kind === 'spelling' || flag.kind === 'grammar') && flag.start < flag.end && !word.endsWith('…');
  const add = useMutation({
    mutationFn: () => addToDictionary(checkpoint, [word]),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: checkpointsQuery.queryKey });
      board.recheckAll();
    },
  });
  return (
    <div className={styles.owner}>
      {isWord && (
        <UnstyledButton className={styles.plain} disabled={add.isPending} onClick={() => add.mutate()}>
          {say.addWord(word)}
        </UnstyledButton>
      )}
      <UnstyledButton className={styles.plain} onClick={() => setMakesRule(true)}>
        {say.makeRule}
      </UnstyledButton>
      {add.error && <p role="alert">{say.addFailed(add.error.message)}</p>}
      {makesRule && (
        <Suspense>
          <RuleDialog
            checkpoint={checkpoint}
            phrase={flag.start < flag.end ? word : ''}
            replacement={flag.replacements[0] ?? ''}
            onClose={() => setMakesRule(false)}
            onSaved={() => board.recheckAll()}
          />
        </Suspense>
      )}
    </div>
  );
}
