import { createHmac } from 'node:crypto';
import { coinFrom } from '@countersign/trust';

/** The coin of each item, from a seed in place of the installation's secret: the same seed and id give the same coin for ever. */
export const makeCoins = (seed: string) => {
  const secret = `countersign trust replay ${seed}`;
  return (id: string): number => coinFrom(createHmac('sha256', secret).update(id).digest('hex'));
};

/** 32 bits of a seed that is any text. */
export const seedNumber = (seed: string): number => createHmac('sha256', 'countersign shuffle').update(seed).digest().readUInt32BE(0);
