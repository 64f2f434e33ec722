import { z } from 'zod';
import { Instant } from './json.ts';
import { Actor } from './words.ts';

const Context = z
  .array(z.string().max(200))
  .max(8)
  .meta({ description: 'Words, marks and spaces in small letters; <number>, <word>, <start>, <end>, <list> stand for their kind' });

/** What to change into what, and where. Texts are lists of words, marks and spaces. */
export const LessonRule = z
  .strictObject({
    kind: z.enum(['replace', 'delete', 'insert', 'punctuation', 'casing', 'spacing', 'value']),
    field: z.string().max(500).meta({ description: "JSON pointer into the output, with '*' for places in lists; '' for any text" }),
    before: Context,
    from: z.array(z.string().max(200)).max(60).meta({ description: 'In small letters it is found whatever the capitals' }),
    after: Context,
    to: z.string().max(2000),
  })
  .refine(({ from, before, after }) => from.length + before.length + after.length > 0, {
    message: 'A lesson needs words to look for, or a place.',
    path: ['from'],
  })
  .meta({ id: 'LessonRule' });
export type LessonRule = z.infer<typeof LessonRule>;

/** Items that a lesson speaks to; null for all. Read from metadata.locale and metadata.category of an item, else of its input. */
export const LessonScope = z
  .strictObject({
    locale: z.string().min(1).max(60).nullable().default(null),
    category: z.string().min(1).max(200).nullable().default(null),
  })
  .meta({ id: 'LessonScope' });
export type LessonScope = z.infer<typeof LessonScope>;

/**
 * trial: seen some times, tried in silence. proposed: it has proved right, and waits for a lead or owner. shown: as a flag. retired: it stopped
 * by itself. off: a person switched it off.
 */
export const LessonState = z.enum(['trial', 'proposed', 'shown', 'retired', 'off']).meta({ id: 'LessonState' });
export type LessonState = z.infer<typeof LessonState>;

/** A lesson as the checks take it. */
export const ShownLesson = z
  .object({
    id: z.string(),
    rule: LessonRule,
    scope: LessonScope,
    changed: z.int().meta({ description: 'Cases in which people made just this change' }),
    cases: z.int(),
    bound: z.number().meta({ description: 'It is right at least this often, with 95 % probability' }),
    mayApply: z.boolean().meta({ description: 'Sure enough to be applied by itself where the checkpoint allows it' }),
  })
  .meta({ id: 'ShownLesson' });
export type ShownLesson = z.infer<typeof ShownLesson>;

export const LessonSettings = z
  .object({
    apply: z
      .boolean()
      .default(false)
      .meta({ description: 'Lessons that are sure enough are applied before review, as a revision of their own' }),
  })
  .meta({ id: 'LessonSettings' });

export const Lesson = ShownLesson.extend({
  checkpoint: z.string(),
  state: LessonState,
  text: z.string().meta({ description: 'The rule in one line, in English' }),
  expected: z.number().meta({ description: 'How often it is expected to be right on new texts' }),
  documents: z.number().meta({ description: 'Different documents in which it was tried; items where none are named' }),
  accepted: z.int().meta({ description: 'Its flags that people accepted' }),
  dismissed: z.int(),
  applied: z.int().meta({ description: 'Items in which it was applied by itself' }),
  ratifiedBy: Actor.nullable(),
  proposedAt: Instant.nullable(),
  ratifiedAt: Instant.nullable(),
  endedAt: Instant.nullable().meta({ description: 'When it retired or was switched off' }),
  createdAt: Instant,
  updatedAt: Instant,
}).meta({ id: 'Lesson' });
export type Lesson = z.infer<typeof Lesson>;

/** One item in which a lesson would have spoken, or did. */
export const LessonCase = z
  .object({ itemId: z.string(), label: z.string(), changed: z.int(), cases: z.int(), at: Instant })
  .meta({ id: 'LessonCase' });
export type LessonCase = z.infer<typeof LessonCase>;

export const LessonWithCases = Lesson.extend({
  items: z.array(LessonCase).meta({ description: 'The newest 50 items in which it would have spoken' }),
  weeks: z
    .array(z.object({ from: Instant, changed: z.int(), cases: z.int() }))
    .meta({ description: 'Over time, by weeks: how often people made the change, of how many cases' }),
}).meta({ id: 'LessonWithCases' });
export type LessonWithCases = z.infer<typeof LessonWithCases>;

/** What is left out stays. Another rule begins without evidence. */
export const LessonChange = z
  .strictObject({ rule: LessonRule.optional(), scope: LessonScope.optional() })
  .refine((change) => change.rule !== undefined || change.scope !== undefined, { message: 'Name a rule or a scope.' })
  .meta({ id: 'LessonChange' });
export type LessonChange = z.infer<typeof LessonChange>;
