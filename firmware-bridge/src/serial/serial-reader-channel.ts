/**
 * A card reader on a serial port that only ever talks: it cannot be asked whether it lives, so `online` says that its port is open.
 *
 * Each whole read is told, also the repeats of a card that lies on the reader. Such readers have no lamp and no barrier: a signal is
 * dropped, an order refused.
 */
import type { Credential, ReaderId } from '@portvakt/domain';
import type { Channel, ChannelEvent, Runtime } from '@portvakt/ports';
import { em4100Frame } from '../em4100/frame.ts';
import type { FrameShape } from '../line/fixed-frames.ts';
import { frameLine } from '../line/frame-line.ts';
import { KeptLine } from '../line/kept-line.ts';
import { dialSerial } from './serial-connection.ts';
import { SERIAL_TIMING, type SerialTiming } from './serial-timing.ts';

export type SerialReaderProtocol = 'em4100';

export interface SerialReader {
  readonly path: string;
  readonly baud: number;
  readonly reader: ReaderId;
  readonly protocol?: SerialReaderProtocol;
}

const SHAPES: Readonly<Record<SerialReaderProtocol, FrameShape<Credential>>> = { em4100: em4100Frame };

export function serialReaderChannel(wired: SerialReader, runtime: Runtime, timing: Partial<SerialTiming> = {}): Channel {
  const { backOff, probeMs, frameGapMs } = { ...SERIAL_TIMING, ...timing };
  const { path, baud, reader, protocol = 'em4100' } = wired;
  let tell: (event: ChannelEvent) => void = () => {};

  const frames = frameLine(SHAPES[protocol], frameGapMs, {
    frame: (credential) => tell({ kind: 'card', reader, credential, atMonotonicMs: runtime.monotonicMs() }),
    fault: (fault, count) => tell({ kind: 'fault', reader, fault, count }),
  });
  const dial = dialSerial({ path, baud, probeMs }, (bytes) => frames.take(bytes, runtime.monotonicMs()), runtime);
  const changed = (online: boolean, detail: string) => {
    frames.reset();
    tell({ kind: 'reader_state', reader, state: online ? 'online' : 'offline', detail });
  };
  const line = new KeptLine(dial, changed, backOff, runtime);

  return {
    name: `${protocol} ${path}`,
    start: (listener) => {
      tell = listener;
      line.start();
    },
    open: (order) => tell({ kind: 'order', order: order.id, outcome: 'refused' }),
    signal: () => {},
    identify: () => {},
    stop: async () => {
      tell = () => {};
      await line.stop();
    },
  };
}
