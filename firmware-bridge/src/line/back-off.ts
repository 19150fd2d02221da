/** How long to wait before a line is tried again: doubling, with a ceiling, half of it left to chance so that lines do not march in step. */
export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

export const BACK_OFF: BackOff = { firstMs: 1_000, maxMs: 30_000 };

/** `failures` in a row, at least 1; `fraction` of chance, at least 0 and less than 1. */
export function backOffMs({ firstMs, maxMs }: BackOff, failures: number, fraction: number): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return (ceiling * (1 + fraction)) / 2;
}
