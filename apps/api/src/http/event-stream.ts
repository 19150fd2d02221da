/**
 * A server-sent event stream that never queues more than one event and one ping: `offer` names who will write the next event, and that
 * writer is asked only when the listener has room. So a slow listener gets the latest, and memory does not grow.
 */

/** Pings in a row that find the last one unread; then the listener is dropped. */
export const UNREAD_PINGS_MAX = 3;
const PING = ': ping\n\n';

export interface EventStream {
  readonly response: Response;
  /** `write` is called once, when the listener has room; a second offer before that with the same writer changes nothing. */
  offer(write: () => string): void;
  ping(): void;
  close(): void;
}

export function eventStream(options: { readonly signal: AbortSignal; ended(): void }): EventStream {
  const encoder = new TextEncoder();
  const waiting = new Set<() => string>();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let unread = 0;
  let open = true;

  const end = () => {
    if (!open) return;
    open = false;
    waiting.clear();
    options.signal.removeEventListener('abort', close);
    options.ended();
  };
  const close = () => {
    if (open) controller?.close();
    end();
  };
  const room = () => open && controller !== undefined && (controller.desiredSize ?? 0) > 0;
  const pour = () => {
    for (const write of waiting) {
      if (!room()) return;
      waiting.delete(write);
      controller?.enqueue(encoder.encode(write()));
    }
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start: (made) => {
        controller = made;
      },
      pull: () => {
        unread = 0;
        pour();
      },
      cancel: end,
    },
    new CountQueuingStrategy({ highWaterMark: 1 }),
  );
  options.signal.addEventListener('abort', close, { once: true });
  return {
    response: new Response(body, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    }),
    offer: (write) => {
      if (!open) return;
      waiting.add(write);
      pour();
    },
    ping: () => {
      if (room()) {
        controller?.enqueue(encoder.encode(PING));
        return;
      }
      unread += 1;
      if (unread >= UNREAD_PINGS_MAX) close();
    },
    close,
  };
}
