/**
 * Who may do what, route by route. Each route of the centre has a row; a route without one fails, here and in the contract.
 *
 * A row says what each role gets at its own site: `yes` (whatever the body is worth), or `no` (403). At another site everyone gets a 404,
 * and without a session everyone gets a 401.
 */
import { problem } from '@portvakt/protocol';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json } from '../testing/agent-double.ts';
import { callerWith, cookieOf, firstAdministrator, makeSite, newId, type SiteDouble } from '../testing/site-double.ts';
import { type TestCentre, testCentre } from '../testing/test-centre.ts';

const roles = ['administrator', 'site_manager', 'safety_representative', 'client', 'guard'] as const;
type Who = 'public' | 'agent' | 'signed_in' | 'local' | readonly (typeof roles)[number][];

const administrator: Who = ['administrator'];
const office: Who = ['administrator', 'site_manager'];
const everyone: Who = roles;
const onSite: Who = ['administrator', 'site_manager', 'safety_representative', 'guard'];

const expected: Readonly<Record<string, Who>> = {
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': 'local',
  'GET /openapi.json': 'public',
  'POST /agent/v1/enrol': 'public',
  'POST /agent/v1/hello': 'agent',
  'POST /agent/v1/epoch': 'agent',
  'POST /agent/v1/uplink': 'agent',
  'GET /agent/v1/card-status': 'agent',
  'GET /agent/v1/roster': 'agent',
  'GET /agent/v1/accounts': 'agent',
  'GET /agent/v1/site-config': 'agent',
  'GET /agent/v1/list-key': 'agent',
  'GET /agent/v1/commands': 'agent',
  'GET /agent/v1/stream': 'agent',
  'GET /api/v1/setup': 'public',
  'POST /api/v1/setup': 'public',
  'GET /api/v1/session': 'signed_in',
  'POST /api/v1/session': 'public',
  'DELETE /api/v1/session': 'public',
  'POST /api/v1/keys': 'signed_in',
  'POST /api/v1/sites': 'signed_in',
  'PUT /api/v1/sites/:site': administrator,
  'PUT /api/v1/sites/:site/equipment': administrator,
  'POST /api/v1/sites/:site/enrol-codes': administrator,
  'POST /api/v1/sites/:site/list-key': administrator,
  'POST /api/v1/sites/:site/accounts': administrator,
  'DELETE /api/v1/sites/:site/accounts/:account/sessions': administrator,
  'PUT /api/v1/sites/:site/enterprises': office,
  'PUT /api/v1/sites/:site/holders': office,
  'PUT /api/v1/sites/:site/cards': office,
  'PUT /api/v1/sites/:site/credentials': office,
  'POST /api/v1/sites/:site/engagements': office,
  'GET /api/v1/sites/:site/gates': everyone,
  'GET /api/v1/sites/:site/readers': everyone,
  'GET /api/v1/sites/:site/enterprises': office,
  'GET /api/v1/sites/:site/holders': office,
  'GET /api/v1/sites/:site/cards': office,
  'GET /api/v1/sites/:site/engagements': office,
  'GET /api/v1/sites/:site/presence': onSite,
  'GET /api/v1/sites/:site/agents': office,
  'GET /api/v1/sites/:site/passages': office,
  'GET /api/v1/sites/:site/quarantine': administrator,
  'GET /api/v1/sites/:site/now': onSite,
  'GET /api/v1/sites/:site/stream': onSite,
  'GET /api/v1/sites/:site/overview-lists/:day/page': ['administrator', 'site_manager', 'safety_representative', 'client'],
  'GET /api/v1/sites/:site/overview-lists/:day': ['administrator', 'site_manager', 'safety_representative', 'client'],
  'POST /api/v1/sites/:site/overview-lists/:day/check': ['administrator', 'site_manager', 'client'],
  'POST /api/v1/sites/:site/people/search': onSite,
  'POST /api/v1/sites/:site/cards/:card/block': office,
  'DELETE /api/v1/sites/:site/cards/:card/block': office,
  'POST /api/v1/sites/:site/commands': ['administrator', 'site_manager', 'guard'],
  'POST /api/v1/sites/:site/manual-passages': ['administrator', 'site_manager', 'guard'],
};

/** Bodies that pass the schema, for routes that look at it before they look at who asks. */
const bodies: Readonly<Record<string, object>> = {
  'POST /api/v1/sites/:site/overview-lists/:day/check': { remark: null },
  'POST /api/v1/sites/:site/people/search': { text: 'x' },
  'POST /api/v1/sites/:site/cards/:card/block': { reason: 'x' },
  'POST /api/v1/sites/:site/commands': { kind: 'identify', reader: newId('reader') },
  'POST /api/v1/sites/:site/manual-passages': { holder: newId('holder'), gate: newId('gate'), direction: 'in' },
};

let centre: TestCentre;
let own: SiteDouble;
let other: SiteDouble;
const cookies = new Map<string, string>();
beforeAll(async () => {
  centre = await testCentre();
  const call = callerWith(centre.app, await firstAdministrator(centre.app));
  [own, other] = [await makeSite(call, 'kaigata', 1), await makeSite(call, 'bryggen', 1)];
  for (const role of roles) {
    const account = { email: `${role}@portvakt.test`, name: 'Noen Annen', password: 'grønne støvler 42' };
    await call('POST', `/sites/${own.site}/accounts`, { role, account });
    cookies.set(role, await cookieOf(centre.app, account));
  }
});
afterAll(() => centre.close());

function routesOf(app: Hono): readonly string[] {
  const handled = app.routes.filter((r) => r.method !== 'ALL' && r.path !== '/*').map((r) => `${r.method} ${r.path}`);
  return [...new Set(handled)].toSorted();
}

function ask(row: string, site: string, headers: Record<string, string>): Response | Promise<Response> {
  const [method = '', pattern = ''] = row.split(' ');
  const path = pattern
    .replace(':site', site)
    .replace(':day', '2026-11-20')
    .replace(':card', newId('card'))
    .replace(':account', newId('account'));
  return centre.app.request(path, method === 'GET' || method === 'DELETE' ? { method, headers } : json(method, bodies[row] ?? {}, headers));
}

const codeOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return problem.parse(await response.json()).code;
};

it('every route has a row, and every row a route', () => {
  expect(routesOf(centre.app)).toEqual(Object.keys(expected).toSorted());
});

it('every route stands in the contract', async () => {
  const contract = (await (await centre.app.request('/openapi.json')).json()) as {
    openapi: string;
    paths: Record<string, Record<string, object>>;
  };
  expect(contract.openapi).toBe('3.1.0');
  const told = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((m) => `${m.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(told.toSorted()).toEqual(
    Object.keys(expected)
      .filter((row) => row !== 'GET /openapi.json')
      .toSorted(),
  );
});

describe.each(Object.entries(expected))('%s', (row, who) => {
  it('is for whom it is for', async () => {
    if (who === 'public') {
      expect((await ask(row, own.site, {})).status).toBeLessThan(500);
      return;
    }
    if (who === 'local') {
      expect(await codeOf(await ask(row, own.site, {}))).toBe('not_found');
      return;
    }
    expect(await codeOf(await ask(row, own.site, {}))).toMatch(/^(not_signed_in|agent_refused|invalid_input)$/);
    if (who === 'agent' || who === 'signed_in') return;
    for (const role of roles) {
      const headers = { cookie: cookies.get(role) ?? '' };
      const here = await ask(row, own.site, headers);
      if (who.includes(role)) expect([401, 403], `${role} at ${row}`).not.toContain(here.status);
      else expect(await codeOf(here), `${role} at ${row}`).toBe('not_allowed');
      if (!here.bodyUsed) await here.body?.cancel(); // a stream is left at once
      expect(await codeOf(await ask(row, other.site, headers)), `${role} elsewhere`).toBe('not_found');
      expect(await codeOf(await ask(row, newId('site'), headers)), `${role} nowhere`).toBe('not_found');
    }
  });
});

it('a site is made by an administrator alone, and a key for no site but one’s own', async () => {
  const make = (role: string) => centre.app.request('/api/v1/sites', json('POST', {}, { cookie: cookies.get(role) ?? '' }));
  expect(await codeOf(await make('site_manager'))).toBe('not_allowed');
  expect(await codeOf(await make('administrator'))).toBe('invalid_input');
  const key = (role: string, site: string) =>
    centre.app.request('/api/v1/keys', json('POST', { site, name: 'x', role: 'guard', days: 1 }, { cookie: cookies.get(role) ?? '' }));
  expect(await codeOf(await key('administrator', other.site))).toBe('not_found');
  expect(await codeOf(await key('site_manager', own.site))).toBe('not_allowed');
  expect((await key('administrator', own.site)).status).toBe(201);
});
