import type { Json } from '@countersign/contract';
import { useMemo } from 'react';
import styles from './facts.module.css';
import { type Fact, factsOf } from './facts-of.ts';

export function FactsView({ value }: { value: Json }) {
  const fact = useMemo(() => factsOf(value), [value]);
  return (
    <div className={styles.facts}>
      <FactView fact={fact} />
    </div>
  );
}

function FactView({ fact }: { fact: Fact }) {
  switch (fact.kind) {
    case 'none':
      return <span className={styles.none}>—</span>;
    case 'text':
      return <p className={styles.text}>{fact.text}</p>;
    case 'value':
      return <span className="num">{fact.text}</span>;
    case 'link':
      return (
        <a href={fact.address} target="_blank" rel="noopener noreferrer" className={styles.link}>
          {fact.address}
        </a>
      );
    case 'list':
      return <ListView facts={fact.facts} />;
    case 'pairs':
      return (
        <dl className={styles.pairs}>
          {fact.pairs.map((pair, index) => (
            <div key={`${index}${pair.label}`} data-wide={isWide(pair.fact) || undefined}>
              <dt>{pair.label}</dt>
              <dd>
                <FactView fact={pair.fact} />
              </dd>
            </div>
          ))}
        </dl>
      );
  }
}

const isWide = (fact: Fact): boolean => fact.kind === 'pairs' || fact.kind === 'list' || (fact.kind === 'text' && fact.text.length > 80);

function ListView({ facts }: { facts: Fact[] }) {
  return (
    <ul className={styles.list}>
      {facts.map((fact, index) => (
        <li key={index}>
          <FactView fact={fact} />
        </li>
      ))}
    </ul>
  );
}
