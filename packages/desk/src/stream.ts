/**
 * `GET /api/v1/sites/{site}/stream`: server-sent events. `now` carries the whole view; `Last-Event-ID` is honoured by sending nothing
 * when the newest is what the listener has. A listener that does not read is skipped, and dropped after a while; one whose session
 * ended is dropped within seconds.
 */
import type { Cancel, Runtime } from '@portvakt/ports';
import type { LiveSite } from './live-site.ts';

export const PING_EVERY_MS = 5_000;
/** Pings a listener may leave unread before it is dropped. */
const STUCK_PINGS_MAX = 6;
/** Streams one process serves at once. */
export const STREAMS_MAX = 10_000;

export interface StreamDeps {
  readonly runtime: Runtime;
  /** Whether the session still holds; asked with every ping. */
  stillAllowed(): Promise<boolean>;
}

export function siteStreamResponse(live: LiveSite, request: Request, deps: StreamDeps, ended: () => void): Response {
  const encoder = new TextEncoder();
  let stop: Cancel = () => undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let stuck = 0;
        let open = true;
        let waiting: string | undefined;
        const room = () => (controller.desiredSize ?? 0) > 0;
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        const close = () => {
          if (!open) return;
          open = false;
          stop();
          ended();
          controller.close();
        };
        const unlisten = live.listen(request.headers.get('last-event-id') ?? undefined, (event) => {
          const text = `event: now\nid: ${event.id}\ndata: ${event.text}\n\n`;
          if (room()) send(text);
          else waiting = text; // the newest is enough
        });
        const unping = deps.runtime.every(PING_EVERY_MS, () => {
          if (!room()) {
            stuck += 1;
            if (stuck > STUCK_PINGS_MAX) close();
            return;
          }
          stuck = 0;
          if (waiting !== undefined) send(waiting);
          waiting = undefined;
          send(`event: ping\ndata: ${JSON.stringify({ at: new Date(deps.runtime.now()).toISOString() })}\n\n`);
          deps.stillAllowed().then((still) => still || close(), close);
        });
        stop = () => {
          unlisten();
          unping();
        };
        request.signal.addEventListener('abort', close, { once: true });
        send('retry: 2000\n\n');
      },
      cancel() {
        stop();
        ended();
      },
    },
    // one event in flight and one waiting; more is the newest kept above
    new CountQueuingStrategy({ highWaterMark: 3 }),
  );
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
}
