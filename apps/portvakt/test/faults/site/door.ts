/**
 * A gate from the street's side, and more of it than a person has in hand: the lines and topics stand open, so that a test can say
 * anything on them.
 */
import type { Credential, Direction, GateId, ReaderId, Scope } from '@portvakt/domain';
import {
  openLine,
  type SimulatedEm4100Reader,
  type SimulatedLine,
  type SimulatedMqttGate,
  type SimulatedTurnstile,
  simulateEm4100Reader,
  simulateMqttGate,
  simulateOnetechTurnstile,
} from '@portvakt/firmware-bridge/simulator';
import { eventually } from './eventually.ts';

export interface Door {
  readonly plate: string;
  readonly readers: { readonly in: ReaderId; readonly out: ReaderId };
  /** Lays the card on the reader. `repeats`: how often a reader that repeats itself reads it. */
  present(direction: Direction, credential: Credential, repeats?: number): Promise<void>;
  /** Someone who was let through goes; the barrier tells. */
  walk(direction: Direction): Promise<void>;
  /** How often it opened. */
  readonly opened: number;
  /** One listener; the last one wins. */
  onOpened(listener: (direction: Direction) => void): void;
  close(): Promise<void>;
}

export interface SerialDoor extends Door {
  readonly reader: { readonly in: SimulatedEm4100Reader; readonly out: SimulatedEm4100Reader };
  readonly barrier: SimulatedTurnstile;
}

export interface MqttDoor extends Door {
  readonly gate: SimulatedMqttGate;
}

/** The side of the barrier that stands for inwards; the wiring of the site says the same. */
const INWARDS = 'A';

export async function openSerialDoor(at: {
  readonly plate: string;
  readonly readers: Door['readers'];
  readonly lines: { readonly in: string; readonly out: string; readonly barrier: string };
}): Promise<SerialDoor> {
  const reader = { in: simulateEm4100Reader(await openLine(at.lines.in)), out: simulateEm4100Reader(await openLine(at.lines.out)) };
  const line = await openLine(at.lines.barrier);
  // the barrier tells that someone went when someone goes, which is when the test says so
  const toTell: Uint8Array[] = [];
  const patient: SimulatedLine = { ...line, write: (bytes) => (isReport(bytes) ? void toTell.push(bytes) : line.write(bytes)) };
  let opened = 0;
  let hear: (direction: Direction) => void = () => undefined;
  const barrier = simulateOnetechTurnstile(patient, {
    delayMs: 1,
    onRecord: ({ kind, side }) => {
      if (kind !== 'opened') return;
      opened += 1;
      hear(side === INWARDS ? 'in' : 'out');
    },
  });
  return {
    plate: at.plate,
    readers: at.readers,
    reader,
    barrier,
    present: (direction, credential, repeats = 1) => reader[direction].present(credential, { repeats }),
    walk: async () => {
      line.write(await eventually('a barrier that has something to tell', () => toTell.shift()));
    },
    get opened() {
      return opened;
    },
    onOpened: (listener) => {
      hear = listener;
    },
    close: async () => {
      await reader.in.close();
      await reader.out.close();
      await line.close();
    },
  };
}

export async function openMqttDoor(at: {
  readonly plate: string;
  readonly scope: Scope;
  readonly gate: GateId;
  readonly readers: Door['readers'];
  readonly url: string;
  readonly password: string;
}): Promise<MqttDoor> {
  let hear: (direction: Direction) => void = () => undefined;
  const gate = await simulateMqttGate({
    ...at.scope,
    url: at.url,
    username: at.gate,
    password: at.password,
    gate: at.gate,
    readers: [at.readers.in, at.readers.out],
    senses: false, // it does; the test says when
    onOpened: ({ direction }) => hear(direction),
  });
  return {
    plate: at.plate,
    readers: at.readers,
    gate,
    present: (direction, credential) => gate.present(credential, at.readers[direction]),
    walk: (direction) => gate.turn(direction, 'passed'),
    get opened() {
      return gate.opened.length;
    },
    onOpened: (listener) => {
      hear = listener;
    },
    close: () => gate.close(),
  };
}

/** A frame of the barrier, as opposed to what a bad cable says in between: it begins and ends as its protocol has it. */
const isReport = (bytes: Uint8Array): boolean => bytes.length === 7 && bytes[0] === 0xfe && bytes[6] === 0xab;
