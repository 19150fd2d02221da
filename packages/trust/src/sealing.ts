/**
 * Sealed boxes: anyone with the public key can close one, only the holder of the private key can open it.
 *
 *     version 1 (1 byte) | ephemeral X25519 public key (32) | AES-256-GCM nonce (12) | tag (16) | ciphertext
 *     key = HKDF-SHA-256( X25519 shared secret, salt = ephemeral key ‖ recipient's key, info = "portvakt:1:seal:" ‖ purpose )
 *
 * Used for what must cross or lie where it must not be read: an unknown credential in the edge's log (only the centre opens it),
 * the site roster and the accounts on their way to one agent and at rest there.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { KeyPair } from './signing.ts';

const VERSION = 1;
const OVERHEAD = 1 + 32 + 12 + 16;

export type SealPurpose = 'credential' | 'roster' | 'accounts' | 'list-key';

export function makeSealingKey(): KeyPair {
  const pair = generateKeyPairSync('x25519');
  return {
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  };
}

/** Closes a box, base64. */
export function seal(purpose: SealPurpose, plain: Uint8Array, recipient: string): string {
  const to = createPublicKey({ key: Buffer.from(recipient, 'base64url'), format: 'der', type: 'spki' });
  const own = generateKeyPairSync('x25519');
  const ephemeral = rawKey(own.publicKey);
  const key = sharedKey(purpose, own.privateKey, to, ephemeral, rawKey(to));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), ephemeral, nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** Opens a box; `undefined` when it was not made for this key and purpose or was changed. */
export function unseal(purpose: SealPurpose, box: string, own: KeyPair): Uint8Array | undefined {
  const bytes = Buffer.from(box, 'base64');
  if (bytes.length < OVERHEAD || bytes[0] !== VERSION) return undefined;
  const ephemeral = bytes.subarray(1, 33);
  try {
    const from = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: ephemeral.toString('base64url') }, format: 'jwk' });
    const secret = createPrivateKey({ key: Buffer.from(own.privateKey, 'base64url'), format: 'der', type: 'pkcs8' });
    const mine = createPublicKey({ key: Buffer.from(own.publicKey, 'base64url'), format: 'der', type: 'spki' });
    const decipher = createDecipheriv('aes-256-gcm', sharedKey(purpose, secret, from, ephemeral, rawKey(mine)), bytes.subarray(33, 45));
    decipher.setAuthTag(bytes.subarray(45, 61));
    return Buffer.concat([decipher.update(bytes.subarray(61)), decipher.final()]);
  } catch (cause) {
    if (cause instanceof Error) return undefined; // a tag that does not fit, or a point that is not on the curve
    throw cause;
  }
}

function sharedKey(
  purpose: SealPurpose,
  privateKey: KeyObject,
  publicKey: KeyObject,
  ephemeral: Uint8Array,
  recipient: Uint8Array,
): Uint8Array {
  const secret = diffieHellman({ privateKey, publicKey });
  return new Uint8Array(hkdfSync('sha256', secret, Buffer.concat([ephemeral, recipient]), `portvakt:1:seal:${purpose}`, 32));
}

function rawKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url');
}
