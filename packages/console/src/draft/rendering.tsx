import { SegmentedControl } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import { HtmlOutline, HtmlView } from './html-view.tsx';
import { Markdown } from './markdown.tsx';

/** How a Markdown or HTML text will look, below its source. */
export function Rendering({ format, label, text, itemId }: { format: 'markdown' | 'html'; label: string; text: string; itemId: string }) {
  const say = words.shapes;
  const [look, setLook] = useState<'rendered' | 'outline'>('rendered');
  const shown = useDeferredValue(text);
  if (shown.trim() === '') return null;
  return (
    <section className={styles.rendering} aria-label={say.view(label)}>
      <div className={styles.renderingHead}>
        <span className="eyebrow">{say.preview}</span>
        {format === 'html' && (
          <SegmentedControl
            size="xs"
            aria-label={say.view(label)}
            value={look}
            onChange={(next) => setLook(next as 'rendered' | 'outline')}
            data={(['rendered', 'outline'] as const).map((value) => ({ value, label: say[value] }))}
          />
        )}
      </div>
      <div className={styles.rendered} dir="auto">
        {format === 'markdown' ? (
          <Markdown text={shown} itemId={itemId} />
        ) : look === 'rendered' ? (
          <HtmlView html={shown} />
        ) : (
          <HtmlOutline html={shown} />
        )}
      </div>
      {format === 'html' && <p className={styles.note}>{say.sanitised}</p>}
    </section>
  );
}
