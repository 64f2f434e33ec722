import { z } from 'zod';

/**
 * sft: chats for fine-tuning. dpo: preferred and refused answers to a chat. pairs: the same as prompt, chosen, rejected. evals: inputs
 * with the output that is expected.
 */
export const DatasetForm = z.enum(['sft', 'dpo', 'pairs', 'evals']).meta({ id: 'DatasetForm' });
export type DatasetForm = z.infer<typeof DatasetForm>;

export const DatasetQuery = z.object({
  as: DatasetForm,
  split: z
    .enum(['all', 'train', 'test'])
    .default('all')
    .meta({ description: 'test: the newest; train: what was decided before, without any document or input that is in test' }),
  test: z.coerce.number().min(0.01).max(0.9).default(0.2).meta({ description: 'Share of the items that the test part has, about' }),
  group: z.string().min(1).max(100).default('group').meta({ description: 'Member of the metadata that names the document of an item' }),
  mask: z
    .literal('personal')
    .optional()
    .meta({ description: 'Puts [EMAIL], [PHONE], [IBAN], [CARD] and [SECRET] in the place of what is one' }),
});
export type DatasetQuery = z.infer<typeof DatasetQuery>;
