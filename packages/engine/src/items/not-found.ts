import { CountersignError } from '@countersign/contract';

export const itemNotFound = (id: string): CountersignError =>
  new CountersignError('not_found', `There is no item ${id} here. Check the id, and that the key belongs to the right workspace.`);
