import { systemRuntime } from '@portvakt/ports/system';
import { expect, it } from 'vitest';
import { openLine } from '../simulator/line.ts';
import { dialSerial, type SerialConnection } from './serial-connection.ts';

const runtime = systemRuntime();

/** Opens a connection and tells how it ended. */
async function dial(path: string) {
  const bytes: number[] = [];
  let connection: SerialConnection | undefined;
  const ended = Promise.withResolvers<string>();
  await new Promise<void>((opened) => {
    connection = dialSerial({ path, baud: 9_600, probeMs: 20 }, (some) => bytes.push(...some), runtime)({ opened, ended: ended.resolve });
  });
  return { connection: connection!, ended: ended.promise, bytes };
}

it('ends when the device takes no bytes within the deadline, and leaves nothing for later', async () => {
  const line = await openLine();
  const { connection, ended } = await dial(line.path);
  let heard = 0;
  line.onBytes((bytes) => {
    heard += bytes.length;
  });
  line.stall();
  const taken = Promise.withResolvers<boolean>();
  connection.write(new Uint8Array(1_000_000), 50, taken.resolve);
  expect(await ended).toBe('takes no bytes');
  await connection.close();
  expect([await taken.promise, heard]).toEqual([false, 0]);
  await line.close();
});

it('ends when another device stands behind the path, although the first one says nothing', async () => {
  const first = await openLine();
  const { connection, ended } = await dial(first.path);
  const second = await openLine(first.path);
  expect(await ended).toBe('unplugged');
  await connection.close();
  await second.close();
  await first.close();
});

it('passes every byte value both ways', async () => {
  const line = await openLine();
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const { connection, bytes } = await dial(line.path);
  const echoed = new Promise<Uint8Array>((resolve) => line.onBytes(resolve));
  connection.write(all, 1_000, () => {});
  line.write(await echoed);
  while (bytes.length < all.length) await new Promise((resolve) => setImmediate(resolve));
  expect(Uint8Array.from(bytes)).toEqual(all);
  await connection.close();
  await line.close();
});
