import type { PeopleView, SessionView } from '@portvakt/protocol';
import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { asJson, askDesk, orExplain } from '#lib/server/ask-desk.ts';
import type { Actions, PageServerLoad } from './$types';
import { choiceOf, LIMIT } from './people-rows.ts';

export const load: PageServerLoad = async ({ fetch, parent, url }) => {
  const { site } = await parent();
  const people = await askDesk<PeopleView>({ fetch }, `/sites/${site.id}/people/search`, asJson('POST', { text: '', limit: LIMIT }));
  return { people: orExplain(people, url), choice: choiceOf(url.searchParams.get('show')) };
};

export const actions: Actions = {
  /** Search without a script, and from the field at the top of every page. What is searched for never stands in an address. */
  search: async ({ request, fetch, params, url }) => {
    const text = String((await request.formData()).get('text') ?? '')
      .trim()
      .slice(0, 100);
    const session = orExplain(await askDesk<SessionView>({ fetch }, '/session'), url);
    const site = session.sites.find((s) => s.code === params.site);
    if (!site) error(404, { message: m.problem_not_found() });
    return {
      text,
      people: orExplain(
        await askDesk<PeopleView>({ fetch }, `/sites/${site.id}/people/search`, asJson('POST', { text, limit: LIMIT })),
        url,
      ),
    };
  },
};
