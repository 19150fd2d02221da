/** Who may sign in, and keys for programs; and the very first account. */
import { documented, ProblemError, readBody } from '@portvakt/desk';
import { isId } from '@portvakt/domain';
import { id, instant as instantShape, personText, roles, type SessionView, sessionView } from '@portvakt/protocol';
import { Hono } from 'hono';
import { z } from 'zod';
import { type Central, instant } from '../central.ts';
import { bucket } from '../http/bucket.ts';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from '../sign-in/auth.ts';
import { allowedAt } from './authority.ts';

const DAY_MS = 86_400_000;
const email = z
  .email()
  .max(200)
  .transform((text) => text.toLowerCase());
const person = { email, name: personText(120), password: z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX) };

/** Long, and not made of who one is; what cannot be guessed beats what is hard to type. */
function isHardToGuess({ email: address, password }: { readonly email: string; readonly password: string }): boolean {
  return !password.toLowerCase().includes(address.split('@')[0] ?? '') && new Set(password).size >= 5;
}
const guessable = { message: 'too easy to guess', path: ['password'] };
const account = z.strictObject(person).refine(isHardToGuess, guessable);

const setupState = z.strictObject({ needed: z.boolean() });
/** `owner`: the name of whose sites these are; without, the administrator's own. */
const setup = z.strictObject({ ...person, owner: personText(120).optional() }).refine(isHardToGuess, guessable);
const newAccount = z.strictObject({ role: z.enum(roles), account });
const madeAccount = z.strictObject({ account: id('account'), created: z.boolean() });
const newKey = z.strictObject({ site: id('site'), name: personText(60), role: z.enum(roles), days: z.int().min(1).max(366) });
const madeKey = z.strictObject({ id: z.string(), key: z.string(), expiresAt: instantShape });

export function accountRoutes(central: Central): Hono {
  const { stores, runtime, signIn, feed } = central;
  const app = new Hono();
  const setupTries = bucket(runtime, { perSecond: 0.2, burst: 10 });

  app.get('/setup', documented({ summary: 'Whether set-up is still to be done', tag: 'set-up', answers: { 200: setupState } }), async (c) =>
    c.json({ needed: await signIn.firstRun.open() }, 200, { 'cache-control': 'no-store' }),
  );

  app.post(
    '/setup',
    documented({
      summary: 'Owner and first administrator; only while there is no account',
      tag: 'set-up',
      body: setup,
      answers: { 201: sessionView },
    }),
    async (c) => {
      if (!setupTries.take('setup')) throw new ProblemError('too_many_requests', { retryAfterS: 5 });
      const { owner, ...administrator } = await readBody(c, setup);
      if ((await signIn.firstRun.setUp(owner ?? administrator.name, administrator)) === 'already_set_up') {
        throw new ProblemError('already_set_up');
      }
      const entered = await signIn.sessions.signIn(c.req.raw, administrator.email, administrator.password);
      if (!entered.ok) throw new ProblemError('too_many_tries', { retryAfterS: 60 });
      const { account: of, name } = entered.who;
      const view: SessionView = { account: of, name, sites: [], accountsAsOf: instant(runtime), from: 'centre' };
      const response = c.json(view, 201, { 'cache-control': 'no-store' });
      for (const cookie of entered.cookies) response.headers.append('set-cookie', cookie);
      return response;
    },
  );

  app.post(
    '/sites/:site/accounts',
    documented({
      summary: 'Give someone a role at the site',
      tag: 'register',
      body: newAccount,
      answers: { 200: madeAccount, 201: madeAccount },
    }),
    async (c) => {
      const { scope } = await allowedAt(central, c, 'add_account');
      const sent = await readBody(c, newAccount);
      const made = await signIn.accounts.add(sent.account);
      // whoever has an account keeps the password they have
      const of = made === 'taken' ? await signIn.accounts.byEmail(sent.account.email) : made;
      if (of === undefined) throw new ProblemError('conflict');
      await stores.roles.putRole({ ...scope, account: of, role: sent.role });
      await feed.catchUp();
      return c.json({ account: of, created: made !== 'taken' }, made === 'taken' ? 200 : 201);
    },
  );

  app.delete(
    '/sites/:site/accounts/:account/sessions',
    documented({ summary: 'Sign someone out everywhere, at once', tag: 'register', answers: { 204: null } }),
    async (c) => {
      const { scope } = await allowedAt(central, c, 'end_sessions');
      const of = c.req.param('account');
      const here = (await stores.roles.roles(scope)).some((r) => r.account === of);
      if (!isId('account', of) || !here) throw new ProblemError('not_found');
      await signIn.accounts.endSessions(of);
      return c.body(null, 204);
    },
  );

  app.post(
    '/keys',
    documented({ summary: 'A key for a program, shown once', tag: 'register', body: newKey, answers: { 201: madeKey } }),
    async (c) => {
      const { site, name, role, days } = await readBody(c, newKey);
      const { scope, who } = await allowedAt(central, c, 'make_key', 'keys', site);
      const expiresAt = instant(runtime, days * DAY_MS);
      const { key, id: made } = await signIn.keys.make({ ...scope, name, role, createdBy: who.account }, new Date(expiresAt));
      return c.json({ id: made, key, expiresAt }, 201, { 'cache-control': 'no-store' });
    },
  );

  return app;
}
