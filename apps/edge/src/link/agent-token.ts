/** Who we are, for one request: a JWT (RFC 7519) of less than a minute, signed with the box's own Ed25519 key. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Runtime } from '@portvakt/ports';
import { SignJWT } from 'jose';
import type { Identity } from '../state/identity.ts';

const AUDIENCE = 'portvakt-centre';
/** Seconds a token holds; the centre takes at most 60. */
const LIFE_S = 45;
/** A token made so long ago is not used again, ms. */
const RENEW_AFTER_MS = 20_000;

export interface AgentToken {
  /** `aheadMs`: how far the centre's clock is ahead of ours. */
  get(aheadMs: number): Promise<string>;
}

export function agentToken({ agent, signing }: Pick<Identity, 'agent' | 'signing'>, runtime: Runtime): AgentToken {
  const key: KeyObject = createPrivateKey({ key: Buffer.from(signing.privateKey, 'base64url'), format: 'der', type: 'pkcs8' });
  let made: { readonly text: string; readonly atMs: number; readonly aheadMs: number } | undefined;
  return {
    get: async (aheadMs) => {
      const atMs = runtime.monotonicMs();
      if (made !== undefined && made.aheadMs === aheadMs && atMs - made.atMs < RENEW_AFTER_MS) return made.text;
      const issued = Math.floor((runtime.now() + aheadMs) / 1_000);
      const text = await new SignJWT()
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer(agent)
        .setSubject(agent)
        .setAudience(AUDIENCE)
        .setIssuedAt(issued)
        .setExpirationTime(issued + LIFE_S)
        .setJti(runtime.uuidv7())
        .sign(key);
      made = { text, atMs, aheadMs };
      return text;
    },
  };
}
