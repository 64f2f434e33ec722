import type { DatasetForm, Json } from '@countersign/contract';
import type { LearningItem } from '@countersign/engine';

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const chat = (instructions: string, input: Json) => [
  ...(instructions.trim() === '' ? [] : [{ role: 'system', content: instructions }]),
  { role: 'user', content: asText(input) },
];
const answer = (output: Json) => [{ role: 'assistant', content: asText(output) }];

/** The lines that one item makes: one, or for preferences one for each refused version. */
export const linesOf: Record<DatasetForm, (item: LearningItem, instructions: string) => object[]> = {
  sft: ({ input, output }, instructions) => [{ messages: [...chat(instructions, input), ...answer(output)] }],
  dpo: ({ input, output, refused }, instructions) =>
    refused.map((one) => ({
      input: { messages: chat(instructions, input) },
      preferred_output: answer(output),
      non_preferred_output: answer(one),
    })),
  pairs: ({ input, output, refused }, instructions) =>
    refused.map((one) => ({
      prompt: chat(instructions, input)
        .map(({ content }) => content)
        .join('\n\n'),
      chosen: asText(output),
      rejected: asText(one),
    })),
  evals: ({ key, input, output, outcome, model, metadata, decidedAt }) => [
    { id: key, input, expected: output, outcome, model, metadata, decidedAt },
  ],
};
