/**
 * Frames of one fixed length in a stream of bytes: where they start, and what is thrown away on the road.
 *
 * Total. Whatever bytes come, cut anywhere, give frames and a count of the rest; nothing throws, and a good frame after noise is always found. It
 * holds less than one frame of bytes and no clock: whoever owns the line decides when silence means a new start.
 */
export interface FrameShape<Frame> {
  readonly start: number;
  readonly length: number;
  /** What the bytes of one frame say; `undefined` when they are no frame at all. */
  read(bytes: Uint8Array): Frame | WrongCheck | undefined;
}

/** Whole in form, but its checksum does not hold. */
export interface WrongCheck {
  readonly wrongCheck: true;
}

export interface Scan<Frame> {
  readonly frames: readonly Frame[];
  /** Frames that were whole in form and failed their check; their bytes stand under `discarded` too. */
  readonly wrongChecks: number;
  /** Bytes that belonged to no good frame: a metric, and the first sign of a bad cable. */
  readonly discarded: number;
  /** Carry into the next call; shorter than one frame. */
  readonly rest: Uint8Array;
}

export const NO_BYTES: Uint8Array = new Uint8Array(0);

/** Reads all whole frames from `rest` followed by `chunk`. */
export function scanFrames<Frame extends object>(shape: FrameShape<Frame>, rest: Uint8Array, chunk: Uint8Array): Scan<Frame> {
  const bytes = rest.length === 0 ? chunk : joined(rest, chunk);
  const frames: Frame[] = [];
  let wrongChecks = 0;
  let discarded = 0;
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] !== shape.start) {
      at += 1;
      discarded += 1;
      continue;
    }
    if (bytes.length - at < shape.length) break;
    const frame = shape.read(bytes.subarray(at, at + shape.length));
    if (frame !== undefined && !('wrongCheck' in frame)) {
      frames.push(frame);
      at += shape.length;
      continue;
    }
    if (frame !== undefined) wrongChecks += 1;
    // One byte, not the claimed length: a start byte inside noise must not swallow the good frame behind it.
    at += 1;
    discarded += 1;
  }
  return { frames, wrongChecks, discarded, rest: at === bytes.length ? NO_BYTES : bytes.slice(at) };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
