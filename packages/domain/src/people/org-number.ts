/** Organisation number of Enhetsregisteret: nine digits, the last a check digit with weights 3 2 7 6 5 4 3 2 modulo 11. */

export type OrgNumber = string & { readonly orgNumber: unique symbol };

const WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2];

export type OrgNumberFault = 'not_nine_digits' | 'check_digit';

/** Reads what a person typed; blanks are allowed anywhere. */
export function readOrgNumber(
  typed: string,
): { readonly ok: true; readonly number: OrgNumber } | { readonly ok: false; readonly fault: OrgNumberFault } {
  const digits = typed.replace(/\s+/gu, '');
  if (!/^\d{9}$/.test(digits)) return { ok: false, fault: 'not_nine_digits' };
  if (checkDigit(digits) !== Number(digits[8])) return { ok: false, fault: 'check_digit' };
  return { ok: true, number: digits as OrgNumber };
}

/** The check digit of the first eight digits, or `undefined` where no valid one exists. */
export function checkDigit(digits: string): number | undefined {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? undefined : check;
}
