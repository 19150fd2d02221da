/**
 * Calls that wait together are made durable together: one flush to the disk for all of them. When the joint transaction fails, each
 * call is tried alone, so that a bad statement rejects its own call and no other. Order is kept either way.
 */

import { faultFrom, mayBeOneStatement } from '../database/driver-fault.ts';
import type { Connection } from './connection.ts';
import type { ThreadAnswer, Work } from './thread-call.ts';

/** Calls in one transaction: bounds how long the first of them waits for the last. */
export const GROUP_CALLS_MAX = 256;

export type WriteCall = Extract<Work, { readonly statements: unknown }>;

export interface Committed {
  readonly answers: readonly ThreadAnswer[];
  readonly commits: number;
}

export async function commitTogether(connection: Connection, calls: readonly WriteCall[]): Promise<Committed> {
  if (calls.length > 1) {
    try {
      const answers = await connection.transact(calls.flatMap((call) => call.statements));
      let at = 0;
      const shared = calls.map(({ id, statements }): ThreadAnswer => {
        const own = answers.slice(at, at + statements.length);
        at += statements.length;
        return { id, ok: true, answers: own };
      });
      return { answers: shared, commits: 1 };
    } catch (cause) {
      // all were rolled back
      if (!mayBeOneStatement(cause)) return { answers: calls.map(({ id }) => ({ id, ok: false, fault: faultFrom(cause) })), commits: 0 };
    }
  }
  const answers: ThreadAnswer[] = [];
  for (const call of calls) answers.push(await answerAlone(connection, call));
  return { answers, commits: answers.filter((answer) => answer.ok).length };
}

export async function answerAlone(connection: Connection, { id, statements }: WriteCall): Promise<ThreadAnswer> {
  try {
    return { id, ok: true, answers: await connection.transact(statements) };
  } catch (cause) {
    return { id, ok: false, fault: faultFrom(cause) };
  }
}
