import type { DraftStep, Json, JsonObject, ModelMessage } from '@countersign/contract';
import type { ReadyCheckpoint } from '../checkpoints/find.ts';
import { hashJson } from '../hash.ts';
import { brandText } from './brand-text.ts';
import type { Example } from './examples.ts';
import { renderTemplate, unknownFields } from './template.ts';

/** Why an item was sent back, for the next draft. */
export interface Feedback {
  reasons: string[];
  comment: string;
  /** The output that was refused. */
  output: Json;
  /** The review that sent it back, which the next draft answers. */
  returnId: string;
  /** The checkpoint step that it goes back to. */
  step: number;
}

export interface PromptValues {
  input: Json;
  outputs: JsonObject;
  examples: Example[];
  feedback: Feedback | null;
}

const usualSystem = `You draft for people who will check every word against the source before it goes live.
Use only what the source says. Leave out what it does not say.{% if instructions != "" %}

What the reviewers look for:
{{ instructions }}{% endif %}{% if brand != "" %}

How texts are written here:
{{ brand }}{% endif %}`;

const correctionsText = `

How people corrected earlier drafts:{% for example in examples %}
Source: {{ example.input }}
Draft: {{ example.proposed }}
Corrected: {{ example.output }}{% endfor %}`;

const feedbackText = `

Your last draft was sent back. It was:
{{ feedback.output }}
{% if feedback.reasons != empty %}Reasons: {{ feedback.reasons | join: ", " }}
{% endif %}{% if feedback.comment != "" %}The reviewer says: {{ feedback.comment }}
{% endif %}Write it again with that put right.`;

const schemaText = `

Answer with JSON alone that fits this schema: {{ schema }}`;

const takesText = (schema: JsonObject | null): boolean => schema === null || schema.type === 'string';

/** The schema that an answer has to fit as JSON; null where plain text is asked for. */
export const answerSchema = (step: DraftStep, checkpoint: ReadyCheckpoint | null): JsonObject | null => {
  const schema = (step.outputSchema ?? checkpoint?.outputSchema ?? null) as JsonObject | null;
  return takesText(schema) ? null : schema;
};

const valuesOf = (checkpoint: ReadyCheckpoint | null, step: DraftStep, values: PromptValues) => ({
  ...values,
  instructions: checkpoint?.instructions ?? '',
  brand: brandText(checkpoint?.brandRules ?? null),
  schema: answerSchema(step, checkpoint),
  feedback: values.feedback,
});

const names = (template: string, word: string) => new RegExp(`\\b${word}\\b`).test(template);

/** What a template does not place itself follows behind it, so that no prompt loses corrections, feedback or form. */
function withRest(template: string, values: ReturnType<typeof valuesOf>): string {
  const rest = [
    values.examples.length > 0 && !names(template, 'examples') ? correctionsText : '',
    values.feedback && !names(template, 'feedback') ? feedbackText : '',
    values.schema && !names(template, 'schema') ? schemaText : '',
  ];
  return template + rest.join('');
}

/** The messages of a call, exactly as they are sent. Errors: `invalid_input` for a template that cannot be filled in. */
export function renderPrompt(checkpoint: ReadyCheckpoint | null, step: DraftStep, given: PromptValues): ModelMessage[] {
  const values = valuesOf(checkpoint, step, given);
  return [
    { role: 'system', content: renderTemplate(step.system || usualSystem, values, '/draft/system').trim() },
    { role: 'user', content: renderTemplate(withRest(step.prompt, values), values, '/draft/prompt').trim() },
  ];
}

/** The fields that the templates of a step name and the values do not have. */
export function unknownInPrompt(checkpoint: ReadyCheckpoint | null, step: DraftStep, given: PromptValues): string[] {
  const values = valuesOf(checkpoint, step, given);
  return [...new Set([step.system, step.prompt].flatMap((template) => unknownFields(template, values)))];
}

/** Changes with everything that the prompt is made of but the item: templates, model, schema. */
export const promptHash = (step: DraftStep, checkpoint: ReadyCheckpoint | null): string => {
  const { system, prompt, provider, model, temperature, maxOutputTokens } = step;
  return hashJson({
    system: system || usualSystem,
    prompt,
    provider,
    model,
    temperature,
    maxOutputTokens,
    schema: answerSchema(step, checkpoint),
  });
};
