/**
 * Whether a change was asked for from our own pages. SvelteKit's own check compares whole origins, and behind the adapter a page served
 * over plain http on site would never match; so the host is compared, and what browsers themselves say comes first.
 */
const CHANGES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export function comesFromElsewhere(request: Request): boolean {
  if (!CHANGES.has(request.method)) return false;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = request.headers.get('origin');
  // no browser leaves both out on a change; a program that does has no visitor's cookie to misuse
  if (origin === null) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.headers.get('host');
}
