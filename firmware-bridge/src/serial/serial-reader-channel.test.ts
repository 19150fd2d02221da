/** The reader channel on a real serial port object, over a pseudo-terminal. */
import { credentialOf, idOf } from '@portvakt/domain';
import { systemRuntime } from '@portvakt/ports/system';
import { channelContract, listen } from '@portvakt/ports/testing';
import { describe, expect, it } from 'vitest';
import { simulateEm4100Reader } from '../simulator/em4100-reader.ts';
import { openLine } from '../simulator/line.ts';
import { serialReaderChannel } from './serial-reader-channel.ts';

const reader = idOf('reader', '01900000-0000-7000-8000-000000000001');
const [a, b] = [credentialOf('em4100', '14008ec793'), credentialOf('em4100', '62e3086ced')];
const quick = { backOff: { firstMs: 10, maxMs: 40 }, probeMs: 50 };
const runtime = systemRuntime();

async function open(timing: Parameters<typeof serialReaderChannel>[2] = quick) {
  const line = await openLine();
  const far = simulateEm4100Reader(line);
  const channel = serialReaderChannel({ path: line.path, baud: 9_600, reader }, runtime, timing);
  return { line, far, channel };
}

channelContract('EM4100 reader on a serial port', async () => {
  const { far, channel } = await open();
  return { channel, far: { ...far, reader, present: (credential) => void far.present(credential) }, credentials: [a, b] };
});

describe('an EM4100 reader on a serial port', () => {
  it('tells every repeat, for the hold time is known elsewhere', async () => {
    const { far, channel } = await open();
    const heard = listen(channel);
    await heard.until((e) => e.kind === 'reader_state');
    await far.present(a, { repeats: 5, everyMs: 1 });
    await heard.until((e) => e.kind === 'card', 4);
    const times = heard.all.flatMap((e) => (e.kind === 'card' ? [e.atMonotonicMs] : []));
    expect(times).toEqual(times.toSorted((x, y) => x - y));
    await channel.stop();
    await far.close();
  });

  it('reads a frame that comes in pieces, and finds the next good one after noise, half a frame and a wrong check', async () => {
    const { far, channel } = await open();
    const heard = listen(channel);
    await heard.until((e) => e.kind === 'reader_state');
    await far.presentInPieces(a, [1, 7, 13], 5);
    await heard.until((e) => e.kind === 'card');
    far.noise();
    far.halfFrame(b);
    far.wrongChecksum(b);
    far.halfFrame(b, 13);
    await far.present(a);
    await heard.until((e) => e.kind === 'card', 1);
    const faults = heard.all.flatMap((e) => (e.kind === 'fault' ? [e] : []));
    const sum = (fault: string) => faults.reduce((n, e) => n + (e.fault === fault ? e.count : 0), 0);
    expect([sum('checksum'), sum('discarded'), faults.every((e) => e.reader === reader)]).toEqual([1, 15 + 7 + 14 + 13, true]);
    expect(heard.all.flatMap((e) => (e.kind === 'card' ? [e.credential] : []))).toEqual([a, a]);
    await channel.stop();
    await far.close();
  });

  it('does not finish half a frame after a silence, nor after the line was lost', async () => {
    const { far, channel } = await open({ ...quick, frameGapMs: -1 });
    const heard = listen(channel);
    await heard.until((e) => e.kind === 'reader_state');
    await far.presentInPieces(a, [7], 5);
    await heard.until((e) => e.kind === 'fault' && e.fault === 'timeout');
    far.halfFrame(a, 10);
    await far.unplug();
    await heard.until((e) => e.kind === 'reader_state' && e.state === 'offline');
    await far.plug();
    await heard.until((e) => e.kind === 'reader_state' && e.state === 'online', 1);
    await far.presentInPieces(a, [10], 0);
    await far.present(b);
    await heard.until((e) => e.kind === 'card');
    expect(heard.all.flatMap((e) => (e.kind === 'card' ? [e.credential] : [])).at(-1)).toEqual(b);
    await channel.stop();
    await far.close();
  });

  it('is unplugged and back 20 times under taps; nothing said while it was online is lost or doubled', async () => {
    const { far, channel } = await open();
    const heard = listen(channel);
    const said: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      await heard.until((e) => e.kind === 'reader_state' && e.state === 'online', round);
      for (let tap = 0; tap < 5; tap += 1) {
        const credential = credentialOf('em4100', (0x1400000000 + round * 16 + tap).toString(16));
        said.push(credential.bits);
        await far.present(credential);
      }
      await heard.until((e) => e.kind === 'card' && e.credential.bits === said.at(-1));
      const late = credentialOf('em4100', 'ffffffffff');
      far.halfFrame(late, 9); // pulled out in the middle of a word
      await far.unplug();
      await far.present(late);
      await heard.until((e) => e.kind === 'reader_state' && e.state === 'offline', round);
      await far.plug();
    }
    expect(heard.all.flatMap((e) => (e.kind === 'card' ? [e.credential.bits] : []))).toEqual(said);
    await channel.stop();
    await far.close();
  });

  it('says why it is offline: nothing plugged in, or the port taken by another reader; and comes by itself when that ends', async () => {
    const { line, far, channel } = await open();
    await far.unplug();
    const heard = listen(channel);
    expect(await heard.until((e) => e.kind === 'reader_state')).toMatchObject({ state: 'offline', detail: 'not plugged in' });
    await far.plug();
    await heard.until((e) => e.kind === 'reader_state' && e.state === 'online');

    const second = serialReaderChannel({ path: line.path, baud: 9_600, reader }, runtime, quick);
    const secondHeard = listen(second);
    expect(await secondHeard.until((e) => e.kind === 'reader_state')).toMatchObject({ state: 'offline', detail: /in use/ });
    await channel.stop();
    await secondHeard.until((e) => e.kind === 'reader_state' && e.state === 'online');
    await second.stop();
    await far.close();
  });

  it('has no barrier and no lamp', async () => {
    const { far, channel } = await open();
    const heard = listen(channel);
    const gate = idOf('gate', '01900000-0000-7000-8000-000000000002');
    const id = idOf('tap', '01900000-0000-7000-8000-000000000003');
    channel.open({ id, gate, direction: 'in', openForMs: 5_000, expiresMs: runtime.now() + 10_000 });
    channel.signal(reader, { lamp: 'red', sound: 'denied', text: '', language: 'nb', holdMs: 0 });
    channel.identify(reader);
    expect(heard.all).toEqual([{ kind: 'order', order: id, outcome: 'refused' }]);
    await channel.stop();
    await far.close();
  });
});
