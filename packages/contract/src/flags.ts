import { z } from 'zod';

/**
 * fact: the source contradicts it, or does not support a specific statement. claim: praise, superlatives and promises that nobody can
 * check. brand: the checkpoint's own rules. grammar, spelling: the language. personal: personal data and secrets. ai: the AI's own flags.
 * lesson: what people have corrected in the same way before.
 */
export const FlagKind = z.enum(['fact', 'claim', 'brand', 'grammar', 'spelling', 'personal', 'ai', 'lesson']);
export type FlagKind = z.infer<typeof FlagKind>;

export const FlagLevel = z.enum(['info', 'warning', 'error']);
export type FlagLevel = z.infer<typeof FlagLevel>;

const Pointer = z
  .string()
  .max(2000)
  .regex(/^(?:\/[^/]*)*$/, "Use a JSON pointer: '' for the whole, '/field/0' for a part.");
const Offset = z.int().min(0);

export const FlagSource = z.object({
  checker: z.string().max(60),
  rule: z.string().max(120).meta({ description: 'What in the checker found it' }),
  inputPath: Pointer.optional().meta({ description: 'JSON pointer into the input: the fact that the flag speaks of' }),
  inputStart: Offset.optional().meta({ description: 'With inputEnd: the place in the string at inputPath' }),
  inputEnd: Offset.optional(),
  evidence: z.string().max(500).optional().meta({ description: 'What the source says, in its words' }),
});
export type FlagSource = z.infer<typeof FlagSource>;

/** An observation about a span of an output. Offsets are UTF-16 units in the string at `path`; start = end marks a place or a whole field. */
export const Flag = z
  .object({
    id: z.string().max(60).meta({ description: 'The same as long as the flagged words, their surroundings and the evidence are the same' }),
    path: Pointer.meta({ description: "JSON pointer into the output; '' for a plain text" }),
    start: Offset,
    end: Offset,
    kind: FlagKind,
    level: FlagLevel,
    message: z.string().max(1000).meta({ description: 'In English' }),
    messageCode: z
      .string()
      .max(60)
      .optional()
      .meta({ description: 'What the message says, for other languages; none where it is in words of its own' }),
    messageParams: z.record(z.string().max(30), z.string().max(500)).optional(),
    replacements: z.array(z.string().max(5000)).max(20),
    source: FlagSource,
  })
  .refine((flag) => flag.start <= flag.end, { message: 'A flag ends where it starts or later.', path: ['end'] })
  .meta({ id: 'Flag' });
export type Flag = z.infer<typeof Flag>;

/** What the AI may say about its own output, in `metadata.flags` of an item. `text` finds the place when offsets are left out. */
export const SubmittedFlag = z.object({
  path: Pointer.default(''),
  start: Offset.optional(),
  end: Offset.optional(),
  text: z.string().max(5000).optional(),
  level: FlagLevel.default('warning'),
  message: z.string().min(1).max(1000),
  replacements: z.array(z.string().max(5000)).max(20).default([]),
  rule: z.string().max(120).default('ai'),
  inputPath: Pointer.optional(),
});
export type SubmittedFlag = z.infer<typeof SubmittedFlag>;

const Bounds = z
  .strictObject({ min: z.number().min(0).optional(), max: z.number().min(0).optional() })
  .refine((bounds) => bounds.min === undefined || bounds.max === undefined || bounds.min <= bounds.max, {
    message: 'min is above max.',
  });
const Fields = z
  .array(z.string().max(500))
  .max(100)
  .meta({ description: "Fields of the output as JSON pointers; '*' stands for any one step. Left out: every text" });
const Phrase = z.string().trim().min(1).max(200);

export const WordRule = z.strictObject({
  phrase: Phrase,
  replacement: z.string().max(200).optional(),
  level: FlagLevel.default('warning'),
  reason: z.string().max(300).optional(),
  fields: Fields.optional(),
});
export type WordRule = z.infer<typeof WordRule>;

export const MentionRule = z.strictObject({
  anyOf: z.array(Phrase).min(1).max(20),
  field: z.string().max(500).optional().meta({ description: 'The field that must say it; left out: any field' }),
  level: FlagLevel.default('error'),
  reason: z.string().max(300).optional(),
});
export type MentionRule = z.infer<typeof MentionRule>;

export const LengthRule = z.strictObject({
  fields: Fields.optional(),
  words: Bounds.optional(),
  characters: Bounds.optional(),
  level: FlagLevel.default('warning'),
});
export type LengthRule = z.infer<typeof LengthRule>;

/** How a checkpoint's texts are to be written. Everything is optional: what is left out is not checked. */
export const BrandRules = z
  .strictObject({
    banned: z.array(WordRule).max(2000).default([]).meta({ description: 'Words and phrases never to be used' }),
    preferred: z
      .array(
        z.strictObject({
          use: Phrase,
          insteadOf: z.array(Phrase).min(1).max(50),
          level: FlagLevel.default('info'),
          fields: Fields.optional(),
        }),
      )
      .max(2000)
      .default([]),
    required: z.array(MentionRule).max(200).default([]),
    length: z.array(LengthRule).max(100).default([]),
    sentenceWords: z.strictObject({ max: z.int().min(3), level: FlagLevel.default('info') }).optional(),
    readingEase: z
      .strictObject({ min: z.number().optional(), max: z.number().optional(), level: FlagLevel.default('info'), fields: Fields.optional() })
      .optional()
      .meta({ description: 'Flesch reading ease: 60 to 70 is plain English; higher is easier' }),
    capitals: z
      .array(z.strictObject({ fields: Fields, style: z.enum(['sentence', 'title']), level: FlagLevel.default('info') }))
      .max(50)
      .default([]),
    punctuation: z
      .strictObject({
        exclamationMarks: z.literal('never').optional(),
        oxfordComma: z.enum(['always', 'never']).optional(),
        quotes: z.enum(['curly', 'straight']).optional(),
        dash: z.enum(['em', 'en', 'never']).optional(),
        finalStop: z
          .array(z.strictObject({ fields: Fields, style: z.enum(['always', 'never']) }))
          .max(20)
          .optional(),
        level: FlagLevel.default('warning'),
      })
      .optional(),
    spelling: z.enum(['en-GB', 'en-US']).optional(),
    emoji: z.literal('never').optional(),
    dictionary: z.array(z.string().trim().min(1).max(100)).max(20_000).default([]).meta({ description: 'Words that are right here' }),
  })
  .meta({ id: 'BrandRules' });
export type BrandRules = z.infer<typeof BrandRules>;
/** The rules as people write them: everything optional. */
export type BrandRulesInput = z.input<typeof BrandRules>;
