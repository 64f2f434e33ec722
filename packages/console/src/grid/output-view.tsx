import type { Flag, Json } from '@countersign/contract';
import { isObject } from '../draft/field.ts';
import { nameToLabel } from '../facts/name-to-label.ts';
import { words } from '../words/words.ts';
import { FlaggedText } from './flagged-text.tsx';
import styles from './grid.module.css';

/** A whole output to read, texts and records alike, with its flags where they are. */
export function OutputView({ value, flags, pointer = '' }: { value: Json; flags: Flag[]; pointer?: string }) {
  if (typeof value === 'string')
    return (
      <span className={styles.text} dir="auto">
        <FlaggedText text={value} flags={flags.filter((flag) => flag.path === pointer)} />
      </span>
    );
  if (value === null) return <span className={styles.dim}>–</span>;
  if (typeof value === 'boolean') return value ? words.form.yes : words.form.no;
  if (typeof value === 'number') return <span className="num">{value.toLocaleString(words.locale, { maximumFractionDigits: 20 })}</span>;
  if (Array.isArray(value))
    return (
      <ul className={styles.list}>
        {value.map((each, index) => (
          <li key={index}>
            <OutputView value={each} flags={flags} pointer={`${pointer}/${index}`} />
          </li>
        ))}
      </ul>
    );
  return isObject(value) ? <Pairs value={value} flags={flags} pointer={pointer} /> : null;
}

function Pairs({ value, flags, pointer }: { value: { [key: string]: Json }; flags: Flag[]; pointer: string }) {
  return (
    <dl className={styles.pairs}>
      {Object.entries(value).map(([name, each]) => (
        <div key={name}>
          <dt>{nameToLabel(name)}</dt>
          <dd>
            <OutputView value={each} flags={flags} pointer={`${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
