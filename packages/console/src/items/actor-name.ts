import type { Actor } from '@countersign/contract';
import { words } from '../words/words.ts';

export const nameOf = (actor: Actor): string => ('name' in actor && actor.name ? actor.name : words.actor[actor.kind]);
