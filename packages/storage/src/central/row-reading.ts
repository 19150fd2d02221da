/** Cells of a row as the ports want them. The tables are STRICT and checked, so the kind of a cell is known where its column is. */
import { OperatingError } from '@portvakt/ports';
import type { Row, SqlValue } from '../database/database.ts';

/** Ids and closed words come back as what was stored: they were checked on the way in, so their narrower type is claimed here. */
export function text<T extends string = string>(row: Row, column: string): T {
  const value = row[column];
  if (typeof value === 'string') return value as T;
  throw unexpected(column);
}

export function textIfAny<T extends string = string>(row: Row, column: string): T | undefined {
  return row[column] === null ? undefined : text<T>(row, column);
}

export function whole(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  throw unexpected(column);
}

export function wholeIfAny(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : whole(row, column);
}

/** JSON that these stores wrote themselves, of the type they wrote. */
export function json<T>(row: Row, column: string): T {
  return JSON.parse(text(row, column)) as T;
}

/** `undefined` is no SQL value. */
export const orNull = <T extends SqlValue>(value: T | undefined): T | null => value ?? null;

const unexpected = (column: string) => new OperatingError('store_corrupt', `column ${column} holds what it never should`);
