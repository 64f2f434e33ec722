import { typeidUnboxed } from 'typeid-js';

export type IdPrefix =
  | 'ws'
  | 'person'
  | 'cp'
  | 'item'
  | 'review'
  | 'key'
  | 'invite'
  | 'comment'
  | 'batch'
  | 'run'
  | 'call'
  | 'worker'
  | 'lesson';

/** A typed id that sorts by time, such as `item_01h455vb4pex5vsknk084sn02q` (TypeID over UUIDv7). */
export const newId = (prefix: IdPrefix): string => typeidUnboxed(prefix);
