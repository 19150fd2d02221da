import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditLine, Runtime, Sessions, SiteActs, SiteReads } from '@portvakt/ports';

export interface DeskDeps {
  readonly reads: SiteReads;
  readonly acts: SiteActs;
  readonly sessions: Sessions;
  readonly runtime: Runtime;
  readonly from: 'centre' | 'edge';
  /** Notes who read or changed what; never the data. */
  audit?(line: AuditLine): Promise<void>;
  /** Hears of faults that nobody is told in full. */
  failed?(error: unknown): void;
}

/** The built pages: a Node request handler that calls `next` for what it does not serve. */
export type DashboardHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
