import { WorkflowInput } from '@countersign/contract';
import { LineCounter, parseDocument, stringify } from 'yaml';
import { words } from '../words/words.ts';

export type ReadWorkflow = { workflow: WorkflowInput; problems: [] } | { workflow: null; problems: string[] };

const say = words.batches.workflows;

/** A workflow from what a person wrote, or what is wrong with it, with the line where that can be said. */
export function readWorkflow(text: string): ReadWorkflow {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    return { workflow: null, problems: document.errors.map(({ pos, message }) => say.line(lines.linePos(pos[0]).line, message)) };
  const parsed = WorkflowInput.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return { workflow: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message }) => {
    const range = path.length > 0 ? rangeAt(document, path) : null;
    const place = path.join('.') || say.yaml;
    return range === null ? say.at(place, message) : say.line(lines.linePos(range).line, `${place}: ${message}`);
  });
  return { workflow: null, problems: [...new Set(problems)] };
}

/** Where the value of a path begins, or the nearest that holds it. */
function rangeAt(document: ReturnType<typeof parseDocument>, path: PropertyKey[]): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return null;
}

/** A workflow as a person edits it: what stands at its usual value is left out. */
export const writeWorkflow = ({ title, steps }: WorkflowInput): string =>
  stringify(
    { title, steps: steps.map((step) => Object.fromEntries(Object.entries(step).filter(([, value]) => value !== null && value !== ''))) },
    { lineWidth: 0 },
  );

export const exampleWorkflow = `title: Descriptions in two languages
steps:
  - draft: write
    provider: local
    model: my-model
    prompt: |
      Describe {{ input.name }} in two sentences.
  - checkpoint: product-descriptions
  - deliver: shop
`;
