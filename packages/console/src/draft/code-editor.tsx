import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import { use, useEffect, useRef } from 'react';
import { flagMarks, goToFlag, replaceText, showFlags } from '../flags/flag-marks.ts';
import { FlagsContext } from '../flags/flags-context.ts';
import { autoDirection } from './auto-direction.ts';
import type { TextEditorProps } from './text-editor.tsx';

const look = EditorView.theme({
  '&': { background: 'transparent', fontSize: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflow: 'visible' },
  '.cm-content': { padding: 'var(--editor-pad)', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--focus) 28%, transparent)',
  },
});

const oneLine = EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? [] : change));

/** Ctrl+Enter and Escape belong to the screen, not to the editor. */
const ownKeys = defaultKeymap.filter(({ key }) => key !== 'Mod-Enter' && key !== 'Escape' && key !== 'Ctrl-Enter');

export function CodeEditor({ id, pointer, label, value, isLong, isCode = false, faulty = false, describedBy, onChange }: TextEditorProps) {
  const board = use(FlagsContext);
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const change = useRef(onChange);
  change.current = onChange;

  useEffect(() => {
    const attributes: Record<string, string> = {
      'aria-label': label,
      'aria-multiline': String(isLong),
      'aria-invalid': String(faulty),
      // Our own checks mark spelling where they run; two kinds of underline would only confuse.
      spellcheck: String(!isCode && !board),
      autocapitalize: isCode ? 'off' : 'sentences',
      ...(describedBy && { 'aria-describedby': describedBy }),
    };
    const extensions: Extension[] = [
      history(),
      drawSelection(),
      keymap.of([...ownKeys, ...historyKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(attributes),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) change.current(update.state.doc.toString());
      }),
      look,
      ...(isLong ? [] : [oneLine]),
      ...(isCode ? [] : [autoDirection]),
      ...(board && pointer !== undefined ? [flagMarks(board, pointer)] : []),
    ];
    const editor = new EditorView({ parent: host.current!, state: EditorState.create({ doc: value, extensions }) });
    view.current = editor;
    if (pointer !== undefined) editor.dom.dataset['pointer'] = pointer;
    return () => editor.destroy();
    // A new document only for another field or item; its text is followed below.
  }, [id, isLong, isCode, label, board, pointer]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    replaceText(editor, value);
    if (board && pointer !== undefined) showFlags(editor, board, pointer);
  }, [value, board, pointer]);

  useEffect(() => {
    if (!board || pointer === undefined) return;
    let { steps } = board.view();
    return board.subscribe(() => {
      const now = board.view();
      const editor = view.current;
      if (now.steps === steps) return;
      steps = now.steps;
      // Text that the flag stands on may still be on its way into the editor.
      if (board.caret && now.current?.path === pointer)
        setTimeout(() => {
          const flag = board.view().current;
          if (editor && flag && flag.end <= editor.state.doc.length && view.current === editor) goToFlag(editor, flag);
        });
    });
  }, [board, pointer]);

  useEffect(() => {
    view.current?.contentDOM.setAttribute('aria-invalid', String(faulty));
  }, [faulty]);

  return <div ref={host} />;
}
