/** An agent comes to the centre for the first time, with a one-time code and keys it made itself. */
import { z } from 'zod';
import { base64url, id, personText, protocol, scope } from '../primitives.ts';

export const enrolRequest = z.strictObject({
  protocol,
  /** As shown to the installer: letters and digits, hyphens and case do not count. */
  code: z.string().min(8).max(40),
  name: personText(60),
  /** Ed25519 and X25519 public keys, SubjectPublicKeyInfo DER. */
  signingKey: base64url(200),
  sealingKey: base64url(200),
});

export const enrolResponse = z.strictObject({
  protocol,
  agent: id('agent'),
  ...scope,
  epoch: z.int().min(1),
  /** The centre's keys for this site: what comes down is signed with one, unknown credentials are sealed to the other. */
  centre: z.strictObject({ signingKey: base64url(200), sealingKey: base64url(200) }),
});

/** First message of every later connection. */
export const helloRequest = z.strictObject({
  protocol,
  program: z.string().max(40),
  boot: z.string().max(64),
  epoch: z.int().min(1),
  /** End of the agent's log. */
  sequence: z.int().min(0),
  clock: z.enum(['synchronised', 'holdover', 'untrusted']),
  list: z.strictObject({ lineage: id('lineage'), version: z.int().min(0) }).nullable(),
});

export const helloResponse = z.strictObject({
  protocol,
  /** The epoch that may write. When it is newer than the agent's, the agent must not go on in its own (fenced). */
  epoch: z.int().min(1),
  /** Durable at the centre for the agent's epoch: upload goes on after it, also when it is less than before. */
  acknowledged: z.int().min(0),
  /** The centre's wall clock, RFC 3339. */
  now: z.iso.datetime({ offset: true }),
});

/** Answer to a request for a new epoch, made when the log begins anew. */
export const epochResponse = z.strictObject({ epoch: z.int().min(1) });

export type EnrolRequest = z.infer<typeof enrolRequest>;
export type EnrolResponse = z.infer<typeof enrolResponse>;
export type HelloRequest = z.infer<typeof helloRequest>;
export type HelloResponse = z.infer<typeof helloResponse>;
