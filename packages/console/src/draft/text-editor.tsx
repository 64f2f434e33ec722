import { lazy, Suspense } from 'react';
import styles from './draft.module.css';

export interface TextEditorProps {
  /** Names the item and the field; another name opens another document with its own undo history. */
  id: string;
  /** JSON pointer of the field, where its flags are to be shown. */
  pointer?: string;
  label: string;
  value: string;
  isLong: boolean;
  isCode?: boolean;
  faulty?: boolean;
  describedBy?: string;
  onChange: (value: string) => void;
}

export const loadCodeEditor = () => import('./code-editor.tsx');
const CodeEditor = lazy(() => loadCodeEditor().then((module) => ({ default: module.CodeEditor })));

/** The text is readable at once; the editor takes its place when it has been loaded. */
export function TextEditor(props: TextEditorProps) {
  return (
    <div
      className={styles.editor}
      data-long={props.isLong || undefined}
      data-code={props.isCode || undefined}
      data-faulty={props.faulty || undefined}
    >
      <Suspense fallback={<div className={styles.plain}>{props.value}</div>}>
        <CodeEditor {...props} />
      </Suspense>
    </div>
  );
}
