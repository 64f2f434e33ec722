import { createHash } from 'node:crypto';
import { candidateKey, type Rule } from '@countersign/lessons';

/** The same for the same rule, and short enough for an index. */
export const ruleKeyOf = (rule: Rule): string => createHash('sha256').update(candidateKey(rule)).digest('base64url');
