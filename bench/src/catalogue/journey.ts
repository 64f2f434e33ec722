import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, ExportedItem, StateCounts } from '@countersign/contract';
import { Countersign } from '@countersign/sdk';
import type { CatalogueItem, Verdict } from './make-catalogue.ts';

export interface Journey {
  url: string;
  ownerKey: string;
  reviewerKeys: string[];
  checkpoint: string;
  items: CatalogueItem[];
}

export interface JourneyResult {
  importSeconds: number;
  reviewSeconds: number;
  releaseSeconds: number;
  exportSeconds: number;
  /** How many items each reviewer decided. */
  decided: number[];
  counts: StateCounts;
  exported: ExportedItem[];
}

const schemas = {
  inputSchema: { type: 'object', required: ['title', 'facts'], properties: { title: { type: 'string' } } },
  outputSchema: {
    type: 'object',
    required: ['description'],
    additionalProperties: false,
    properties: { description: { type: 'string', minLength: 1 } },
  },
};
const reasons = [{ code: 'off-topic', label: 'Not about this product' }];

const seconds = async (work: () => Promise<void>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
};

/** One reviewer: claims, gives the verdict that is marked for the item, and goes on until nothing waits. */
async function review(client: Countersign, checkpoint: string, byKey: Map<string, CatalogueItem>): Promise<number> {
  let decided = 0;
  const held: Claim[] = (await client.claims({ checkpoint, limit: 5 })).claims;
  while (held.length > 0) {
    for (let claim = held.shift(); claim; claim = held.shift()) {
      const { item } = claim;
      const known = byKey.get(item.key);
      if (!known) throw new Error(`${item.key} was never handed in.`);
      const claimNext = held.length === 0 ? { claimNext: { checkpoint, limit: 5 } } : {};
      const { claims } = await client.decide(item.id, { outputHash: item.outputHash, activeSeconds: 6, ...verdictOf(known), ...claimNext });
      decided += 1;
      held.push(...claims);
    }
  }
  return decided;
}

const verdictOf = ({ verdict, corrected }: CatalogueItem) =>
  verdict === 'edit' && corrected ? { verdict, output: corrected } : { verdict, ...(verdict === 'reject' && { reasons: ['off-topic'] }) };

/** The whole thread by the public API alone: hand in, review with many people at once, wait for the release, take away. */
export async function runJourney({ url, ownerKey, reviewerKeys, checkpoint, items }: Journey): Promise<JourneyResult> {
  const owner = new Countersign({ url, key: ownerKey });
  const texts = owner.checkpoint(checkpoint);
  await texts.put({ title: 'Product descriptions', undoSeconds: 1, reasons, ...schemas });
  const byKey = new Map(items.map((item) => [item.key, item]));
  const importSeconds = await seconds(async () => {
    const { accepted, rejected } = await texts.submitMany(
      items.map(({ key, input, output, confidence, model }) => ({ key, input, output, confidence, model })) as never,
    );
    if (accepted !== items.length)
      throw new Error(`${accepted} of ${items.length} were accepted; the first refusal: ${JSON.stringify(rejected[0])}`);
  });
  let decided: number[] = [];
  const reviewSeconds = await seconds(async () => {
    decided = await Promise.all(reviewerKeys.map((key) => review(new Countersign({ url, key }), checkpoint, byKey)));
  });
  let counts = (await texts.get()).counts;
  const releaseSeconds = await seconds(async () => {
    for (; counts.decided > 0 || counts.waiting > 0; counts = (await texts.get()).counts) await sleep(100);
  });
  const exported: ExportedItem[] = [];
  const exportSeconds = await seconds(async () => {
    for await (const item of texts.export()) exported.push(item as ExportedItem);
  });
  return { importSeconds, reviewSeconds, releaseSeconds, exportSeconds, decided, counts, exported };
}

export const outcomeOf: Record<Verdict, 'approved' | 'edited' | 'rejected'> = { approve: 'approved', edit: 'edited', reject: 'rejected' };

/** Every item that was handed in, with what became of it, against what its reviewer was to do. Empty when all is accounted for. */
export function findDifferences(items: CatalogueItem[], exported: ExportedItem[]): string[] {
  const found = new Map(exported.map((item) => [item.key, item]));
  const differences = exported.length === items.length ? [] : [`${exported.length} items were exported, ${items.length} handed in`];
  for (const item of items) {
    const there = found.get(item.key);
    const output = item.corrected ?? item.output;
    const state = item.verdict === 'reject' ? 'rejected' : 'released';
    if (!there) differences.push(`${item.key} is missing`);
    else if (there.decision?.outcome !== outcomeOf[item.verdict])
      differences.push(`${item.key} is ${there.decision?.outcome}, not ${outcomeOf[item.verdict]}`);
    else if (there.state !== state) differences.push(`${item.key} is ${there.state}, not ${state}`);
    else if (JSON.stringify(there.output) !== JSON.stringify(output)) differences.push(`${item.key} has another output`);
    else if (JSON.stringify(there.proposed) !== JSON.stringify(item.output)) differences.push(`${item.key} was proposed otherwise`);
    else if (JSON.stringify(there.input) !== JSON.stringify(item.input)) differences.push(`${item.key} has another input`);
  }
  return differences;
}
