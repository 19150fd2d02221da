/**
 * One opened serial port (8N1), from the dial to its end. A new port object each time: what node-serialport does with one that was lost
 * is not relied on.
 *
 * The lock is exclusive, so a second program, or a second reader bound to one path, is refused. `hupcl: false`: closing does not drop
 * DTR, which would reset many boards.
 */
import { type Stats, stat, statSync } from 'node:fs';
import type { Runtime } from '@portvakt/ports';
import { SerialPort } from 'serialport';
import type { Connection, Dial, Patience } from '../line/kept-line.ts';

export interface SerialSettings {
  /** Best one of `/dev/serial/by-id`: it names the device, not the order in which it was plugged in. */
  readonly path: string;
  readonly baud: number;
  /** How often to look whether the device still stands behind the path. */
  readonly probeMs: number;
}

export interface SerialConnection extends Connection {
  /** Hands the bytes to the system at once. A write not taken within the deadline ends the connection. */
  write(bytes: Uint8Array, deadlineMs: number, done: (taken: boolean) => void): void;
}

/** A frame is at most a few dozen bytes; the library's own 64 kB pool a port is for files. */
const READ_BYTES = 4_096;

export function dialSerial(settings: SerialSettings, onBytes: (bytes: Uint8Array) => void, runtime: Runtime): Dial<SerialConnection> {
  return (tell) => {
    const { path, baud, probeMs } = settings;
    const port = new SerialPort({ path, baudRate: baud, lock: true, hupcl: false, autoOpen: false, highWaterMark: READ_BYTES });
    let over = false;
    let writing = 0;
    let stopWatching = () => {};
    const end = (detail: string, patience: Patience) => {
      if (over) return;
      over = true;
      tell.ended(detail, patience);
    };

    port.on('data', (bytes: Uint8Array) => {
      if (!over) onBytes(bytes);
    });
    port.on('error', (error) => end(error.message, 'back_off'));
    port.on('close', () => end('unplugged', 'look_again'));
    const opened = new Promise<void>((resolve) => {
      port.open((error) => {
        resolve();
        if (over) return;
        if (error) return end(...refusal(error));
        stopWatching = watchDevice(path, probeMs, runtime, () => end('unplugged', 'look_again'));
        tell.opened();
      });
    });

    return {
      write: (bytes, deadlineMs, done) => {
        const cancel = runtime.after(deadlineMs, () => end('takes no bytes', 'back_off'));
        writing += 1;
        port.write(bytes, (error) => {
          writing -= 1;
          cancel();
          done(!error);
        });
      },
      close: async () => {
        over = true;
        stopWatching();
        await opened;
        if (!port.isOpen) return;
        // An order that got stuck half-way is thrown away, what the system holds of it too: it must not reach the barrier later.
        if (writing > 0) await new Promise<void>((resolve) => port.flush(() => resolve()));
        await new Promise<void>((resolve) => port.close(() => resolve()));
      },
    };
  };
}

/** A path without a device costs nothing to look at again; a port that is there and refuses is left in peace for longer. */
function refusal(error: Error): [detail: string, patience: Patience] {
  if (/No such file/i.test(error.message)) return ['not plugged in', 'look_again'];
  if (/lock/i.test(error.message)) return ['in use by another program or reader', 'back_off'];
  return [error.message, 'back_off'];
}

/**
 * An idle port does not always say that its device is gone: a hung-up terminal reads as empty, and node-serialport then reads on for
 * ever (serialport/node-serialport issues 388, 2043). So the path is looked at: another device behind it, or none, ends the connection.
 */
function watchDevice(path: string, everyMs: number, runtime: Runtime, gone: () => void): () => void {
  // at once, not in a later turn: what stands behind the path by then may be another device already
  const opened = deviceOf(statSync(path, { throwIfNoEntry: false }));
  return runtime.every(everyMs, () =>
    stat(path, (_, found) => {
      const device = deviceOf(found);
      if (device === undefined || device !== opened) gone();
    }),
  );
}

const deviceOf = (found: Stats | undefined): string | undefined => found && `${found.dev}:${found.ino}:${found.rdev}`;
