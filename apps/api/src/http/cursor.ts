/** Where a list goes on: opaque, and signed, so that it is good for the list and site it was made for and nothing else. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { ProblemError } from '@portvakt/desk';

export interface Cursors {
  make(list: string, after: string): string;
  /** What it goes on after; a problem when it was not made here for this list. */
  read(list: string, cursor: string): string;
}

export function cursors(secret: string): Cursors {
  const macOf = (list: string, after: string) => createHmac('sha256', secret).update(`cursor\n${list}\n${after}`).digest().subarray(0, 16);
  return {
    make: (list, after) => Buffer.concat([macOf(list, after), Buffer.from(after, 'utf8')]).toString('base64url'),
    read: (list, cursor) => {
      const bytes = Buffer.from(cursor, 'base64url');
      const after = bytes.subarray(16).toString('utf8');
      if (bytes.length < 17 || !timingSafeEqual(bytes.subarray(0, 16), macOf(list, after))) {
        throw new ProblemError('invalid_input', { errors: [{ pointer: '#/cursor', message: 'not a cursor of this list' }] });
      }
      return after;
    },
  };
}
