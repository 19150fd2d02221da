import { isSiteDay, siteDayOf } from '@portvakt/domain';
import type { OverviewListPage } from '@portvakt/protocol';
import { error, fail } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { asJson, askDesk, orExplain } from '#lib/server/ask-desk.ts';
import { deskProblemText } from '#lib/wording/problem-text.ts';
import type { Actions, PageServerLoad } from './$types';
import { choiceOf } from './list-rows.ts';

export const load: PageServerLoad = async ({ fetch, params, parent, url }) => {
  if (!isSiteDay(params.day)) error(404, { message: m.problem_not_found() });
  const { site, now } = await parent();
  const page = orExplain(await askDesk<OverviewListPage>({ fetch }, `/sites/${site.id}/overview-lists/${params.day}/page`), url);
  return { page, today: now?.day ?? siteDayOf(Date.now()), choice: choiceOf(url.searchParams.get('show')) };
};

export const actions: Actions = {
  /** Which site the form is about stands in the address; that it is theirs, the desk decides. */
  check: async ({ request, fetch, params, url }) => {
    const form = await request.formData();
    const remark = String(form.get('remark') ?? '')
      .replace(/\s+/gu, ' ')
      .trim();
    const session = orExplain(await askDesk<{ sites: { id: string; code: string }[] }>({ fetch }, '/session'), url);
    const site = session.sites.find((s) => s.code === params.site);
    if (!site) error(404, { message: m.problem_not_found() });
    const answer = await askDesk<undefined>(
      { fetch },
      `/sites/${site.id}/overview-lists/${params.day}/check`,
      asJson('POST', { remark: remark || null }),
    );
    if (!answer.ok) return fail(answer.status || 503, { remark, message: deskProblemText(answer.code) });
    return { remark: '', message: undefined };
  },
};
