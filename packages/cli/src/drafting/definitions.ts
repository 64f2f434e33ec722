import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CheckpointInput, PlainName, ProviderInput, WorkflowInput } from '@countersign/contract';
import { parseAllDocuments } from 'yaml';
import { ZodError, z } from 'zod';
import { UsageError } from '../exit-codes.ts';

/** One document of a file that is applied. */
export type Definition =
  | { kind: 'provider'; name: string; input: ProviderInput }
  | { kind: 'checkpoint'; name: string; input: CheckpointInput }
  | { kind: 'workflow'; name: string; input: WorkflowInput };

const Head = z.looseObject({ kind: z.enum(['provider', 'checkpoint', 'workflow']).default('workflow'), name: PlainName });
const inputs = { provider: ProviderInput, checkpoint: CheckpointInput, workflow: WorkflowInput };
/** Providers before the workflows that name them. */
const order = ['provider', 'checkpoint', 'workflow'];

const explain = (file: string, at: number, cause: unknown): UsageError =>
  new UsageError(`${file}, document ${at + 1}: ${cause instanceof ZodError ? z.prettifyError(cause) : (cause as Error).message}`);

/** A prompt may stand in a file of its own: `promptFile`, beside the file that names it. */
async function takeInPrompts(folder: string, content: Record<string, unknown>): Promise<void> {
  if (!Array.isArray(content.steps)) return;
  for (const step of content.steps as Record<string, unknown>[])
    for (const [from, to] of [
      ['promptFile', 'prompt'],
      ['systemFile', 'system'],
    ] as const)
      if (typeof step?.[from] === 'string') {
        step[to] = await readFile(resolve(folder, step[from]), 'utf8');
        delete step[from];
      }
}

/** Of a provider, `kind` is taken: whose protocol it speaks stands in `protocol`. */
function takeProtocol(content: Record<string, unknown>): void {
  content.kind = content.protocol ?? 'openai-compatible';
  delete content.protocol;
}

/** Reads the documents of a YAML or JSON file, in the order in which they have to be applied. Throws a UsageError that names the place. */
export async function readDefinitions(file: string): Promise<Definition[]> {
  const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8');
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents) || documents.length === 0) throw new UsageError(`${file} is empty.`);
  const read = await Promise.all(
    documents.map(async (document, at) => {
      const [broken] = document.errors;
      if (broken) throw new UsageError(`${file} cannot be read: ${broken.message}`);
      try {
        const { kind, name, ...content } = Head.parse(document.toJS());
        if (kind === 'provider') takeProtocol(content);
        await takeInPrompts(dirname(file), content);
        return { kind, name, input: inputs[kind].parse(content) } as Definition;
      } catch (cause) {
        throw explain(file, at, cause);
      }
    }),
  );
  return read.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
