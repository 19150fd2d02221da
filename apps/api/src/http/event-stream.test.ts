import { describe, expect, it } from 'vitest';
import { type EventStream, eventStream, UNREAD_PINGS_MAX } from './event-stream.ts';

function opened() {
  const abort = new AbortController();
  let ended = 0;
  const stream = eventStream({ signal: abort.signal, ended: () => void (ended += 1) });
  return { abort, stream, ended: () => ended };
}

async function textOf({ response }: EventStream): Promise<string> {
  return response.text();
}

describe('event stream', () => {
  it('writes one event at a time, and for a slow listener the latest only', async () => {
    const { stream } = opened();
    const topics: string[] = [];
    const write = () => `data: ${topics.splice(0).join(',')}\n\n`;
    for (const topic of ['a', 'b', 'c']) {
      topics.push(topic);
      stream.offer(write);
    }
    const reader = stream.response.body?.getReader();
    const decode = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await decode()).toBe('data: a\n\n');
    expect(await decode()).toBe('data: b,c\n\n');
  });

  it('drops a listener that reads nothing', () => {
    const { stream, ended } = opened();
    for (let i = 0; i < UNREAD_PINGS_MAX; i += 1) stream.ping();
    expect(ended()).toBe(0);
    stream.ping();
    expect(ended()).toBe(1);
  });

  it('ends once, whoever ends it', async () => {
    const { abort, stream, ended } = opened();
    abort.abort();
    stream.close();
    stream.offer(() => 'data: late\n\n');
    expect(await textOf(stream)).toBe('');
    expect(ended()).toBe(1);
  });
});
