import { Fragment, type ReactNode } from 'react';
import styles from './why.module.css';

/** The part of Markdown that instructions need: headings, lists, paragraphs, bold, italic and code. No HTML passes. */
export function Instructions({ text }: { text: string }) {
  return <div className={styles.instructions}>{blocksOf(text).map(renderBlock)}</div>;
}

function blocksOf(text: string): string[][] {
  const blocks: string[][] = [];
  for (const paragraph of text.trim().split(/\n\s*\n/)) {
    let block: string[] = [];
    let wasList: boolean | null = null;
    for (const line of paragraph.split('\n')) {
      const isList = isListLine(line);
      const isHeading = /^#{1,6}\s/.test(line);
      if (block.length > 0 && (isHeading || isList !== wasList)) {
        blocks.push(block);
        block = [];
      }
      block.push(line);
      wasList = isHeading ? null : isList;
    }
    if (block.length > 0) blocks.push(block);
  }
  return blocks;
}

const isListLine = (line: string) => /^\s*([-*+]|\d+[.)])\s+/.test(line);

function renderBlock(lines: string[], index: number): ReactNode {
  const [first = ''] = lines;
  if (/^#{1,6}\s/.test(first)) return <h3 key={index}>{inline(first.replace(/^#+\s+/, ''))}</h3>;
  if (isListLine(first)) {
    return (
      <ul key={index}>
        {lines.map((line) => (
          <li key={line}>{inline(line.replace(/^\s*([-*+]|\d+[.)])\s+/, ''))}</li>
        ))}
      </ul>
    );
  }
  return <p key={index}>{inline(lines.join(' '))}</p>;
}

function inline(text: string): ReactNode[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`|\*[^*]+\*|_[^_]+_)/).map((part, index) => {
    const key = `${index}${part}`;
    if (part.startsWith('**')) return <strong key={key}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('`')) return <code key={key}>{part.slice(1, -1)}</code>;
    if (/^(\*[^*]+\*|_[^_]+_)$/.test(part)) return <em key={key}>{part.slice(1, -1)}</em>;
    return <Fragment key={key}>{part}</Fragment>;
  });
}
