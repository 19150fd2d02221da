import { siteDayOf } from '@portvakt/domain';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Today's list: the day as the desk has it, else as this machine does. */
export const load: PageServerLoad = async ({ parent, params, url }) => {
  const { now } = await parent();
  redirect(303, `/s/${params.site}/list/${now?.day ?? siteDayOf(Date.now())}${url.search}`);
};
