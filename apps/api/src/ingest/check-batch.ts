/**
 * Checks what an agent uploaded, entry by entry. Pure: batch and head in, what to keep and what to set aside out.
 *
 * An entry that does not hold is set aside with its reason and the rest goes on: the chain is taken up again from the hash it claims, so
 * one bad entry is one bad entry, and what was after it is still proven against it.
 */
import type { Scope } from '@portvakt/domain';
import type { LogHead } from '@portvakt/ports';
import {
  type Envelope,
  envelope as envelopeShape,
  type PersonalPart,
  personalPart,
  type UplinkBatch,
  type UplinkEntry,
} from '@portvakt/protocol';
import { CHAIN_START, chainHash, opensCommitment } from '@portvakt/trust';

export interface Accepted {
  readonly entry: UplinkEntry;
  readonly envelope: Envelope;
  /** `undefined`: there is none, or it was erased. */
  readonly personal: PersonalPart | undefined;
}

export interface Refused {
  readonly entry: UplinkEntry;
  readonly reason: Reason;
}

export type Reason = 'unreadable' | 'not_its_place' | 'chain_broken' | 'commitment_broken' | 'personal_unreadable';

export type CheckedBatch =
  | { readonly kind: 'checked'; readonly accepted: readonly Accepted[]; readonly refused: readonly Refused[] }
  /** Entries before these are missing, here or within the batch. */
  | { readonly kind: 'gap' }
  /** The batch and the log here differ in what they share: two copies write. */
  | { readonly kind: 'forked' };

export function checkBatch(batch: UplinkBatch, scope: Scope, head: Pick<LogHead, 'sequence' | 'hash'> | undefined): CheckedBatch {
  const durable = head?.sequence ?? 0;
  const gapless = batch.entries.every((entry, i) => entry.sequence === batch.entries[0]!.sequence + i);
  if (!gapless || batch.entries[0]!.sequence > durable + 1) return { kind: 'gap' };
  const shared = batch.entries.find((entry) => entry.sequence === durable);
  if (shared !== undefined && shared.hash !== head?.hash) return { kind: 'forked' };

  const accepted: Accepted[] = [];
  const refused: Refused[] = [];
  let before = head?.hash ?? CHAIN_START;
  for (const entry of batch.entries) {
    if (entry.sequence <= durable) continue; // already here
    const checked = checkEntry(entry, before, { ...scope, agent: batch.agent, epoch: batch.epoch });
    if (typeof checked === 'string') refused.push({ entry, reason: checked });
    else accepted.push(checked);
    before = entry.hash;
  }
  return { kind: 'checked', accepted, refused };
}

function checkEntry(
  entry: UplinkEntry,
  before: string,
  place: Scope & { readonly agent: string; readonly epoch: number },
): Accepted | Reason {
  if (!isStorable(entry.envelope) || !isStorable(entry.personal ?? '')) return 'unreadable';
  if (chainHash(before, entry.envelope) !== entry.hash) return 'chain_broken';
  const envelope = parsed(envelopeShape, entry.envelope);
  if (envelope === undefined) return 'unreadable';
  const { owner, site, agent, epoch, sequence } = envelope;
  if (owner !== place.owner || site !== place.site || agent !== place.agent || epoch !== place.epoch || sequence !== entry.sequence)
    return 'not_its_place';
  if (entry.personal === null) return { entry, envelope, personal: undefined };
  if (envelope.personal === null || entry.salt === null || !opensCommitment(envelope.personal, entry.salt, entry.personal))
    return 'commitment_broken';
  const personal = parsed(personalPart, entry.personal);
  return personal === undefined ? 'personal_unreadable' : { entry, envelope, personal };
}

/** No half surrogate pair and no NUL: neither is JSON as our agents write it, and no store takes them. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function parsed<T>(shape: { safeParse(value: unknown): { success: true; data: T } | { success: false } }, text: string): T | undefined {
  try {
    const read = shape.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
