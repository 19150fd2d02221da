import { OperatingError } from '@portvakt/ports';

/** Instants are compared as numbers: two RFC 3339 texts of one instant need not be the same text. */
export function instantMs(rfc3339: string): number {
  const ms = Date.parse(rfc3339);
  if (Number.isNaN(ms)) throw new OperatingError('value_refused', 'not an instant in RFC 3339');
  return ms;
}
