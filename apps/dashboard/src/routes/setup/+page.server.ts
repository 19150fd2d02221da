/** The first run: an owner's first account. The desk refuses it once there is one. */
import type { SessionView } from '@portvakt/protocol';
import { fail, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import { asJson, askDesk } from '#lib/server/ask-desk.ts';
import { deskProblemText } from '#lib/wording/problem-text.ts';
import type { Actions, PageServerLoad } from './$types';

const PASSWORD_MIN = 12;

export const load: PageServerLoad = async ({ fetch }) => {
  const setup = await askDesk<{ needed: boolean }>({ fetch }, '/setup');
  if (setup.ok && !setup.value.needed) redirect(303, '/login');
};

export const actions: Actions = {
  default: async ({ request, fetch }) => {
    const form = await request.formData();
    const name = String(form.get('name') ?? '').trim();
    const email = String(form.get('email') ?? '').trim();
    const password = String(form.get('password') ?? '');
    const errors = {
      ...(name === '' ? { name: m.field_name_missing() } : {}),
      ...(email.includes('@') ? {} : { email: m.field_email_invalid() }),
      ...([...password].length < PASSWORD_MIN ? { password: m.field_password_short() } : {}),
    };
    if (Object.keys(errors).length > 0) return fail(400, { name, email, errors, message: undefined });
    const answer = await askDesk<SessionView>({ fetch }, '/setup', asJson('POST', { name, email, password }));
    if (!answer.ok) return fail(answer.status || 503, { name, email, errors: {}, message: deskProblemText(answer.code) });
    redirect(303, '/');
  },
};
