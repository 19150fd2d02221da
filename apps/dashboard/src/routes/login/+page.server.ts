import type { SessionView } from '@portvakt/protocol';
import { fail, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { asJson, askDesk } from '#lib/server/ask-desk.ts';
import { ownPath } from '#lib/server/own-path.ts';
import { deskProblemText } from '#lib/wording/problem-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const setup = await askDesk<{ needed: boolean }>({ fetch }, '/setup');
  if (setup.ok && setup.value.needed) redirect(303, '/setup');
  return { next: ownPath(url.searchParams.get('next')) };
};

export const actions: Actions = {
  default: async ({ request, fetch }) => {
    const form = await request.formData();
    const email = String(form.get('email') ?? '').trim();
    const password = String(form.get('password') ?? '');
    const errors = {
      ...(email === '' ? { email: m.field_email_missing() } : {}),
      ...(password === '' ? { password: m.field_password_missing() } : {}),
    };
    if (email === '' || password === '') return fail(400, { email, errors, message: undefined });
    const answer = await askDesk<SessionView>({ fetch }, '/session', asJson('POST', { email, password }));
    if (!answer.ok) return fail(answer.status || 503, { email, errors: {}, message: deskProblemText(answer.code) });
    redirect(303, ownPath(form.get('next')));
  },
};
