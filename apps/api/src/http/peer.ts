/** Where a request comes from. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';

const LOCAL = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip'];
const UNKNOWN = 'unknown';

function socketAddress(c: Context): string | undefined {
  // without a server in front (a test, the pages' own requests) there is no socket
  return (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress;
}

/** Asked from this machine, by no proxy. */
export function isLocal(c: Context): boolean {
  const address = socketAddress(c);
  return address !== undefined && LOCAL.has(address) && !FORWARDED.some((header) => c.req.header(header) !== undefined);
}

export interface Peers {
  /** Remembers the address while the request lives, for those who are handed the bare request. */
  readonly remember: MiddlewareHandler;
  addressOf(request: Request): string;
}

/** `behindProxy`: the last address in `X-Forwarded-For` is the one our own proxy saw; without, the header is anybody's word. */
export function peers(behindProxy: boolean): Peers {
  const addresses = new WeakMap<Request, string>();
  return {
    remember: async (c, next) => {
      const forwarded = behindProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
      addresses.set(c.req.raw, forwarded ?? socketAddress(c) ?? UNKNOWN);
      await next();
    },
    addressOf: (request) => addresses.get(request) ?? UNKNOWN,
  };
}
