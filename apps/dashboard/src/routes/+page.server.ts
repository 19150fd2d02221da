import type { SessionView } from '@portvakt/protocol';
import { redirect } from '@sveltejs/kit';
import { askDesk, orExplain } from '#lib/server/ask-desk.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const session = await askDesk<SessionView>({ fetch }, '/session');
  if (!session.ok && session.code === 'not_signed_in') redirect(303, '/login');
  const { sites } = orExplain(session, url);
  const [only] = sites;
  if (only && sites.length === 1) redirect(303, `/s/${only.code}/now`);
  return { sites: sites.map(({ code, name, address }) => ({ code, name, address })) };
};
