/**
 * Text that is fetched as bytes. A damaged file may hold a TEXT cell that is no UTF-8, and reading that as text ends the process; at
 * the gate that must not happen, so what the gate reads is read as bytes and decoded here.
 */
import { OperatingError } from '@portvakt/ports';
import type { SqlValue } from './database.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Throws `store_corrupt` for anything but the bytes of a text. */
export function textOf(value: SqlValue | undefined): string {
  if (!(value instanceof Uint8Array)) throw damaged('a text of the file is missing');
  try {
    return decoder.decode(value);
  } catch (cause) {
    throw damaged('a text of the file is not UTF-8', cause);
  }
}

export function textOrNull(value: SqlValue | undefined): string | null {
  return value === null ? null : textOf(value);
}

const damaged = (what: string, cause?: unknown) => new OperatingError('store_corrupt', what, cause);
