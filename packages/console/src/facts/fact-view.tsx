import type { Flag, Json } from '@countersign/contract';
import { UnstyledButton } from '@mantine/core';
import { type ReactNode, use, useEffect, useMemo, useRef } from 'react';
import { type FactPlace, speaksOf } from '../flags/fact-place.ts';
import { words } from '../words/words.ts';
import { FactFlagsContext } from './fact-flags.ts';
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
      return <TextFact text={fact.text} place={fact.place} />;
    case 'value':
      return (
        <Spoken place={fact.place}>
          <span className="num" dir="auto">
            {fact.text}
          </span>
        </Spoken>
      );
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

/** A fact with the flags that speak of it. The one that is looked at lights it up and brings it into sight. */
function Spoken({ place, children }: { place: FactPlace | undefined; children: ReactNode }) {
  const around = use(FactFlagsContext);
  const mark = useRef<HTMLSpanElement>(null);
  const flags = place && around ? around.flags.filter((flag) => speaksOf(flag, place)) : [];
  const isLit = Boolean(place && around?.lit && speaksOf(around.lit, place));
  useShown(mark, isLit);
  if (!place || !around || flags.length === 0) return children;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing lights up the words; the button does the same by keyboard
    <span
      ref={mark}
      className={styles.spoken}
      data-lit={isLit || undefined}
      onMouseEnter={() => around.point(place)}
      onMouseLeave={() => around.point(null)}
    >
      {children} <FactMark flags={flags} place={place} />
    </span>
  );
}

function FactMark({ flags, place }: { flags: Flag[]; place: FactPlace }) {
  const around = use(FactFlagsContext)!;
  const worst = flags.find((flag) => flag.level === 'error') ?? flags[0]!;
  return (
    <UnstyledButton
      className={styles.mark}
      data-level={worst.level}
      aria-label={words.desk.flags.factMark(flags.length)}
      title={words.desk.flags.factMark(flags.length)}
      onClick={() => around.pick(worst)}
      onFocus={() => around.point(place)}
      onBlur={() => around.point(null)}
    >
      {flags.length}
    </UnstyledButton>
  );
}

/** A running text, with the words lit that a flag speaks of. */
function TextFact({ text, place }: { text: string; place: FactPlace | undefined }) {
  const around = use(FactFlagsContext);
  const mark = useRef<HTMLElement>(null);
  const flags = place && around ? around.flags.filter((flag) => speaksOf(flag, place)) : [];
  const source = around?.lit && flags.includes(around.lit) ? around.lit.source : null;
  const { inputStart: from = 0, inputEnd: to = text.length } = source ?? {};
  useShown(mark, source !== null);
  if (!place || !around || flags.length === 0)
    return (
      <p className={styles.text} dir="auto">
        {text}
      </p>
    );
  return (
    <p className={styles.text} dir="auto" onMouseEnter={() => around.point(place)} onMouseLeave={() => around.point(null)}>
      {source ? (
        <>
          {text.slice(0, from)}
          <mark ref={mark} className={styles.words}>
            {text.slice(from, to)}
          </mark>
          {text.slice(to)}
        </>
      ) : (
        text
      )}{' '}
      <FactMark flags={flags} place={place} />
    </p>
  );
}

function useShown(element: React.RefObject<HTMLElement | null>, isLit: boolean): void {
  useEffect(() => {
    if (isLit) element.current?.scrollIntoView({ block: 'nearest' });
  }, [isLit, element]);
}
