import { createHash } from 'node:crypto';
import type { Json } from '@countersign/contract';
import canonicalize from 'canonicalize';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `sha256:` and the digest of the canonical form (RFC 8785), so that spacing and the order of members do not count. */
export const hashJson = (value: Json): string => `sha256:${sha256(canonicalize(value) ?? 'null')}`;
