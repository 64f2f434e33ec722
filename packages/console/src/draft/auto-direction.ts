import type { Range } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

const line = Decoration.line({ attributes: { dir: 'auto' } });

function linesInSight(view: EditorView): DecorationSet {
  const found: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges)
    for (let at = from; at <= to; ) {
      const here = view.state.doc.lineAt(at);
      found.push(line.range(here.from));
      at = here.to + 1;
    }
  return Decoration.set(found, true);
}

const plugin = ViewPlugin.fromClass(
  class {
    lines: DecorationSet;
    constructor(view: EditorView) {
      this.lines = linesInSight(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.lines = linesInSight(update.view);
    }
  },
  { decorations: (value) => value.lines },
);

/** Every line runs from left to right or from right to left, as its first letters do. */
export const autoDirection = [plugin, EditorView.perLineTextDirection.of(true)];
