import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { quickRuntime } from '../testing/quick-runtime.ts';
import { ANSWER_WITHIN_MS, centreClient } from './centre-client.ts';
import { followChanges, SILENT_MAX_MS } from './change-stream.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const TIMES = 100;

async function against(answer: RequestListener, times = TIMES) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return centreClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, quickRuntime(times));
}

describe('a request to the centre', () => {
  it.each([
    ['does not answer', () => undefined],
    ['says the head and no more', (_: unknown, response: Parameters<RequestListener>[1]) => void response.writeHead(200).flushHeaders()],
    [
      'drips for ever',
      (_: unknown, response: Parameters<RequestListener>[1]) => {
        const drip = setInterval(() => response.write('x'), 5);
        response.on('close', () => clearInterval(drip));
      },
    ],
    ['hangs up', (request: Parameters<RequestListener>[0]) => void request.socket.destroy()],
    [
      'sends us elsewhere',
      (_: unknown, response: Parameters<RequestListener>[1]) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    ],
  ])('ends in time when the centre %s', async (_, answer) => {
    const client = await against(answer as RequestListener);
    const began = performance.now();
    await expect(client.ask({ method: 'GET', path: 'x' })).rejects.toMatchObject({ code: 'link_down' });
    expect(performance.now() - began).toBeLessThan((ANSWER_WITHIN_MS / TIMES) * 20);
  });

  it('takes no more than is ever asked for', async () => {
    const piece = Buffer.alloc(4 * 1024 * 1024);
    const client = await against((_, response) => {
      const pour = () => {
        while (!response.destroyed && response.write(piece));
        response.once('drain', pour);
      };
      pour();
    }, 1);
    await expect(client.ask({ method: 'GET', path: 'x' })).rejects.toMatchObject({ code: 'link_refused' });
  });

  it('reads what the centre refuses, and how long to wait', async () => {
    const client = await against(
      (_, response) =>
        void response
          .writeHead(429, { 'retry-after': '7', 'content-type': 'application/problem+json' })
          .end(JSON.stringify({ type: 'x', title: 'x', status: 429, code: 'too_many_requests' })),
    );
    expect(await client.ask({ method: 'GET', path: 'x' })).toEqual({
      ok: false,
      status: 429,
      code: 'too_many_requests',
      acknowledged: undefined,
      retryAfterMs: 7_000,
    });
  });

  it('takes a page of some proxy for a refusal without a name', async () => {
    const client = await against(
      (_, response) => void response.writeHead(502, { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' }).end('<html>'),
    );
    expect(await client.ask({ method: 'GET', path: 'x' })).toEqual({
      ok: false,
      status: 502,
      code: undefined,
      acknowledged: undefined,
      retryAfterMs: undefined,
    });
  });
});

describe('the stream of changes', () => {
  const never = new AbortController().signal;
  const hear = () => {
    const topics: string[] = [];
    return { topics, heard: { open: () => undefined, changed: (more: readonly string[]) => void topics.push(...more) } };
  };

  it('tells what changed, passes over what it does not know, and says when it ends', async () => {
    const client = await against((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const text of [
        'event: hello\ndata: {"protocol":1}\n\n',
        ': ping\n\n',
        'event: party\ndata: {}\n\n',
        'event: changed\ndata: not json\n\n',
        'event: changed\ndata: {"topics":["roster"]}\n\n',
      ])
        response.write(text);
      response.end();
    });
    const { topics, heard } = hear();
    expect(await followChanges(client, quickRuntime(TIMES), never, heard)).toBe('ended');
    expect(topics).toEqual(['roster']);
  });

  it('is given up when it has been silent for too long', async () => {
    const client = await against((_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders());
    const began = performance.now();
    expect(await followChanges(client, quickRuntime(TIMES), never, hear().heard)).toBe('silent');
    expect(performance.now() - began).toBeGreaterThanOrEqual(SILENT_MAX_MS / TIMES - 5);
  });

  it('that is refused or not there is told as such', async () => {
    const refused = await against((_, response) => void response.writeHead(401).end());
    expect(await followChanges(refused, quickRuntime(TIMES), never, hear().heard)).toBe('refused');
    const gone = await against((request) => void request.socket.destroy());
    expect(await followChanges(gone, quickRuntime(TIMES), never, hear().heard)).toBe('unreachable');
  });

  it('ends when it is stopped', async () => {
    const client = await against((_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders());
    const stop = new AbortController();
    const following = followChanges(client, quickRuntime(1), stop.signal, hear().heard);
    setTimeout(() => stop.abort(), 20);
    expect(await following).toBe('unreachable');
  });
});
