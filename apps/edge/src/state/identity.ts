/** Who this agent is. Made once, at enrolment; the private keys never leave this file. */

import { OperatingError } from '@portvakt/ports';
import { base64url, enrolResponse, id, scope } from '@portvakt/protocol';
import { z } from 'zod';
import { readIfThere, writeAtomically } from './atomic-file.ts';

const keyPair = z.strictObject({ publicKey: base64url(200), privateKey: base64url(200) });

const identity = z.strictObject({
  v: z.literal(1),
  agent: id('agent'),
  ...scope,
  name: z.string().max(60),
  /** The epoch the log is written in. */
  epoch: z.int().min(1),
  /** Set while a new epoch is asked for: the answer may be lost, and the epoch is ours all the same. */
  asking: z.literal(true).optional(),
  /** Ed25519: signs our requests. */
  signing: keyPair,
  /** X25519: opens what is sealed to us. */
  sealing: keyPair,
  centre: enrolResponse.shape.centre,
});
export type Identity = z.infer<typeof identity>;

/** `undefined`: not enrolled yet. A damaged file is no missing one: it throws, for a new identity would disown the log. */
export async function readIdentity(path: string): Promise<Identity | undefined> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) return undefined;
  const read = identity.safeParse(jsonOf(bytes));
  if (!read.success)
    throw new OperatingError('store_corrupt', 'the identity file is damaged; put back a copy or enrol anew with an empty state folder');
  return read.data;
}

export async function writeIdentity(path: string, value: Identity): Promise<void> {
  await writeAtomically(path, `${JSON.stringify(identity.parse(value), null, 2)}\n`);
}

/** What the bytes say as JSON; `undefined` when they say nothing. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
