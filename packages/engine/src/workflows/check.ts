import { CountersignError, type DraftStep, stepName, type WorkflowInput } from '@countersign/contract';
import { findCheckpoint } from '../checkpoints/find.ts';
import { compileSchema } from '../checkpoints/schema-check.ts';
import type { Context } from '../context.ts';
import { parseTemplate } from '../prompts/template.ts';
import { findProvider } from '../providers/list.ts';

const wrong = (pointer: string, detail: string) => new CountersignError('invalid_input', detail, { pointer });

/** What a model wrote goes on only through a person's decision. */
function checkOrder({ steps }: WorkflowInput): void {
  const names = steps.map(stepName);
  const twice = names.findIndex((name, at) => names.indexOf(name) !== at);
  if (twice !== -1) throw wrong(`/steps/${twice}`, `Two steps are named ${names[twice]}. Give each its own name.`);
  for (const [at, step] of steps.entries()) {
    const next = steps[at + 1];
    if ('deliver' in step && next) throw wrong(`/steps/${at}`, 'To deliver is the last step. Move it to the end.');
    if ('draft' in step && (!next || 'deliver' in next))
      throw wrong(`/steps/${at}`, `What ${step.draft} drafts would go out undecided. Put a checkpoint behind it.`);
  }
  if (steps.every((step) => 'deliver' in step)) throw wrong('/steps', 'A workflow needs a checkpoint.');
}

async function checkDraft(ctx: Context, step: DraftStep, pointer: string): Promise<void> {
  await findProvider(ctx, step.provider).catch((error) => {
    throw error instanceof CountersignError && error.code === 'not_found' ? wrong(`${pointer}/provider`, error.message) : error;
  });
  parseTemplate(step.prompt, `${pointer}/prompt`);
  parseTemplate(step.system, `${pointer}/system`);
  if (step.outputSchema) compileSchema(step.outputSchema as never, `${pointer}/outputSchema`);
}

/** Errors: `invalid_input` and `invalid_schema` with a pointer to the step that is wrong. */
export async function checkWorkflow(ctx: Context, input: WorkflowInput): Promise<void> {
  checkOrder(input);
  for (const [at, step] of input.steps.entries()) {
    if ('draft' in step) await checkDraft(ctx, step, `/steps/${at}`);
    if ('checkpoint' in step)
      await findCheckpoint(ctx, step.checkpoint).catch((error) => {
        throw error instanceof CountersignError && error.code === 'not_found' ? wrong(`/steps/${at}/checkpoint`, error.message) : error;
      });
  }
}
