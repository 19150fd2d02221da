/**
 * The log's chain: each entry carries the hash of the one before, and commits to its personal part without holding it.
 *
 *     hash       = SHA-256( hash before (32 bytes) ‖ envelope text, UTF-8 )
 *     commitment = SHA-256( salt (16 bytes) ‖ personal text, UTF-8 )
 *
 * The envelope is hashed as the very text that was stored and sent, so no canonical form of JSON is needed. With salt and personal
 * part deleted the chain still proves itself, and the commitment tells nothing (a salt of 128 bits cannot be guessed).
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Before the first entry of an epoch. */
export const CHAIN_START = '0'.repeat(64);

/** The next link, lower-case hex of 32 bytes. `before` is the link before it, or {@link CHAIN_START}. */
export function chainHash(before: string, envelope: string): string {
  return createHash('sha256').update(Buffer.from(before, 'hex')).update(envelope, 'utf8').digest('hex');
}

export interface Committed {
  /** Base64 of 16 random bytes. */
  readonly salt: string;
  /** Lower-case hex of 32 bytes. */
  readonly commitment: string;
}

export function commitTo(personal: string): Committed {
  const salt = randomBytes(16);
  return { salt: salt.toString('base64'), commitment: digest(salt, personal).toString('hex') };
}

/** Whether this personal part, with this salt, is the one committed to. */
export function opensCommitment(commitment: string, salt: string, personal: string): boolean {
  const claimed = Buffer.from(commitment, 'hex');
  const found = digest(Buffer.from(salt, 'base64'), personal);
  return claimed.length === found.length && timingSafeEqual(claimed, found);
}

function digest(salt: Uint8Array, personal: string): Buffer {
  return createHash('sha256').update(salt).update(personal, 'utf8').digest();
}
