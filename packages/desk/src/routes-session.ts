import type { SignedIn } from '@portvakt/ports';
import { type SessionView, sessionView, signInRequest } from '@portvakt/protocol';
import { Hono } from 'hono';
import { readBody } from './body.ts';
import type { DeskDeps } from './desk-deps.ts';
import { documented } from './documented.ts';
import { ProblemError } from './problem.ts';

/** Sign-in and out: one contract, whoever keeps the sessions. */
export function sessionRoutes(deps: DeskDeps): Hono {
  const app = new Hono();

  app.get('/session', documented({ summary: 'Who is signed in', tag: 'session', answers: { 200: sessionView } }), async (c) => {
    const who = await deps.sessions.read(c.req.raw);
    if (who === undefined) throw new ProblemError('not_signed_in');
    return c.json(await view(deps, who), 200, { 'cache-control': 'no-store' });
  });

  app.post(
    '/session',
    documented({ summary: 'Sign in', tag: 'session', body: signInRequest, answers: { 200: sessionView } }),
    async (c) => {
      const { email, password } = await readBody(c, signInRequest);
      const result = await deps.sessions.signIn(c.req.raw, email, password);
      if (!result.ok) {
        const codes = { wrong: 'wrong_sign_in', too_many: 'too_many_tries', accounts_too_old: 'accounts_too_old' } as const;
        throw new ProblemError(codes[result.reason], result.reason === 'too_many' ? { retryAfterS: 60 } : {});
      }
      const response = c.json(await view(deps, result.who), 200, { 'cache-control': 'no-store' });
      for (const cookie of result.cookies) response.headers.append('set-cookie', cookie);
      return response;
    },
  );

  app.delete('/session', documented({ summary: 'Sign out', tag: 'session', answers: { 204: null } }), async (c) => {
    const response = new Response(null, { status: 204, headers: { 'clear-site-data': '"cache", "storage"' } });
    for (const cookie of await deps.sessions.signOut(c.req.raw)) response.headers.append('set-cookie', cookie);
    return response;
  });

  return app;
}

async function view(deps: DeskDeps, who: SignedIn): Promise<SessionView> {
  const sites = await deps.reads.sites(who);
  const first = sites[0];
  return {
    account: who.account,
    name: who.name,
    sites: sites.flatMap((site) => {
      const role = who.roles.find((r) => r.site === site.id)?.role;
      return role ? [{ id: site.id, code: site.code, name: site.name, address: site.address, role }] : [];
    }),
    accountsAsOf: first ? (await deps.reads.source(first.id)).accountsAsOf : new Date(deps.runtime.now()).toISOString(),
    from: deps.from,
  };
}
