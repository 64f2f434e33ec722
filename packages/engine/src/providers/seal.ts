import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { CountersignError } from '@countersign/contract';

/** What keys of providers are encrypted with: from COUNTERSIGN_SECRET or the data folder, never from the database. */
export type Secret = string;

const keyOf = (secret: Secret): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'countersign provider keys', 32));

/** Encrypts with AES-256-GCM. `place` binds the text to where it is stored, so that a copied one opens nowhere else. */
export function seal(secret: Secret, place: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', nonce, sealed, cipher.getAuthTag()].map((part) => (typeof part === 'string' ? part : part.toString('base64url'))).join('.');
}

/** Errors: `invalid_input` for a text that was sealed with another secret, or was changed. */
export function unseal(secret: Secret, place: string, sealed: string): string {
  try {
    const [version, nonce, text, tag] = sealed.split('.');
    if (version !== 'v1' || !nonce || text === undefined || !tag) throw new Error(`unknown form ${version}`);
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), Buffer.from(nonce, 'base64url'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(place)).setAuthTag(Buffer.from(tag, 'base64url'));
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new CountersignError(
      'invalid_input',
      'The key of this provider was stored with another secret and cannot be read. Enter it again, or start with the former COUNTERSIGN_SECRET.',
      { cause },
    );
  }
}
