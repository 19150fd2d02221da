/**
 * The number printed on an HMS-kort. Text, never a number: what was typed is kept beside what it became.
 *
 * Samples have 7 digits, some systems show 8 with a leading zero (secondary source; no check digit is known). Two cards whose
 * normal forms meet are raised to a person, never merged.
 */

export interface CardNumber {
  /** As the card shows it, blanks at the ends removed: what exports carry. */
  readonly printed: string;
  /** What numbers are compared by. */
  readonly normal: string;
}

export type CardNumberFault = 'empty' | 'not_digits' | 'too_long' | 'looks_like_national_id';

export type CardNumberReading =
  | { readonly ok: true; readonly number: CardNumber }
  | { readonly ok: false; readonly fault: CardNumberFault };

const LENGTH_MAX = 10;
const NATIONAL_ID_LENGTH = 11;

/** Reads what a person typed or pasted. */
export function readCardNumber(typed: string): CardNumberReading {
  const printed = typed.replace(/^\s+|\s+$/gu, '');
  const digits = printed.replace(/\s+/gu, '');
  if (digits === '') return { ok: false, fault: 'empty' };
  // Also as people write it, 010190-12345: it must be told apart from a slip of the finger, for it is dropped, not shown.
  if (/^\d{6}-\d{5}$/.test(digits)) return { ok: false, fault: 'looks_like_national_id' };
  if (!/^\d+$/.test(digits)) return { ok: false, fault: 'not_digits' };
  if (digits.length === NATIONAL_ID_LENGTH) return { ok: false, fault: 'looks_like_national_id' };
  if (digits.length > LENGTH_MAX) return { ok: false, fault: 'too_long' };
  const normal = digits.length > 7 && digits.startsWith('0') ? digits.slice(1) : digits;
  return { ok: true, number: { printed, normal } };
}
