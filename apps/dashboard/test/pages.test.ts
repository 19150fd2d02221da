/** The built pages, served as centre and edge serve them. */
import { gzipSync } from 'node:zlib';
import { overviewListPage, peopleView, sessionView, siteNowView } from '@portvakt/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serveDouble } from './serve-double.ts';
import { emptyView, listPage, nowView, people, session } from './site-double.ts';

const COOKIE = 'portvakt-double=1';
let served: Served;
beforeAll(async () => {
  served = await serveDouble();
});
afterAll(() => served.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(served.origin + path, { redirect: 'manual', headers: { cookie: COOKIE, ...headers } });

it('the double keeps to the contract', () => {
  sessionView.parse(session);
  siteNowView.parse(nowView());
  siteNowView.parse(emptyView());
  overviewListPage.parse(listPage('2026-11-20', null));
  expect(peopleView.parse({ data: people, total: people.length, source: nowView().source }).total).toBe(people.length);
});

describe('every page', () => {
  it.each(['/login', '/s/fjordbyen-b4/now', '/s/fjordbyen-b4/list/2026-11-20', '/s/fjordbyen-b4/people'])(
    '%s is kept by no cache and runs nothing inline',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const policy = response.headers.get('content-security-policy')!;
      expect(policy).not.toContain('unsafe-inline');
      expect(policy).not.toMatch(/https?:/);
      const html = await response.text();
      expect(html).not.toMatch(/ style="/);
      expect(html).not.toMatch(/(src|href)="https?:/);
    },
  );

  it('is written in the language that was asked for, and kept to what was chosen', async () => {
    const page = async (headers: Record<string, string>): Promise<string> => (await get('/login', headers)).text();
    expect(await page({ 'accept-language': 'nb' })).toContain('<html lang="nb"');
    expect(await page({ 'accept-language': 'en-GB,en;q=0.9' })).toContain('<html lang="en"');
    expect(await page({ 'accept-language': 'pl' })).toContain('<html lang="nb"');
    expect(await page({ 'accept-language': 'nb', cookie: 'PARAGLIDE_LOCALE=en' })).toContain('<html lang="en"');
    expect(await page({ cookie: 'pv_theme=dark' })).toContain('data-color-scheme="dark"');
  });
});

describe('signing in', () => {
  const signIn = (password: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${served.origin}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', origin: served.origin, ...headers },
      body: new URLSearchParams({ email: 'kari@eksempel.example', password, next: '/s/fjordbyen-b4/now' }),
    });

  it('works without a script and hands on the cookie of the desk as it is', async () => {
    const response = await signIn('riktig-passord');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/s/fjordbyen-b4/now']);
    expect(response.headers.getSetCookie()).toEqual(['portvakt-double=1; Path=/; HttpOnly; SameSite=Lax']);
  });

  it('says what to do when it fails, and never gives the password back', async () => {
    const response = await signIn('hemmelig-men-feil');
    const html = await response.text();
    expect(response.status).toBe(401);
    expect(html).toContain('E-post eller passord er feil. Prøv igjen.');
    expect(html).not.toContain('hemmelig-men-feil');
  });

  it('refuses a form that stands on another site', async () => {
    expect((await signIn('riktig-passord', { origin: 'http://evil.example' })).status).toBe(403);
    expect((await signIn('riktig-passord', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('is where a visitor without a session is led', async () => {
    const response = await get('/s/fjordbyen-b4/now', { cookie: '' });
    expect(response.headers.get('location')).toBe('/login?next=%2Fs%2Ffjordbyen-b4%2Fnow');
  });

  it('chooses only our own pages and known words as preferences', async () => {
    const response = await fetch(`${served.origin}/preferences`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: served.origin },
      body: new URLSearchParams({ language: 'en', theme: '"><script>', back: '//evil.example' }),
    });
    expect(response.headers.get('location')).toBe('/');
    expect(response.headers.getSetCookie().map((c) => c.split(';')[0])).toEqual(['PARAGLIDE_LOCALE=en']);
  });
});

describe('Nå', () => {
  it('has its answer before any script has run, and takes a name for text', async () => {
    const html = await (await get('/s/fjordbyen-b4/now')).text();
    expect(html).toMatch(/class="big[^"]*"[^>]*>187</);
    expect(html).toContain('av 209 ventet');
    expect(html).toContain('P2 har 14 registreringer i kø');
    expect(html).toContain('&lt;b>Robert&lt;/b>');
    expect(html).not.toContain('<b>Robert</b>');
  });

  it('does not call itself live before it has listened', async () => {
    const html = await (await get('/s/fjordbyen-b4/now')).text();
    expect(html).toMatch(/data-is="waiting"/);
  });

  it('loads at most 120 kB of script, packed', async () => {
    const html = await (await get('/s/fjordbyen-b4/now')).text();
    const scripts = [...html.matchAll(/href="([^"]+\.js)" rel="modulepreload"/g)].map(
      (match) => new URL(match[1]!, `${served.origin}/s/fjordbyen-b4/now`),
    );
    const packed = await Promise.all(scripts.map(async (url) => gzipSync(new Uint8Array(await (await fetch(url)).arrayBuffer())).length));
    const sum = packed.reduce((total, size) => total + size, 0);
    expect(scripts.length).toBeGreaterThan(5);
    expect(sum).toBeLessThanOrEqual(120_000);
  });

  it('tells a site that is not theirs like one that is not there', async () => {
    expect((await get('/s/noe-annet/now')).status).toBe(404);
  });
});
