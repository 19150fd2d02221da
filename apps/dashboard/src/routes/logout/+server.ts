import { type RequestHandler, redirect } from '@sveltejs/kit';
import { askDesk } from '#lib/server/ask-desk.ts';

/** Whatever the desk answers, the visitor asked to leave; its `Set-Cookie` goes along with the redirect. */
export const POST: RequestHandler = async ({ fetch }) => {
  await askDesk({ fetch }, '/session', { method: 'DELETE' });
  redirect(303, '/login');
};
