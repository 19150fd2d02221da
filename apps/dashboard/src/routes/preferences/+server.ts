/** Language and appearance: kept in two cookies that hold no secret, so they also work over plain http on site. */
import { type RequestHandler, redirect } from '@sveltejs/kit';
import { locales } from '#lib/paraglide/runtime.js';
import { ownPath } from '#lib/server/own-path.ts';
import { themes } from '#lib/theme.ts';

const YEAR_S = 365 * 86_400;

export const POST: RequestHandler = async ({ request, cookies }) => {
  const form = await request.formData();
  const language = locales.find((l) => l === form.get('language'));
  const theme = themes.find((t) => t === form.get('theme'));
  const kept = { path: '/', maxAge: YEAR_S, sameSite: 'lax', secure: false } as const;
  // the browser's part reads the language from the page, but paraglide on the server reads it here
  if (language) cookies.set('PARAGLIDE_LOCALE', language, { ...kept, httpOnly: false });
  if (theme) cookies.set('pv_theme', theme, { ...kept, httpOnly: true });
  redirect(303, ownPath(form.get('back')));
};
