import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { Keycap } from '../frame/keycap.tsx';
import { words } from '../words/words.ts';
import styles from './review.module.css';

const say = words.cheatSheet;

const lines: [string, string[][], string][] = [
  [say.review, [['Mod', 'Enter']], say.confirm],
  [say.review, [['A'], ['Enter']], say.approve],
  [say.review, [['E']], say.edit],
  [say.review, [['Esc']], say.leave],
  [say.review, [['R']], say.reject],
  [say.review, [['B']], say.return],
  [say.review, [['S']], say.skip],
  [say.review, [['U'], ['Mod', 'Z']], say.undo],
  [say.review, [['?']], say.help],
  [say.list, [['J'], ['K']], say.listMove],
  [say.list, [['Enter']], say.listOpen],
  [say.list, [['/']], say.listSearch],
];

export function CheatSheet({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={say.title} closeButtonProps={{ 'aria-label': words.close }} size="lg" centered>
      <p className={styles.quiet}>{say.intro}</p>
      {[say.review, say.list].map((part) => (
        <Fragment key={part}>
          <h3 className={styles.sheetPart}>{part}</h3>
          <dl className={styles.keys}>
            {lines
              .filter(([where]) => where === part)
              .map(([, chords, text]) => (
                <div key={text}>
                  <dt>
                    {chords.map((keys, index) => (
                      <Fragment key={keys.join()}>
                        {index > 0 && ` ${say.or} `}
                        <Keycap keys={keys} />
                        <span className="visually-hidden">{keys.join(' ')}</span>
                      </Fragment>
                    ))}
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
