import { isolateHistory } from '@codemirror/commands';
import { type Extension, type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, type PluginValue, ViewPlugin } from '@codemirror/view';
import type { Flag } from '@countersign/contract';
import { words } from '../words/words.ts';
import type { FlagBoard } from './flag-board.ts';
import { changeBetween } from './move-flags.ts';

interface Shown {
  flags: Flag[];
  current: string | null;
  lit: string[];
}

const show = StateEffect.define<Shown>();

const markOf = (flag: Flag, { current, lit }: Shown): Range<Decoration> => {
  const level = words.desk.flags.level[flag.level];
  return Decoration.mark({
    class: `cm-flag cm-flag-${flag.level}${flag.id === current ? ' cm-flag-current' : ''}${lit.includes(flag.id) ? ' cm-flag-lit' : ''}`,
    attributes: { 'data-flag': flag.id, role: 'mark', 'aria-description': `${level}: ${flag.message}` },
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

/** Underlines the flags of one field, and tells the board what the person points at. */
export function flagMarks(board: FlagBoard, pointer: string): Extension {
  const flagIdAt = (target: EventTarget | null) => (target instanceof Element ? (target.closest('[data-flag]')?.getAttribute('data-flag') ?? null) : null);
  return [
    marks,
    ViewPlugin.define((view): PluginValue => {
      const stop = board.subscribe(() => showFlags(view, board, pointer));
      queueMicrotask(() => showFlags(view, board, pointer));
      return { destroy: stop };
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

/** Puts another text in the place of the one that stands here, as the smallest change and one step to undo. The cursor stays where it is. */
export function replaceText(view: EditorView, text: string): void {
  drawn.delete(view);
  view.dispatch({ changes: changeBetween(view.state.doc.toString(), text), annotations: isolateHistory.of('full'), userEvent: 'input.complete' });
}
