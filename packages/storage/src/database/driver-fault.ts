/** What went wrong, in the words of the ports. The driver's message names tables and columns, never values. */
import type { OperatingCode } from '@portvakt/ports';

export interface Fault {
  readonly code: OperatingCode;
  readonly message: string;
}

const codes: Readonly<Record<string, OperatingCode>> = {
  SQLITE_FULL: 'disk_full',
  SQLITE_CORRUPT: 'store_corrupt',
  SQLITE_NOTADB: 'store_corrupt',
  SQLITE_CONSTRAINT: 'store_conflict',
  SQLITE_TOOBIG: 'value_refused',
};

export function faultFrom(cause: unknown): Fault {
  const code = codeIn(cause);
  const message = cause instanceof Error ? cause.message : 'the driver failed without a word';
  return { code: (code === undefined ? undefined : codes[code]) ?? 'store_unavailable', message };
}

/** The base code (`SQLITE_FULL`) also where the driver gives an extended one (`SQLITE_CONSTRAINT_TRIGGER`). */
function codeIn(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') return undefined;
  return /^SQLITE_[A-Z]+/.exec(cause.code)?.[0];
}

/**
 * Whether the failure of a joint transaction may be the doing of one statement in it. Not when the file or the lock failed: then
 * each try alone would fail too, and wait as long for the lock as all together did.
 */
export function mayBeOneStatement(cause: unknown): boolean {
  const code = codeIn(cause);
  return (
    code === undefined ||
    !['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_IOERR', 'SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_CANTOPEN'].includes(code)
  );
}
