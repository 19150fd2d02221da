/** An entry before it has its place in the log: what happened, when, and the part about a person. */
import type { Scope } from '@portvakt/domain';
import type { LogEntry } from '@portvakt/ports';
import type { Envelope, PersonalPart } from '@portvakt/protocol';
import { type Committed, chainHash, commitTo } from '@portvakt/trust';
import type { Moment } from '../clock/guarded-clock.ts';

type Placed = 'v' | 'owner' | 'site' | 'agent' | 'epoch' | 'sequence' | 'occurredAt' | 'monotonicMs' | 'boot' | 'clock' | 'personal';
type WithoutPlace<E> = E extends unknown ? Omit<E, Placed> : never;

/** The part of an envelope that says what happened. */
export type Body = WithoutPlace<Envelope>;

export interface Draft {
  readonly moment: Moment;
  readonly body: Body;
  /** JSON text and what the envelope says of it; made once, wherever the entry ends up standing. */
  readonly personal: { readonly text: string; readonly committed: Committed } | null;
}

export type DatedEntry = LogEntry & { readonly occurredMs: number };

/** Whose log it is. */
export interface Author extends Scope {
  readonly agent: Envelope['agent'];
  readonly boot: string;
}

export function draft(moment: Moment, body: Body, personal: PersonalPart | null = null): Draft {
  if (personal === null) return { moment, body, personal: null };
  const text = JSON.stringify(personal);
  return { moment, body, personal: { text, committed: commitTo(text) } };
}

/** Where an entry comes to stand. */
export interface Place {
  readonly epoch: number;
  readonly sequence: number;
  /** Hash of the entry before it. */
  readonly before: string;
}

/** Writes the envelope and chains it: the one place where an entry gets its text. */
export function compose(author: Author, { moment, body, personal }: Draft, { epoch, sequence, before }: Place): DatedEntry {
  const envelope = JSON.stringify({
    v: 1,
    owner: author.owner,
    site: author.site,
    agent: author.agent,
    epoch,
    sequence,
    occurredAt: new Date(moment.wallMs).toISOString(),
    monotonicMs: moment.monotonicMs,
    boot: author.boot,
    clock: moment.trust,
    personal: personal === null ? null : personal.committed.commitment,
    ...body,
  });
  return {
    epoch,
    sequence,
    envelope,
    hash: chainHash(before, envelope),
    personal: personal === null ? null : personal.text,
    salt: personal === null ? null : personal.committed.salt,
    occurredMs: moment.wallMs,
  };
}
