import { type ReactNode, useMemo } from 'react';
import styles from './draft.module.css';
import { ProxiedImage } from './image-input.tsx';
import { type Block, blocksOf } from './markdown-blocks.ts';
import { type Inline, inlinesOf } from './markdown-inlines.ts';

/** Markdown as React elements. HTML in it is shown as the text it is and never becomes elements. */
export function Markdown({ text, itemId }: { text: string; itemId: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return <>{blocks.map((block, index) => renderBlock(block, index, itemId))}</>;
}

function renderBlock(block: Block, key: number, itemId: string): ReactNode {
  const inner = (text: string) => inlinesOf(text).map((part, index) => renderInline(part, index, itemId));
  switch (block.kind) {
    case 'heading':
      // Its own headings are no headings of the page around it.
      return (
        <p key={key} className={styles.heading} data-level={block.level}>
          {inner(block.text)}
        </p>
      );
    case 'paragraph':
      return <p key={key}>{inner(block.text)}</p>;
    case 'code':
      return (
        <pre key={key}>
          <code>{block.text}</code>
        </pre>
      );
    case 'rule':
      return <hr key={key} />;
    case 'quote':
      return <blockquote key={key}>{block.blocks.map((each, index) => renderBlock(each, index, itemId))}</blockquote>;
    case 'list': {
      const items = block.items.map((each, index) => (
        <li key={index}>
          {each.map((one, at) => (one.kind === 'paragraph' && each.length === 1 ? inner(one.text) : renderBlock(one, at, itemId)))}
        </li>
      ));
      return block.isOrdered ? (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      ) : (
        <ul key={key}>{items}</ul>
      );
    }
    case 'table':
      return (
        <table key={key} className={styles.table}>
          <thead>
            <tr>
              {block.head.map((cell, index) => (
                <th key={index}>{inner(cell)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at}>{inner(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

function renderInline(part: Inline, key: number, itemId: string): ReactNode {
  const inner = (parts: Inline[]) => parts.map((each, index) => renderInline(each, index, itemId));
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'break':
      return <br key={key} />;
    case 'code':
      return <code key={key}>{part.text}</code>;
    case 'strong':
      return <strong key={key}>{inner(part.parts)}</strong>;
    case 'emphasis':
      return <em key={key}>{inner(part.parts)}</em>;
    case 'struck':
      return <s key={key}>{inner(part.parts)}</s>;
    case 'link':
      return (
        <a key={key} href={part.address} target="_blank" rel="noopener noreferrer nofollow">
          {inner(part.parts)}
        </a>
      );
    case 'image':
      return <ProxiedImage key={key} itemId={itemId} address={part.address} label={part.label} />;
  }
}
