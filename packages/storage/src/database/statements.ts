/** The last look at a list of statements before they leave for the driver. */
import { OperatingError } from '@portvakt/ports';
import { checkBindable } from './bindable.ts';
import { BYTES_WAITING_MAX, type Statement } from './database.ts';
import { readSqlText } from './sql-text.ts';

/** Statements in one call. */
const STATEMENTS_MAX = 1_000;

/** Answers a rough size in bytes. Throws `value_refused` for what cannot be bound, a TypeError for what is a mistake of ours. */
export function checkStatements(purpose: 'read' | 'write', statements: readonly Statement[]): number {
  if (statements.length === 0 || statements.length > STATEMENTS_MAX) throw new TypeError(`a call with ${statements.length} statements`);
  let bytes = 0;
  for (const statement of statements) {
    const { kind } = readSqlText(statement.sql);
    // a COMMIT of a caller's own would end the transaction that its neighbours are in
    if (kind === 'transaction') throw new TypeError('transactions and settings are the business of the store itself');
    if (purpose === 'read' && kind !== 'read') throw new TypeError('a read that writes');
    bytes += checkBindable(statement);
  }
  if (bytes > BYTES_WAITING_MAX) throw new OperatingError('value_refused', 'the call is larger than all that may wait');
  return bytes;
}
