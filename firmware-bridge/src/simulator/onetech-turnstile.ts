/** The turnstile's end of a One-Tech line: obeys, waits for someone to walk, tells what became of it, and keeps its own record. */
import { NO_BYTES, scanFrames } from '../line/fixed-frames.ts';
import { encodeOnetech, onetechFrame, type Side } from '../onetech/frame.ts';
import type { SimulatedLine } from './line.ts';

/** What the released person does. */
export type Walk = 'through' | 'not';

export interface TurnstileRecord {
  readonly kind: 'opened' | 'passed' | 'not_passed';
  readonly side: Side;
  readonly atMonotonicMs: number;
}

export interface SimulatedTurnstile {
  /** Everything that was done to it or at it, in order. */
  readonly record: readonly TurnstileRecord[];
  /** How often it was released. */
  readonly opened: number;
  readonly passed: number;
  /** Someone pushes through without having been released, as at an open barrier. */
  turn(side: Side): void;
  noise(): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

export interface TurnstileHabits {
  readonly walk?: Walk | ((side: Side, opened: number) => Walk);
  /** From the release to the report. */
  readonly delayMs?: number;
  /** Called for each entry of the record. */
  readonly onRecord?: (entry: TurnstileRecord) => void;
}

const NOISE = Uint8Array.of(0xfe, 0x81, 0x01, 0x00, 0x00, 0x07, 0xab, 0xfe, 0xfe, 0x44, 0x09, 0xab, 0x00);

export function simulateOnetechTurnstile(line: SimulatedLine, habits: TurnstileHabits = {}): SimulatedTurnstile {
  const { walk = 'through', delayMs = 0, onRecord } = habits;
  const record: TurnstileRecord[] = [];
  const count = (kind: TurnstileRecord['kind']) => record.filter((entry) => entry.kind === kind).length;
  const note = (kind: TurnstileRecord['kind'], side: Side) => {
    const entry = { kind, side, atMonotonicMs: performance.now() };
    record.push(entry);
    onRecord?.(entry);
  };
  const report = (kind: 'passed' | 'not_passed', side: Side) => {
    note(kind, side);
    line.write(encodeOnetech({ kind, side }));
  };

  let rest = NO_BYTES;
  line.onBytes((bytes) => {
    const scan = scanFrames(onetechFrame, rest, bytes);
    rest = scan.rest;
    for (const { kind, side } of scan.frames) {
      if (kind !== 'open') continue;
      note('opened', side);
      const walks = typeof walk === 'function' ? walk(side, count('opened')) : walk;
      setTimeout(() => report(walks === 'through' ? 'passed' : 'not_passed', side), delayMs);
    }
  });

  return {
    record,
    get opened() {
      return count('opened');
    },
    get passed() {
      return count('passed');
    },
    turn: (side) => report('passed', side),
    noise: () => line.write(NOISE),
    unplug: async () => {
      rest = NO_BYTES;
      await line.unplug();
    },
    plug: line.plug,
    close: line.close,
  };
}
