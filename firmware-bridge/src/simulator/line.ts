/**
 * A serial line without hardware: a pseudo-terminal. The program under test opens `path` as it would open a USB adapter; this end is the
 * device's.
 *
 * `path` is a symbolic link, as those of `/dev/serial/by-id` are: it stays the same when the device is plugged in again, and is gone
 * while it is not. All byte values pass both ways once the other side has opened the port and set it raw; what is said before that is
 * thrown away by the port, as it would be by a real one.
 */
import { closeSync, constants, mkdtempSync, openSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ReadStream } from 'node:tty';
import * as pseudoTerminals from '@lydell/node-pty';

export interface SimulatedLine {
  readonly path: string;
  readonly plugged: boolean;
  /** Says the bytes; into nowhere while unplugged. */
  write(bytes: Uint8Array): void;
  /** Hears what the other side says. One listener; the last one wins. */
  onBytes(listener: (bytes: Uint8Array) => void): void;
  /** Stops taking bytes, as a device that hangs: what the other side writes piles up in the system, then blocks. Until plugged again. */
  stall(): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

/** What the library's `open` gives on Unix; its declarations leave it out. */
interface PseudoTerminal {
  readonly master: ReadStream & { write(bytes: Uint8Array): boolean };
  readonly slave: ReadStream;
  /** Path of the other end. */
  readonly _pty: string;
}

interface Plugged {
  readonly master: PseudoTerminal['master'];
  readonly guard: number;
}

/** `at`: where the link shall stand; a fresh temporary folder when left out. */
export async function openLine(at?: string): Promise<SimulatedLine> {
  const folder = at === undefined ? mkdtempSync(join(tmpdir(), 'line-')) : undefined;
  const path = at ?? join(folder ?? '', 'port');
  let hear: (bytes: Uint8Array) => void = () => {};
  let plugged: Plugged | undefined;

  const plug = async () => {
    if (plugged) return;
    const terminal = openTerminal();
    // Holds the far end open without reading from it: else the line would hang up as soon as the program under test closes its port.
    const guard = openSync(terminal._pty, constants.O_RDWR | constants.O_NOCTTY);
    terminal.slave.destroy(); // it reads, and would steal bytes from whoever opens the path
    terminal.master.on('data', (bytes: Uint8Array) => hear(bytes));
    plugged = { master: terminal.master, guard };
    pointTo(terminal._pty, path);
  };
  const unplug = async () => {
    const gone = plugged;
    plugged = undefined;
    if (!gone) return;
    rmSync(path, { force: true });
    closeSync(gone.guard);
    const closed = new Promise<void>((resolve) => gone.master.once('close', () => resolve()));
    gone.master.destroy();
    await closed;
  };

  await plug();
  return {
    path,
    get plugged() {
      return plugged !== undefined;
    },
    write: (bytes) => void plugged?.master.write(bytes),
    onBytes: (listener) => {
      hear = listener;
    },
    stall: () => void plugged?.master.pause(),
    unplug,
    plug,
    close: async () => {
      await unplug();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function openTerminal(): PseudoTerminal {
  // the declarations know `spawn` only; `encoding: null` leaves the bytes alone
  const { open } = pseudoTerminals as unknown as { open(options: { encoding: null }): PseudoTerminal };
  return open({ encoding: null });
}

/** Replaces the link in one step, so that nobody finds half of it. */
function pointTo(device: string, path: string): void {
  const beside = join(dirname(path), `.${basename(path)}.new`);
  rmSync(beside, { force: true });
  symlinkSync(device, beside);
  renameSync(beside, path);
}
