import { z } from 'zod';

/** Three capital letters, ISO 4217. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Use three capital letters, such as EUR.')
  .meta({ example: 'EUR' });

export const mostMicros = 1_000_000_000_000_000;

/** An amount of money as an integer of millionths of the currency: 2,500,000 micros of EUR are 2.50 €. */
export const Money = z.strictObject({ micros: z.int().min(0).max(mostMicros), currency: Currency }).meta({ id: 'Money' });
export type Money = z.infer<typeof Money>;

/** What a model costs: millionths of the currency for a million tokens. */
export const ModelPrice = z
  .strictObject({
    currency: Currency,
    inputMicros: z.int().min(0).max(mostMicros).meta({ description: 'For a million tokens sent; 2,500,000 of USD are $2.50' }),
    outputMicros: z.int().min(0).max(mostMicros).meta({ description: 'For a million tokens received' }),
  })
  .meta({ id: 'ModelPrice' });
export type ModelPrice = z.infer<typeof ModelPrice>;
