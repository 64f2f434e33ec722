import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { Keycap, spokenKeys } from '../frame/keycap.tsx';
import { gridKeyLines } from '../grid/key-lines.ts';
import { defaultBindings } from '../keys/bindings.ts';
import { capsOf } from '../keys/chords.ts';
import { commandGroups } from '../keys/groups.ts';
import { useBindings } from '../keys/use-bindings.ts';
import { words } from '../words/words.ts';
import keys from './cheat-sheet.module.css';
import styles from './review.module.css';

const say = words.cheatSheet;

const listKeys: [string[][], string][] = [
  [[['J'], ['K']], say.listMove],
  [[['Enter']], say.listOpen],
  [[['/']], say.listSearch],
];

const gridKeys = gridKeyLines.map(([chords, line]): [string[][], string] => [chords.map((caps) => [...caps]), words.grid.keyLines[line]]);

/** The keys that the person has now, those of the screen on which it was asked for first. */
export function CheatSheet({ begins = 'review', onClose }: { begins?: 'review' | 'grid'; onClose: () => void }) {
  const bindings = useBindings() ?? defaultBindings();
  const parts: [string, [string[][], string][]][] = commandGroups.map(([name, commands]) => [
    words.desk.keys.groups[name],
    commands.map((command) => [bindings[command].map(capsOf), words.desk.keys.command[command]]),
  ]);
  parts[1]![1].push([[['1', '…', '9']], words.desk.keys.numbers], [[['Esc']], words.desk.keys.command.leave]);
  const grid = [say.grid, gridKeys] as const;
  const list = [say.list, listKeys] as const;
  const shown = begins === 'grid' ? [grid, ...parts, list] : [...parts, grid, list];
  return (
    <Modal opened onClose={onClose} title={say.title} closeButtonProps={{ 'aria-label': words.close }} size="lg" centered>
      <p className={styles.quiet}>{say.intro}</p>
      {shown.map(([title, lines]) => (
        <Fragment key={title}>
          <h3 className={keys.sheetPart}>{title}</h3>
          <dl className={keys.keys}>
            {lines.map(([chords, text]) => (
              <div key={text}>
                <dt>
                  {chords.map((caps, index) => (
                    <Fragment key={caps.join()}>
                      {index > 0 && ` ${say.or} `}
                      <Keycap keys={caps} />
                      <span className="visually-hidden">{spokenKeys(caps)}</span>
                    </Fragment>
                  ))}
                  {chords.length === 0 && <span className={styles.quiet}>{words.desk.keys.none}</span>}
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </Fragment>
      ))}
    </Modal>
  );
}
