/**
 * One line of the list: four signed 32-bit words, sixteen bytes, little-endian.
 *
 *     digest high | digest low | status word | holder word
 *
 *     status word   fromDay (16) | untilDay (16)                                              days from 1970-01-01
 *     holder word   slot (24) | type (3) | endsWith (1) | registers (2) | lost (1) | blocked (1)
 *
 * `registers` is 1 to 3, so a holder word is never 0: 0 marks an empty place in the table. The slot is the holder's place in the site
 * roster, which travels apart; the highest slot says that this digest stands for several cards (a reader that cuts numbers short).
 */
import { type CardStatus, type CardType, cardTypes, DAY_MAX, type Fulfilment } from '@portvakt/domain';
import type { Digest } from '../digest/digest-key.ts';

export const WORDS_PER_ENTRY = 4;
export const ENTRY_LENGTH = 16;

/** Highest place in the site roster. */
export const SLOT_MAX = 0xff_fffe;

/** The holder word of a digest that several cards share; its status word is 0. */
export const AMBIGUOUS_HOLDER = (0xff_ffff << 8) | (1 << 2);

/** 1, 2, 3 in the word; 0 is an empty place. */
const fulfilments: readonly Fulfilment[] = ['fulfilled', 'unclear', 'not_fulfilled'];

export interface CardEntry extends Digest {
  readonly status: number;
  readonly holder: number;
}

/** What the list says of one credential. */
export interface ListedCard {
  readonly status: CardStatus;
  /** The holder's place in the site roster. */
  readonly slot: number;
}

/** The entry of a card; throws when a day or the slot does not fit, for the projection must not make such. */
export function cardEntry(digest: Digest, status: CardStatus, slot: number): CardEntry {
  return { high: digest.high, low: digest.low, status: packStatus(status), holder: packHolder(status, slot) };
}

/** The entry of a digest that stands for several cards. */
export function ambiguousEntry(digest: Digest): CardEntry {
  return { high: digest.high, low: digest.low, status: 0, holder: AMBIGUOUS_HOLDER };
}

/** What the two words say. They must be words of an entry, see {@link isEntry}. */
export function unpackCard(status: number, holder: number): ListedCard | 'ambiguous' {
  if (holder === AMBIGUOUS_HOLDER) return 'ambiguous';
  return {
    slot: holder >>> 8,
    status: {
      // Checked when the entry came in, so the two places are within their lists.
      type: cardTypes[(holder >>> 5) & 7] as CardType,
      registers: fulfilments[((holder >>> 2) & 3) - 1] as Fulfilment,
      blocked: (holder & 1) !== 0,
      lost: (holder & 2) !== 0,
      endsWith: (holder & 16) === 0 ? 'card' : 'engagement',
      fromDay: status >>> 16,
      untilDay: status & 0xffff,
    },
  };
}

/** Whether the two words can stand in an entry. */
export function isEntry(status: number, holder: number): boolean {
  if (holder >>> 8 > SLOT_MAX) return holder === AMBIGUOUS_HOLDER && status === 0;
  return ((holder >>> 2) & 3) !== 0 && ((holder >>> 5) & 7) < cardTypes.length;
}

function packStatus({ fromDay, untilDay }: CardStatus): number {
  return (within(fromDay, DAY_MAX, 'fromDay') << 16) | within(untilDay, DAY_MAX, 'untilDay');
}

function packHolder({ type, registers, blocked, lost, endsWith }: CardStatus, slot: number): number {
  return (
    (within(slot, SLOT_MAX, 'slot') << 8) |
    (cardTypes.indexOf(type) << 5) |
    (endsWith === 'engagement' ? 16 : 0) |
    ((fulfilments.indexOf(registers) + 1) << 2) |
    (lost ? 2 : 0) |
    (blocked ? 1 : 0)
  );
}

function within(value: number, max: number, name: string): number {
  if (!Number.isInteger(value) || value < 0 || value > max) throw new RangeError(`${name} must be a whole number from 0 to ${max}`);
  return value;
}
