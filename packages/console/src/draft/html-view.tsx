import { createElement, Fragment, type ReactNode, useMemo } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';

const kept = new Set(
  'p ul ol li strong em b i u s del ins sub sup code pre blockquote br hr table thead tbody tfoot tr th td caption dl dt dd figure figcaption span div small mark abbr time'.split(
    ' ',
  ),
);
const dropped = new Set(
  'script style template noscript iframe object embed svg math form input button select textarea link meta title head'.split(' '),
);

/**
 * Parsed without being run or loaded: a document made by DOMParser has no scripts and fetches nothing. Handlers are renamed before, for
 * browsers complain of those that the page's policy forbids, even where nothing would have run.
 */
const parse = (html: string): HTMLElement =>
  new DOMParser().parseFromString(
    html.replace(/<[^>]*>/g, (tag) => tag.replace(/([\s"'/])on(?=\w+\s*=)/gi, '$1on-')),
    'text/html',
  ).body;

/** HTML as harmless elements: no attribute passes, links are shown as text with their address, images by their description. */
export function HtmlView({ html }: { html: string }) {
  const nodes = useMemo(() => Array.from(parse(html).childNodes, render), [html]);
  return <>{nodes}</>;
}

function render(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const name = node.localName;
  if (dropped.has(name)) return null;
  if (name === 'img') return <em key={key}>[{node.getAttribute('alt') || words.shapes.image(node.getAttribute('src') ?? '')}]</em>;
  const children = Array.from(node.childNodes, render);
  if (name === 'a') {
    const address = node.getAttribute('href') ?? '';
    return (
      <Fragment key={key}>
        <u>{children}</u> <span className={styles.address}>{words.shapes.linkTo(address)}</span>
      </Fragment>
    );
  }
  // Its own headings and landmarks are none of the page around it.
  if (/^h[1-6]$/.test(name))
    return (
      <p key={key} className={styles.heading} data-level={name.slice(1)}>
        {children}
      </p>
    );
  if (!kept.has(name)) return <Fragment key={key}>{children}</Fragment>;
  return children.length > 0 ? createElement(name, { key }, ...children) : createElement(name, { key });
}

/** The elements of an HTML text by their names, one in the other. */
export function HtmlOutline({ html }: { html: string }) {
  const nodes = useMemo(() => Array.from(parse(html).childNodes), [html]);
  return <Outline nodes={nodes} />;
}

function Outline({ nodes }: { nodes: Node[] }) {
  const shown = nodes.filter((node) => node instanceof Element || node.textContent?.trim());
  if (shown.length === 0) return null;
  return (
    <ul className={styles.outline}>
      {shown.map((node, index) => (
        <li key={index}>
          {node instanceof Element ? (
            <>
              <code>
                {node.localName}
                {Array.from(node.attributes, ({ name, value }) => ` ${name}="${value}"`)}
              </code>
              <Outline nodes={Array.from(node.childNodes)} />
            </>
          ) : (
            node.textContent?.trim()
          )}
        </li>
      ))}
    </ul>
  );
}
