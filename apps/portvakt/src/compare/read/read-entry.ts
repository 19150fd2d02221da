/** One entry of a log, opened: what its envelope says, and whom its personal part names. */
import type { AgentId, FactKey, HolderId } from '@portvakt/domain';
import type { LogEntry } from '@portvakt/ports';
import { type Envelope, envelope as envelopeShape, type PersonalPart, personalPart } from '@portvakt/protocol';

export interface ReadEntry {
  readonly key: FactKey;
  readonly entry: LogEntry;
  /** `undefined`: not an envelope this program can read. */
  readonly envelope: Envelope | undefined;
  /** `null`: there is none. `'erased'`: there was one, and its time is over. `undefined`: there is one that cannot be read. */
  readonly personal: PersonalPart | null | 'erased' | undefined;
}

export type TapEntry = ReadEntry & { readonly envelope: Extract<Envelope, { kind: 'tap' }> };
export type PassageEntry = ReadEntry & { readonly envelope: Extract<Envelope, { kind: 'passage' }> };

export function readEntry(agent: AgentId, entry: LogEntry): ReadEntry {
  const read = parsed(envelopeShape, entry.envelope);
  const key = { agent: read?.agent ?? agent, epoch: entry.epoch, sequence: entry.sequence };
  return { key, entry, envelope: read, personal: personalOf(entry, read) };
}

export const isTap = (read: ReadEntry): read is TapEntry => read.envelope?.kind === 'tap';
export const isPassage = (read: ReadEntry): read is PassageEntry => read.envelope?.kind === 'passage';

/** Whom the entry names. `null`: nobody known. `undefined`: that can no longer be told. */
export function holderOf({ personal }: ReadEntry): HolderId | null | undefined {
  if (personal === 'erased' || personal === undefined) return undefined;
  return personal === null ? null : personal.holder;
}

/** Wall clock at the edge, milliseconds since 1970 UTC; 0 for an envelope that cannot be read. */
export function occurredMs({ envelope }: ReadEntry): number {
  return envelope === undefined ? 0 : Date.parse(envelope.occurredAt);
}

/** Names an entry within one agent's log. */
export const placeOf = ({ epoch, sequence }: Pick<FactKey, 'epoch' | 'sequence'>): string => `${epoch}:${sequence}`;

function personalOf({ personal }: LogEntry, envelope: Envelope | undefined): ReadEntry['personal'] {
  if (personal !== null) return parsed(personalPart, personal);
  return envelope !== undefined && envelope.personal !== null ? 'erased' : null;
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
