/** The built pages and the desk's double on one port, as centre and edge serve them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { type DeskDouble, deskDouble, type Scenario } from './desk-double.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export interface Served {
  readonly origin: string;
  readonly desk: DeskDouble;
  close(): Promise<void>;
}

const BUILT = new URL('../build/handler.js', import.meta.url).href;

export async function serveDouble(scenario: Scenario = 'day', port = 0, built = BUILT): Promise<Served> {
  const desk = deskDouble(scenario);
  Object.assign(globalThis, { [Symbol.for('portvakt.desk')]: desk.answer });
  const { handler } = (await import(built)) as { handler: Handler };
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/')) void passOn(desk, request, response);
    else handler(request, response, () => response.writeHead(404).end());
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    desk,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function passOn(desk: DeskDouble, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const { method = 'GET', headers } = request;
  const body = method === 'GET' || method === 'DELETE' ? null : (Readable.toWeb(request) as WebStream<Uint8Array>);
  try {
    const answer = await desk.answer(
      new Request(`http://double${request.url}`, {
        method,
        headers: headers as Record<string, string>,
        body: body as BodyInit | null,
        signal: gone.signal,
        ...{ duplex: 'half' },
      }),
    );
    response.writeHead(answer.status, [...answer.headers].flat());
    if (answer.body === null) response.end();
    else
      Readable.fromWeb(answer.body as WebStream<Uint8Array>)
        .on('error', () => response.destroy())
        .pipe(response);
  } catch {
    // a line that is down gives no answer at all
    response.destroy();
  }
}
