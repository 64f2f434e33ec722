import { isolateHistory } from '@codemirror/commands';
import { type Extension, type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { Flag } from '@countersign/contract';
import { words } from '../words/words.ts';
import type { FlagBoard } from './flag-board.ts';
import { messageOf } from './flag-words.ts';
import { changeBetween } from './move-flags.ts';

interface Shown {
  flags: Flag[];
  current: string | null;
  lit: string[];
}

const show = StateEffect.define<Shown>();

/** Hints about long stretches would underline half the text: they show when they are looked at. */
const isWide = (flag: Flag): boolean => flag.level === 'info' && flag.end - flag.start > 80;

const markOf = (flag: Flag, { current, lit }: Shown): Range<Decoration> => {
  const level = words.desk.flags.level[flag.level];
  return Decoration.mark({
    class: `cm-flag cm-flag-${isWide(flag) ? 'wide' : flag.level}${flag.id === current ? ' cm-flag-current' : ''}${lit.includes(flag.id) ? ' cm-flag-lit' : ''}`,
    attributes: { 'data-flag': flag.id, role: 'mark', 'aria-description': `${level}: ${messageOf(flag)}` },
  }).range(flag.start, flag.end);
};

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, change) {
    let next = shown.map(change.changes);
    for (const effect of change.effects) {
      if (!effect.is(show)) continue;
      const inText = effect.value.flags.filter((flag) => flag.start < flag.end && flag.end <= change.newDoc.length);
      next = Decoration.set(
        inText.map((flag) => markOf(flag, effect.value)),
        true,
      );
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const wave = (colour: string) => ({
  textDecoration: `underline wavy ${colour} 1.5px`,
  textUnderlineOffset: '0.22em',
  textDecorationSkipInk: 'none',
});

const look = EditorView.theme({
  '.cm-flag': { borderRadius: '3px', background: 'transparent', color: 'inherit', cursor: 'pointer' },
  '.cm-flag-info': { textDecoration: 'underline dotted var(--blue) 2px', textUnderlineOffset: '0.22em' },
  '.cm-flag-warning': wave('var(--amber)'),
  '.cm-flag-error': wave('var(--brick)'),
  '.cm-flag-lit, .cm-flag-current': { background: 'var(--amber-soft)' },
  '.cm-flag-error.cm-flag-lit, .cm-flag-error.cm-flag-current': { background: 'var(--brick-soft)' },
  '.cm-flag-current': { boxShadow: '0 0 0 2px color-mix(in srgb, var(--focus) 55%, transparent)' },
});

/** Underlines the flags of one field, and tells the board what the person points at. */
export function flagMarks(board: FlagBoard, pointer: string): Extension {
  const flagIdAt = (target: EventTarget | null) =>
    target instanceof Element ? (target.closest('[data-flag]')?.getAttribute('data-flag') ?? null) : null;
  return [
    marks,
    look,
    ViewPlugin.define((view): PluginValue => {
      let isOpen = true;
      // A change that was just typed is still on its way through the editor.
      const follow = () =>
        queueMicrotask(() => {
          if (isOpen) showFlags(view, board, pointer);
        });
      const stop = board.subscribe(follow);
      follow();
      return {
        update: (update) => noteCaret(update, board, pointer),
        destroy: () => {
          isOpen = false;
          stop();
          if (board.caret?.path === pointer) board.caret = null;
        },
      };
    }),
    EditorView.domEventHandlers({
      click: (event) => {
        const id = flagIdAt(event.target);
        if (id !== board.view().current?.id) board.select(id);
      },
      mousemove: (event) => board.point(flagIdAt(event.target)),
      mouseleave: () => board.point(null),
    }),
  ];
}

/** Draws what the board knows, once it speaks of the text that stands here. */
export function showFlags(view: EditorView, board: FlagBoard, pointer: string): void {
  const { current, lit, litIds } = board.view();
  if (board.textAt(pointer) !== view.state.doc.toString() || !view.state.field(marks, false)) return;
  const shown = { flags: board.flagsAt(pointer), current: current?.id ?? null, lit: [...litIds, ...(lit ? [lit.id] : [])] };
  const last = drawn.get(view);
  if (last && JSON.stringify(last) === JSON.stringify(shown)) return;
  drawn.set(view, shown);
  view.dispatch({ effects: show.of(shown) });
}

const drawn = new WeakMap<EditorView, Shown>();

function noteCaret(update: ViewUpdate, board: FlagBoard, pointer: string): void {
  const { view } = update;
  if (view.hasFocus) board.caret = { path: pointer, at: view.state.selection.main.head };
  else if (board.caret?.path === pointer) board.caret = null;
  const isTyped = update.transactions.some((each) => each.isUserEvent('input.type') || each.isUserEvent('delete'));
  if (isTyped && board.view().current) queueMicrotask(() => board.select(null));
}

/** Puts the cursor on flagged words, when the person is writing. */
export function goToFlag(view: EditorView, flag: Flag): void {
  view.focus();
  view.dispatch({ selection: { anchor: flag.start }, scrollIntoView: true });
}

/** Puts another text in the place of the one that stands here, as the smallest change and one step to undo. The cursor stays where it is. */
export function replaceText(view: EditorView, text: string): void {
  drawn.delete(view);
  view.dispatch({
    changes: changeBetween(view.state.doc.toString(), text),
    annotations: isolateHistory.of('full'),
    userEvent: 'input.complete',
  });
}
