/** Ed25519 signatures over documents that cross a link, each bound to a purpose so that one can never pass for another. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

export interface KeyPair {
  /** Base64url of SubjectPublicKeyInfo, DER. */
  readonly publicKey: string;
  /** Base64url of PKCS #8, DER. Never logged, never sent. */
  readonly privateKey: string;
}

/** What a signature is for: it is part of what is signed. */
export type Purpose = 'card-status' | 'roster' | 'accounts' | 'site-config' | 'command' | 'cursor';

export function makeSigningKey(): KeyPair {
  return exported(generateKeyPairSync('ed25519'));
}

/** Signature, base64url. */
export function signBytes(purpose: Purpose, bytes: Uint8Array, privateKey: string): string {
  return sign(
    null,
    withPurpose(purpose, bytes),
    createPrivateKey({ key: Buffer.from(privateKey, 'base64url'), format: 'der', type: 'pkcs8' }),
  ).toString('base64url');
}

/** Whether the signature holds. Malformed keys and signatures are a plain `false`. */
export function signatureHolds(purpose: Purpose, bytes: Uint8Array, signature: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
    return verify(null, withPurpose(purpose, bytes), key, Buffer.from(signature, 'base64url'));
  } catch (cause) {
    if (cause instanceof Error) return false; // node:crypto throws on key material that is not a key
    throw cause;
  }
}

/** A JSON text with the signature of the centre over exactly that text. */
export interface SignedText {
  readonly payload: string;
  readonly signature: string;
}

export function signText(purpose: Purpose, payload: string, privateKey: string): SignedText {
  return { payload, signature: signBytes(purpose, Buffer.from(payload, 'utf8'), privateKey) };
}

export function signedTextHolds(purpose: Purpose, text: SignedText, publicKey: string): boolean {
  return signatureHolds(purpose, Buffer.from(text.payload, 'utf8'), text.signature, publicKey);
}

function withPurpose(purpose: Purpose, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`portvakt:1:${purpose}\n`, 'utf8'), bytes]);
}

function exported(pair: ReturnType<typeof generateKeyPairSync>): KeyPair {
  return {
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url'),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
  };
}
