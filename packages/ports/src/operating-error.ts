/**
 * Something outside failed: a port closed, a disk filled, a server said 503. Made only in adapters, so that whoever catches it knows
 * that it is no bug. What the domain expects is an outcome, not this; what must not happen is an assertion, not this.
 */
export type OperatingCode =
  | 'disk_full'
  | 'store_unavailable'
  | 'store_newer'
  | 'store_corrupt'
  | 'store_conflict'
  | 'value_refused'
  | 'link_down'
  | 'link_refused'
  | 'link_busy'
  | 'port_unavailable'
  | 'port_in_use'
  | 'queue_full'
  | 'deadline'
  | 'key_missing'
  | 'config';

export class OperatingError extends Error {
  readonly code: OperatingCode;
  constructor(code: OperatingCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'OperatingError';
    this.code = code;
  }
}

export function isOperating(error: unknown, code?: OperatingCode): error is OperatingError {
  return error instanceof OperatingError && (code === undefined || error.code === code);
}
