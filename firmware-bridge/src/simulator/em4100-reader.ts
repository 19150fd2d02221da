/** The reader's end of an EM4100 line: says cards, and everything a bad cable or a half-dead reader says instead. */
import type { Credential } from '@portvakt/domain';
import { encodeEm4100 } from '../em4100/frame.ts';
import type { SimulatedLine } from './line.ts';

export interface SimulatedEm4100Reader {
  /** Lays the card on the reader. `repeats`: how often the frame is said, 65 ms apart as a real one does; resolves after the last. */
  present(credential: Credential, options?: { readonly repeats?: number; readonly everyMs?: number }): Promise<void>;
  /** The frame in pieces, as a slow adapter hands it over. */
  presentInPieces(credential: Credential, cutAt: readonly number[], betweenMs?: number): Promise<void>;
  /** Bytes that are no frame; the same ones each time. */
  noise(): void;
  halfFrame(credential: Credential, bytes?: number): void;
  wrongChecksum(credential: Credential): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

export const REPEAT_MS = 65;

/** Start and end bytes, letters, high bytes and a start in the wrong place. */
const NOISE = Uint8Array.of(0x00, 0xff, 0x31, 0x34, 0x02, 0x31, 0x03, 0x7f, 0x02, 0x02, 0x80, 0x0d, 0x0a, 0x03, 0x41);

export function simulateEm4100Reader(line: SimulatedLine): SimulatedEm4100Reader {
  return {
    present: async (credential, { repeats = 1, everyMs = REPEAT_MS } = {}) => {
      const frame = encodeEm4100(credential);
      line.write(frame);
      for (let said = 1; said < repeats; said += 1) {
        await passed(everyMs);
        line.write(frame);
      }
    },
    presentInPieces: async (credential, cutAt, betweenMs = 0) => {
      const frame = encodeEm4100(credential);
      const cuts = [0, ...cutAt, frame.length];
      for (const [i, from] of cuts.slice(0, -1).entries()) {
        if (i > 0) await passed(betweenMs);
        line.write(frame.subarray(from, cuts[i + 1]));
      }
    },
    noise: () => line.write(NOISE),
    halfFrame: (credential, bytes = 7) => line.write(encodeEm4100(credential).subarray(0, bytes)),
    wrongChecksum: (credential) => {
      const frame = encodeEm4100(credential);
      frame[12] = frame[12] === 0x30 ? 0x31 : 0x30; // the last digit of the check
      line.write(frame);
    },
    unplug: line.unplug,
    plug: line.plug,
    close: line.close,
  };
}

const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
