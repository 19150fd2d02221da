/** The waits of a serial line; production takes them all, a test shortens what it waits for. */
import { BACK_OFF, type BackOff } from '../line/back-off.ts';
import { FRAME_GAP_MS } from '../line/frame-line.ts';

export interface SerialTiming {
  readonly backOff: BackOff;
  readonly probeMs: number;
  readonly frameGapMs: number;
  readonly writeDeadlineMs: number;
}

export const SERIAL_TIMING: SerialTiming = { backOff: BACK_OFF, probeMs: 1_000, frameGapMs: FRAME_GAP_MS, writeDeadlineMs: 500 };
