/**
 * A fødselsnummer or D-number pasted by mistake: recognised, read for its date of birth, and dropped. It is never stored.
 *
 * D-number: day + 40. Synthetic test numbers: month + 40 or + 80. The three digits after the date tell the century.
 */
import { isSiteDay, type SiteDay } from '../site/site-day.ts';

/** The date of birth in an eleven-digit number, or `undefined` when the text is none. */
export function birthDateInNationalId(text: string): SiteDay | undefined {
  const digits = text.replace(/[\s-]+/gu, '');
  if (!/^\d{11}$/.test(digits)) return undefined;
  const first = Number(digits.slice(0, 2));
  const day = first > 40 ? first - 40 : first; // numbers from 80 up (health service) hold no date and fall out below
  const month = Number(digits.slice(2, 4)) % 40;
  const year = fullYear(Number(digits.slice(4, 6)), Number(digits.slice(6, 9)));
  if (year === undefined) return undefined;
  const born = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isSiteDay(born) ? born : undefined;
}

function fullYear(year: number, individual: number): number | undefined {
  if (individual <= 499) return 1900 + year;
  if (individual <= 749 && year >= 54) return 1800 + year;
  if (year <= 39) return 2000 + year;
  return individual >= 900 && year >= 40 ? 1900 + year : undefined;
}
