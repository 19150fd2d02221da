/** What every channel must hold, whatever hardware stands behind it. The far end is a simulator that speaks the real protocol. */
import type { Credential, ReaderId } from '@portvakt/domain';
import { describe, expect, it } from 'vitest';
import type { Channel, ChannelEvent } from '../edge/channel.ts';

/** The other end of the line, in the hands of the test. */
export interface FarEnd {
  readonly reader: ReaderId;
  present(credential: Credential): void;
  /** Bytes or messages that mean nothing. */
  noise(): void;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

/** `open` answers a started far end and a channel that is not started. Waiting is bounded; no test sleeps. */
export function channelContract(
  name: string,
  open: () => Promise<{ readonly channel: Channel; readonly far: FarEnd; readonly credentials: readonly [Credential, Credential] }>,
): void {
  describe(`channel: ${name}`, () => {
    it('tells each card that is shown, and nothing of noise', async () => {
      const { channel, far, credentials } = await open();
      const heard = listen(channel);
      await heard.until((e) => e.kind === 'reader_state' && e.state === 'online');
      far.noise();
      far.present(credentials[0]);
      await heard.until((e) => e.kind === 'card' && e.credential.bits === credentials[0].bits);
      far.present(credentials[1]);
      await heard.until((e) => e.kind === 'card' && e.credential.bits === credentials[1].bits);
      const cards = heard.all.flatMap((e) => (e.kind === 'card' ? [e.credential.bits] : []));
      expect([...new Set(cards)]).toEqual(credentials.map((c) => c.bits));
      await channel.stop();
      await far.close();
    });

    it('says that the reader is gone, finds it again by itself, and reads on', async () => {
      const { channel, far, credentials } = await open();
      const heard = listen(channel);
      await heard.until((e) => e.kind === 'reader_state' && e.state === 'online');
      await far.unplug();
      await heard.until((e) => e.kind === 'reader_state' && e.state === 'offline');
      await far.plug();
      await heard.until((e) => e.kind === 'reader_state' && e.state === 'online', 1);
      far.present(credentials[0]);
      await heard.until((e) => e.kind === 'card');
      await channel.stop();
      await far.close();
    });

    it('is silent once it is stopped', async () => {
      const { channel, far, credentials } = await open();
      const heard = listen(channel);
      await heard.until((e) => e.kind === 'reader_state' && e.state === 'online');
      await channel.stop();
      const before = heard.all.length;
      far.present(credentials[0]);
      await new Promise((resolve) => setImmediate(resolve));
      expect(heard.all.length).toBe(before);
      await far.close();
    });
  });
}

export interface Heard {
  readonly all: readonly ChannelEvent[];
  /** Resolves when an event fits for the `skip`+1-th time; the test's own limit ends a wait in vain. */
  until(fits: (event: ChannelEvent) => boolean, skip?: number): Promise<ChannelEvent>;
}

/** Starts the channel and remembers what it tells. */
export function listen(channel: Channel): Heard {
  const all: ChannelEvent[] = [];
  const waiting = new Set<() => void>();
  channel.start((event) => {
    all.push(event);
    for (const look of waiting) look();
  });
  return {
    all,
    until: (fits, skip = 0) =>
      new Promise((resolve) => {
        const look = () => {
          const found = all.filter(fits)[skip];
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
