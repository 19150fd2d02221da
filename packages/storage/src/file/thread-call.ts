/** What crosses between the thread that asks and the one that holds the connection. */
import type { Answer, Statement } from '../database/database.ts';
import type { Fault } from '../database/driver-fault.ts';

export interface ThreadSetup {
  /** `file:` URL. */
  readonly url: string;
  /** A reader never writes; a writer may also be asked to read. */
  readonly role: 'writer' | 'reader';
}

export type ThreadCall =
  | { readonly kind: 'write' | 'read'; readonly id: number; readonly statements: readonly Statement[] }
  | { readonly kind: 'checkpoint'; readonly id: number }
  | { readonly kind: 'close' };

export type Work = Exclude<ThreadCall, { readonly kind: 'close' }>;

export type ThreadAnswer =
  | { readonly id: number; readonly ok: true; readonly answers: readonly Answer[] }
  | { readonly id: number; readonly ok: false; readonly fault: Fault };

export type ThreadReport =
  | { readonly kind: 'open' }
  | { readonly kind: 'failed'; readonly fault: Fault }
  /** One message for all calls that were committed together. */
  | { readonly kind: 'answers'; readonly answers: readonly ThreadAnswer[]; readonly commits: number };
