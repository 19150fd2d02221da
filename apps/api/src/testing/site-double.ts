/** A small site with people, made through the very routes that an office uses. */
import {
  type CardId,
  type Credential,
  credentialOf,
  defaultPolicy,
  type EnterpriseId,
  type HolderId,
  type Id,
  idOf,
  type Kind,
  type SiteId,
} from '@portvakt/domain';
import type { Hono } from 'hono';
import { uuidv7 } from 'uuidv7';
import { json, type Places } from './agent-double.ts';

export const newId = <K extends Kind>(kind: K): Id<K> => idOf(kind, uuidv7());

export const ADMINISTRATOR = { email: 'astrid@portvakt.test', name: 'Astrid Vik', password: 'rognebær i snøen 7' };

/** Signs in and answers the cookie. */
export async function cookieOf(app: Hono, { email, password }: { readonly email: string; readonly password: string }): Promise<string> {
  const response = await app.request('/api/v1/session', json('POST', { email, password }));
  if (response.status !== 200) throw new Error(`sign-in was refused: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** First run, then signed in as the administrator. */
export async function firstAdministrator(app: Hono): Promise<string> {
  const response = await app.request('/api/v1/setup', json('POST', { owner: 'Vik Eiendom AS', ...ADMINISTRATOR }));
  if (response.status !== 201) throw new Error(`set-up was refused: ${response.status} ${await response.text()}`);
  return cookieOf(app, ADMINISTRATOR);
}

/** Calls as whoever the cookie says, and expects to be let. */
export function callerWith(app: Hono, cookie: string) {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const init = body === undefined ? { method, headers: { cookie } } : json(method, body, { cookie });
    const response = await app.request(`/api/v1${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T; // the caller names what the route's schema promises
  };
}
export type Call = ReturnType<typeof callerWith>;

export interface SiteDouble {
  readonly site: SiteId;
  readonly places: Places;
  readonly people: readonly {
    readonly holder: HolderId;
    readonly card: CardId;
    readonly credential: Credential;
    readonly familyName: string;
  }[];
  readonly employer: EnterpriseId;
}

export function siteDescription(code: string) {
  const [outside, inside, gate, portalIn, portalOut, readerIn, readerOut] = [
    newId('zone'),
    newId('zone'),
    newId('gate'),
    newId('portal'),
    newId('portal'),
    newId('reader'),
    newId('reader'),
  ];
  const places: Places = {
    gate,
    portals: { in: portalIn, out: portalOut },
    readers: { in: readerIn, out: readerOut },
    zones: { outside, inside },
  };
  const client = newId('enterprise');
  const description = {
    code,
    name: `Byggeplass ${code}`,
    address: 'Kaigata 1, 0150 Oslo',
    client,
    zones: [
      { id: outside, name: 'Ute', outside: true },
      { id: inside, name: 'Plassen', outside: false },
    ],
    gates: [
      {
        id: gate,
        plate: 'P1',
        name: 'Hovedport',
        evidence: 'sensed',
        portals: [
          { id: portalIn, direction: 'in', from: outside, to: inside, readers: [{ id: readerIn, name: 'Inn' }] },
          { id: portalOut, direction: 'out', from: inside, to: outside, readers: [{ id: readerOut, name: 'Ut' }] },
        ],
      },
    ],
    policy: defaultPolicy,
  };
  return { places, client, description };
}

export async function makeSite(call: Call, code: string, count = 3): Promise<SiteDouble> {
  const { places, client, description } = siteDescription(code);
  const { id: site } = await call<{ id: SiteId }>('POST', '/sites', { description });
  const employer = newId('enterprise');
  await call('PUT', `/sites/${site}/enterprises`, {
    data: [
      { id: client, name: 'Vik Eiendom AS', orgNumber: null, soleProprietor: false },
      { id: employer, name: 'Fjellbygg AS', orgNumber: '123456785', soleProprietor: false },
    ],
    chain: [{ enterprise: employer, worksFor: client }],
  });
  const people = Array.from({ length: count }, (_, i) => {
    const bits = uuidv7().replaceAll('-', '').slice(-14);
    return { holder: newId('holder'), card: newId('card'), credential: credentialOf('iso14443a', bits), familyName: `Nordmann${i}` };
  });
  await call('PUT', `/sites/${site}/holders`, {
    data: people.map((p) => ({ id: p.holder, givenName: 'Kari', familyName: p.familyName, bornOn: '1990-02-03', language: 'nb' })),
  });
  await call('PUT', `/sites/${site}/cards`, {
    data: people.map((p, i) => ({
      id: p.card,
      holder: p.holder,
      employer,
      type: 'construction',
      number: `71000${10 + i}`,
      issuedOn: '2026-01-02',
    })),
  });
  await call('PUT', `/sites/${site}/credentials`, {
    data: people.map((p) => ({ id: newId('credential'), card: p.card, credential: p.credential })),
  });
  await call('POST', `/sites/${site}/engagements`, {
    data: people.map((p) => ({
      holder: p.holder,
      employer,
      validFrom: '2026-01-05',
      validUntil: null,
      evidence: { kind: 'card', card: p.card },
    })),
  });
  return { site, places, people, employer };
}
