import type { SessionView, SiteNowView } from '@portvakt/protocol';
import { error, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { askDesk, orExplain } from '#lib/server/ask-desk.ts';
import { themeOf } from '#lib/theme.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ fetch, params, url, cookies }) => {
  const session = orExplain(await askDesk<SessionView>({ fetch }, '/session'), url);
  const site = session.sites.find((s) => s.code === params.site);
  // the same answer for a site that is not there and one that is not theirs
  if (!site) error(404, { message: m.problem_not_found() });
  const now = await askDesk<SiteNowView>({ fetch }, `/sites/${site.id}/now`);
  if (!now.ok && now.code === 'not_signed_in') redirect(303, '/login');
  return { session, site, now: now.ok ? now.value : null, nowProblem: now.ok ? null : now.code, theme: themeOf(cookies.get('pv_theme')) };
};
