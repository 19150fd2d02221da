import { problem } from '@portvakt/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../testing/agent-double.ts';
import { ADMINISTRATOR, callerWith, cookieOf, firstAdministrator, makeSite } from '../testing/site-double.ts';
import { anotherCentre, type TestCentre, testCentre } from '../testing/test-centre.ts';
import { TRIES_MAX, WINDOW_MS } from './sign-in-attempts.ts';

let centre: TestCentre;
beforeEach(async () => {
  centre = await testCentre();
});
afterEach(() => centre.close());

const signIn = (password: string, app = centre.app, email = ADMINISTRATOR.email) =>
  app.request('/api/v1/session', json('POST', { email, password }));
const session = (cookie: string, app = centre.app) => app.request('/api/v1/session', { headers: { cookie } });
const codeOf = async (response: Response) => problem.parse(await response.json()).code;
const setUp = (n: number, app = centre.app) =>
  app.request('/api/v1/setup', json('POST', { ...ADMINISTRATOR, email: `person${n}@portvakt.test` }));

describe('first run', () => {
  it('makes one administrator, however many ask at once, on however many instances', async () => {
    const second = await anotherCentre(centre.config);
    expect(await (await centre.app.request('/api/v1/setup')).json()).toEqual({ needed: true });
    const answers = await Promise.all([1, 2, 3, 4].map((n) => setUp(n, n % 2 === 0 ? centre.app : second.app)));
    expect(answers.map((a) => a.status).toSorted()).toEqual([201, 409, 409, 409]);
    expect(await (await second.app.request('/api/v1/setup')).json()).toEqual({ needed: false });
    expect(await codeOf(await setUp(9))).toBe('already_set_up');
    await second.close();
  });

  it('has no account before, and takes no password that is easy to guess', async () => {
    expect(await codeOf(await signIn('admin'))).toBe('wrong_sign_in');
    for (const password of ['short', 'aaaaaaaaaaaaaa', 'astrid-portvakt-1']) {
      const response = await centre.app.request('/api/v1/setup', json('POST', { ...ADMINISTRATOR, password }));
      const body = await response.text();
      expect(response.status).toBe(400);
      expect(body).not.toContain(password);
    }
  });
});

describe('sign-in', () => {
  beforeEach(() => firstAdministrator(centre.app));

  it('gives a cookie that scripts cannot read, and ends at once with sign-out, on every instance', async () => {
    const response = await signIn(ADMINISTRATOR.password);
    expect(response.headers.getSetCookie()[0]).toMatch(/^portvakt=.*HttpOnly.*SameSite=Lax/);
    const cookie = response.headers.getSetCookie()[0]!.split(';')[0]!;
    const second = await anotherCentre(centre.config);
    expect(await (await session(cookie, second.app)).json()).toMatchObject({ name: ADMINISTRATOR.name, from: 'centre' });
    expect((await centre.app.request('/api/v1/session', { method: 'DELETE', headers: { cookie } })).status).toBe(204);
    expect((await session(cookie)).status).toBe(401);
    expect((await session(cookie, second.app)).status).toBe(401);
    await second.close();
  });

  it('says the same of a wrong password and of nobody, and takes no forged cookie', async () => {
    const [wrong, nobody] = await Promise.all([signIn('feil passord her'), signIn('feil passord her', centre.app, 'ingen@portvakt.test')]);
    expect(await wrong.json()).toEqual(await nobody.json());
    const cookie = await cookieOf(centre.app, ADMINISTRATOR);
    expect((await session(cookie.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')))).status).toBe(401);
    expect((await session('portvakt=x.y')).status).toBe(401);
  });

  it('allows a few tries a minute for an account, over all instances, right password or not', async () => {
    const second = await anotherCentre(centre.config);
    for (let i = 0; i < TRIES_MAX.account; i += 1)
      expect(await codeOf(await signIn(`feil passord ${i}`, i % 2 === 0 ? centre.app : second.app))).toBe('wrong_sign_in');
    const refused = await signIn(ADMINISTRATOR.password, second.app);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(await codeOf(refused)).toBe('too_many_tries');
    centre.runtime.advance(WINDOW_MS + 1);
    expect((await signIn(ADMINISTRATOR.password)).status).toBe(200);
    const burst = await Promise.all(Array.from({ length: 12 }, () => signIn('feil passord igjen')));
    expect(burst.filter((r) => r.status === 401).length).toBeLessThanOrEqual(TRIES_MAX.account);
    await second.close();
  });

  it('ends after two hours without a request and after twelve with', async () => {
    const cookie = await cookieOf(centre.app, ADMINISTRATOR);
    for (let hour = 1; hour < 12; hour += 1) {
      centre.runtime.setWall(centre.runtime.now() + 3_600_000);
      expect((await session(cookie)).status).toBe(200);
    }
    centre.runtime.setWall(centre.runtime.now() + 3_660_000);
    expect((await session(cookie)).status).toBe(401);
    centre.runtime.setWall(Date.now());
    const idle = await cookieOf(centre.app, ADMINISTRATOR);
    centre.runtime.setWall(centre.runtime.now() + 2 * 3_600_000 + 60_000);
    expect((await session(idle)).status).toBe(401);
  });

  it('is ended for someone else by an administrator, at once', async () => {
    const call = callerWith(centre.app, await cookieOf(centre.app, ADMINISTRATOR));
    const { site } = await makeSite(call, 'kaigata');
    const guard = { email: 'vakt@portvakt.test', name: 'Vidar Vakt', password: 'grønne støvler 42' };
    const { account } = await call<{ account: string }>('POST', `/sites/${site}/accounts`, { role: 'guard', account: guard });
    const cookie = await cookieOf(centre.app, guard);
    expect((await session(cookie)).status).toBe(200);
    await call('DELETE', `/sites/${site}/accounts/${account}/sessions`);
    expect((await session(cookie)).status).toBe(401);
  });

  it('refuses what a page of another origin sends', async () => {
    const foreign = json('POST', { email: ADMINISTRATOR.email, password: ADMINISTRATOR.password }, { 'sec-fetch-site': 'cross-site' });
    expect(await codeOf(await centre.app.request('/api/v1/session', foreign))).toBe('not_allowed');
    expect(await codeOf(await centre.app.request('/api/v1/setup', json('POST', {}, { origin: 'https://else.test' })))).toBe('not_allowed');
  });
});

it('names its cookie __Host- and keeps it to https where it is reached by https', async () => {
  const secure = await testCentre({ publicUrl: 'https://portvakt.test' });
  await firstAdministrator(secure.app);
  const response = await signIn(ADMINISTRATOR.password, secure.app);
  expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-portvakt=.*Path=\/.*Secure/);
  await secure.close();
});

it('lets a program in with a key, in its role, at its site, until it ends', async () => {
  const call = callerWith(centre.app, await firstAdministrator(centre.app));
  const [one, two] = [await makeSite(call, 'kaigata'), await makeSite(call, 'bryggen')];
  const { key } = await call<{ key: string }>('POST', '/keys', { site: one.site, name: 'Lønn', role: 'site_manager', days: 30 });
  const get = (path: string, bearer = key) => centre.app.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${bearer}` } });
  expect((await get(`/sites/${one.site}/passages`)).status).toBe(200);
  expect((await get(`/sites/${one.site}/now`)).status).toBe(200);
  expect((await get(`/sites/${two.site}/passages`)).status).toBe(404);
  expect((await get(`/sites/${one.site}/quarantine`)).status).toBe(403);
  expect((await get(`/sites/${one.site}/passages`, `${key.slice(0, -1)}_`)).status).toBe(401);
  centre.runtime.setWall(centre.runtime.now() + 31 * 86_400_000);
  expect((await get(`/sites/${one.site}/passages`)).status).toBe(401);
});
