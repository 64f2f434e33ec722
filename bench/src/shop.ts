import type { Claim } from '@countersign/contract';
import { type Context, claim, createWorkspace, type Database, decide, newId, putCheckpoint } from '@countersign/engine';

export interface ShopReviewer {
  claimNext(checkpoint: string): Promise<Claim[]>;
  /** Approves what is held and claims the next. */
  approve(held: Claim, checkpoint: string): Promise<Claim[]>;
}

/** A workspace with one checkpoint, used through the verbs of the engine, for benches that leave HTTP out. */
export interface Shop {
  workspaceId: string;
  checkpointId: string;
  checkpoint: string;
  reviewers: ShopReviewer[];
}

const reviewerOf = (ctx: Context): ShopReviewer => ({
  claimNext: (checkpoint) => claim({ ctx, input: { checkpoint } }),
  approve: async (held, checkpoint) =>
    (
      await decide({
        ctx,
        itemId: held.item.id,
        input: { verdict: 'approve', outputHash: held.item.outputHash, claimNext: { checkpoint } },
      })
    ).claims,
});

export async function makeTestShop(db: Database, { reviewers }: { reviewers: number }): Promise<Shop> {
  const { id: workspaceId } = await createWorkspace(db, { name: 'Bench' });
  const owner: Context = { db, workspaceId, actor: { kind: 'person', id: newId('person') }, role: 'owner' };
  const checkpoint = 'texts';
  const { checkpoint: made } = await putCheckpoint({ ctx: owner, name: checkpoint, input: { title: 'Texts', undoSeconds: 600 } });
  const people = Array.from(
    { length: reviewers },
    (): Context => ({ db, workspaceId, actor: { kind: 'person', id: newId('person') }, role: 'reviewer' }),
  );
  return { workspaceId, checkpointId: made.id, checkpoint, reviewers: people.map(reviewerOf) };
}
