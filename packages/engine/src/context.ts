import type { Actor, Role } from '@countersign/contract';
import type { Database } from './database/open.ts';

export type Rank = Role | 'service' | 'system';

/** Who acts, in which workspace, on which database. Every verb takes one. */
export interface Context {
  db: Database;
  workspaceId: string;
  actor: Actor;
  role: Rank;
  /** A fixed instant, for tests and replays; the database's clock when absent. */
  at?: Date;
}

/** The person who acts. Only people review. */
export const personId = ({ actor }: Context): string | null => (actor.kind === 'person' ? actor.id : null);

/** What the log stores of an actor: the id alone, because a name must stay erasable. */
export const actorRecord = ({ actor }: Context): Actor => ({ kind: actor.kind, id: actor.id });

export const systemContext = (db: Database, workspaceId: string, id: string): Context => ({
  db,
  workspaceId,
  actor: { kind: 'system', id },
  role: 'system',
});
