import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointInput } from '@countersign/contract';

const shop = join(import.meta.dirname, '../../../packages/cli/sample-shop');

export interface ShopItem {
  key: string;
  input: unknown;
  output: unknown;
}

/** The checkpoint of the sample shop, with its schemas, instructions, reasons and brand rules. */
export const shopCheckpoint = (): CheckpointInput => JSON.parse(readFileSync(join(shop, 'checkpoint.json'), 'utf8'));

/** The products of the sample shop over and over, each time under another key. */
export function* shopItems(count: number): Generator<ShopItem> {
  const lines = readFileSync(join(shop, 'items.jsonl'), 'utf8').trim().split('\n');
  const products = lines.map((line) => JSON.parse(line) as ShopItem);
  for (let number = 0; number < count; number += 1) {
    const product = products[number % products.length] as ShopItem;
    yield { ...product, key: `${product.key}-${number}` };
  }
}
