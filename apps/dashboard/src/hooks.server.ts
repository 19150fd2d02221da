import type { Handle, HandleFetch, HandleServerError } from '@sveltejs/kit/hooks';
import { m } from '#lib/paraglide/messages.js';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { throughDesk } from '#lib/server/desk-door.ts';
import { comesFromElsewhere } from '#lib/server/same-site.ts';
import { themeOf } from '#lib/theme.ts';

export const handle: Handle = ({ event, resolve }) => {
  event.locals.deskCookies = [];
  if (comesFromElsewhere(event.request)) return new Response('Refused: the form stands on another site.', { status: 403 });
  return paraglideMiddleware(event.request, async ({ locale }) => {
    const theme = themeOf(event.cookies.get('pv_theme'));
    const response = await resolve(event, {
      transformPageChunk: ({ html }) => html.replace('<html lang="nb"', `<html lang="${locale}"`).replace('%pv.theme%', theme),
    });
    for (const cookie of event.locals.deskCookies) response.headers.append('set-cookie', cookie);
    // names and birth dates stand on most pages: nothing of them stays in a cache, not even the sign-in's
    response.headers.set('cache-control', 'no-store');
    response.headers.set('x-content-type-options', 'nosniff');
    response.headers.set('referrer-policy', 'same-origin');
    return response;
  });
};

export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  if (!new URL(request.url).pathname.startsWith('/api/')) return fetch(request);
  const response = await throughDesk(request, event.request.headers.get('cookie'));
  event.locals.deskCookies.push(...response.headers.getSetCookie());
  return response;
};

/** A bug, by definition: what is expected is answered with words of its own. Told with the route, never with the address as it was asked. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind !== 'unknown') return;
  console.error(`pages: ${event.route.id ?? 'no route'}`, error);
  return { message: m.problem_unavailable() };
};
