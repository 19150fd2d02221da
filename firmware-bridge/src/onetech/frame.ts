/**
 * Frames of One-Tech tripod turnstiles (2B-ATT203), both ways:
 *
 *     FE | code | side: 01 = A, 02 = B | 00 00 00 | AB        7 bytes, no checksum
 *
 *     80  to the turnstile: release that side once
 *     81  from it: someone went through
 *     44  from it: released, and nobody went through (its own time ran out, or the arm was pushed the other way)
 *
 * Source: `vectors/turnstile-onetech.json`. Without a checksum the three zero bytes are all there is to tell a frame from noise, so a
 * frame that carries anything else there is none. How long the arm stays free is set at the turnstile and cannot be ordered.
 */
import type { FrameShape } from '../line/fixed-frames.ts';

/** The two sides as the maker names them; which one leads in is a matter of how it was mounted. */
export type Side = 'A' | 'B';

export interface OnetechFrame {
  readonly kind: 'open' | 'passed' | 'not_passed';
  readonly side: Side;
}

const START = 0xfe;
const END = 0xab;
const LENGTH = 7;
const CODES: Readonly<Record<OnetechFrame['kind'], number>> = { open: 0x80, passed: 0x81, not_passed: 0x44 };
const SIDES: Readonly<Record<Side, number>> = { A: 0x01, B: 0x02 };

export const onetechFrame: FrameShape<OnetechFrame> = {
  start: START,
  length: LENGTH,
  read: ([, code, side, ...tail]) => {
    const kind = kindOf(code);
    const turned = side === SIDES.A ? 'A' : side === SIDES.B ? 'B' : undefined;
    const closed = tail[0] === 0 && tail[1] === 0 && tail[2] === 0 && tail[3] === END;
    return kind !== undefined && turned !== undefined && closed ? { kind, side: turned } : undefined;
  },
};

export function encodeOnetech(frame: OnetechFrame): Uint8Array {
  return Uint8Array.of(START, CODES[frame.kind], SIDES[frame.side], 0, 0, 0, END);
}

function kindOf(code: number | undefined): OnetechFrame['kind'] | undefined {
  if (code === CODES.open) return 'open';
  if (code === CODES.passed) return 'passed';
  return code === CODES.not_passed ? 'not_passed' : undefined;
}
