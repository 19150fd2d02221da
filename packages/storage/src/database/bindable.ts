/** Which values may reach the driver, and that a statement gets as many as it asks for. A refusal names the place, never the value. */
import { OperatingError } from '@portvakt/ports';
import type { Statement } from './database.ts';
import { readSqlText } from './sql-text.ts';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Throws `value_refused` unless every parameter can be bound as it is. Answers a rough size in bytes. */
export function checkBindable({ sql, params = [] }: Statement): number {
  const { parameters } = readSqlText(sql);
  // an object with a length is as much a mistake as a wrong count, and the driver would take it for named parameters
  if (!Array.isArray(params)) throw new OperatingError('value_refused', 'parameters are not a list');
  if (params.length !== parameters) {
    throw new OperatingError('value_refused', `the statement takes ${parameters} parameters, ${params.length} were given`);
  }
  let bytes = sql.length;
  for (let i = 0; i < params.length; i += 1) {
    const fault = faultOf(params[i]);
    if (fault !== undefined) throw new OperatingError('value_refused', `parameter ${i + 1}: ${fault}`);
    bytes += sizeOf(params[i]);
  }
  return bytes;
}

/** Why this value cannot be stored, or `undefined` when it can. */
export function faultOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return faultOfText(value);
    case 'number':
      if (!Number.isFinite(value)) return 'not a finite number';
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? 'an integer beyond 2^53 - 1 as a number' : undefined;
    case 'bigint':
      return value < INT64_MIN || value > INT64_MAX ? 'an integer beyond 64 bits' : undefined;
    case 'object':
      return value === null || value instanceof Uint8Array ? undefined : 'an object';
    default:
      return `a value of type ${typeof value}`;
  }
}

function faultOfText(text: string): string | undefined {
  if (!text.isWellFormed()) return 'text with half a surrogate pair';
  return text.includes('\0') ? 'text with a NUL' : undefined;
}

/** Rough, and cheap: text is counted by its UTF-16 units. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return value instanceof Uint8Array ? value.byteLength : 8;
}
