/**
 * Turns what comes in on one line into frames and faults, in the same turn of the event loop as the bytes came in.
 *
 * It owns the clock that the scan does without: half a frame followed by silence belongs to nothing that comes later.
 */
import { type FrameShape, NO_BYTES, scanFrames } from './fixed-frames.ts';

export interface FrameHeard<Frame> {
  frame(frame: Frame): void;
  /** So many more since the last time. */
  fault(fault: 'checksum' | 'discarded' | 'timeout', count: number): void;
}

export interface FrameLine {
  take(bytes: Uint8Array, atMonotonicMs: number): void;
  /** The line was lost: what stood half said will not be finished. */
  reset(): void;
}

/** Silence inside a frame that ends it. USB adapters hand over bytes in batches with gaps of 32 to 110 ms, so not shorter. */
export const FRAME_GAP_MS = 150;

export function frameLine<Frame extends object>(shape: FrameShape<Frame>, gapMs: number, heard: FrameHeard<Frame>): FrameLine {
  let rest = NO_BYTES;
  let lastMs = 0;
  return {
    take: (bytes, atMonotonicMs) => {
      if (rest.length > 0 && atMonotonicMs - lastMs > gapMs) {
        rest = NO_BYTES;
        heard.fault('timeout', 1);
      }
      lastMs = atMonotonicMs;
      const scan = scanFrames(shape, rest, bytes);
      rest = scan.rest;
      for (const frame of scan.frames) heard.frame(frame);
      if (scan.wrongChecks > 0) heard.fault('checksum', scan.wrongChecks);
      if (scan.discarded > 0) heard.fault('discarded', scan.discarded);
    },
    reset: () => {
      rest = NO_BYTES;
    },
  };
}
