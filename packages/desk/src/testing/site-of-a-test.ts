/** A small site, promised to the desk from memory: what its tests ask. */
import {
  type Card,
  type CardId,
  defaultPolicy,
  idOf,
  type ListCheck,
  makeOverviewList,
  type Passage,
  type Site,
  type SiteFacts,
} from '@portvakt/domain';
import type { DeskPeople, Role, Sessions, SignedIn, SiteActs, SiteReads } from '@portvakt/ports';
import { manualRuntime } from '@portvakt/ports/testing';
import { createDesk } from '../desk.ts';

const n = (count: number) => `01900000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
export const SITE = idOf('site', n(1));
export const OTHER_SITE = idOf('site', n(2));
export const HOLDER = idOf('holder', n(20));
export const CARD = idOf('card', n(30));
const OUTSIDE = idOf('zone', n(5));
const INSIDE = idOf('zone', n(6));
const EMPLOYER = idOf('enterprise', n(10));
const GATE = idOf('gate', n(7));
const PORTAL = idOf('portal', n(8));

const site: Site = {
  id: SITE,
  owner: idOf('owner', n(3)),
  code: 'b4',
  name: 'Fjordbyen B4',
  address: 'Kaigata 1, 0150 Oslo',
  client: EMPLOYER,
  listKeeper: undefined,
  zones: [
    { id: OUTSIDE, name: 'Ute', outside: true },
    { id: INSIDE, name: 'Plassen', outside: false },
  ],
  gates: [
    {
      id: GATE,
      plate: 'P1',
      name: 'Hovedporten',
      evidence: 'sensed',
      portals: [{ id: PORTAL, direction: 'in', from: OUTSIDE, to: INSIDE, readers: [] }],
    },
  ],
  policy: defaultPolicy,
};

const card: Card = {
  id: CARD,
  holder: HOLDER,
  employer: EMPLOYER,
  type: 'construction',
  number: { printed: '1204773', normal: '1204773' },
  issuedOn: '2026-01-10',
  printedExpiryOn: undefined,
  registers: [],
  lostOn: undefined,
  blocked: undefined,
};

export interface DeskOfATest {
  readonly request: (path: string, init?: RequestInit & { as?: Role | 'nobody' }) => Promise<Response>;
  readonly runtime: ReturnType<typeof manualRuntime>;
  readonly checks: ListCheck[];
  readonly blocked: { card: CardId; reason: string | undefined }[];
  /** Someone walks in, and the pages are told. */
  walkIn(): void;
  endSessions(): void;
}

export function deskOfATest(): DeskOfATest {
  const runtime = manualRuntime();
  const passages: Passage[] = [];
  const checks: ListCheck[] = [];
  const blocked: DeskOfATest['blocked'] = [];
  const watchers = new Set<(topic: 'now' | 'people' | 'list') => void>();
  let sessionsHold = true;

  const people: DeskPeople = {
    holders: [{ id: HOLDER, givenName: 'Åse', familyName: 'Løkkebø', bornOn: '1994-06-27', language: 'nb' }],
    cards: [card],
    enterprises: [{ id: EMPLOYER, name: 'Tverrvik Entreprenør AS', orgNumber: undefined, soleProprietor: false }],
    engagements: [
      {
        id: idOf('engagement', n(40)),
        holder: HOLDER,
        employer: EMPLOYER,
        hirer: undefined,
        validFrom: '2026-01-01',
        validUntil: undefined,
        evidence: { kind: 'card', card: CARD },
        recordedAt: '2026-01-01T06:00:00.000Z',
        supersedes: undefined,
        author: 'import',
        reason: undefined,
      },
    ],
  };
  const facts = (nowMs: number): SiteFacts => ({
    site,
    nowMs,
    ...people,
    passages,
    taps: [],
    readers: [],
    agents: [],
    unmatchedToday: 0,
    checkedToday: checks.length > 0,
  });

  const reads: SiteReads = {
    sites: async () => [site],
    site: async (id) => (id === SITE ? site : undefined),
    facts: async (_, nowMs) => facts(nowMs),
    overviewList: async (_, day) => makeOverviewList(day, { site, client: people.enterprises[0]!, ...people }),
    checks: async (_, from, until) => checks.filter((c) => from <= c.day && c.day <= until),
    people: async () => people,
    source: async () => ({
      from: 'centre',
      peopleAsOf: '2026-11-20T05:30:00.000Z',
      accountsAsOf: '2026-11-20T05:30:00.000Z',
      linked: true,
    }),
    watch: (_, changed) => {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
  };
  const acts: SiteActs = {
    block: async (_, id, __, reason) => (id === CARD && blocked.push({ card: id, reason }) ? 'done' : 'no_such_card'),
    unblock: async (_, id) => (id === CARD && blocked.push({ card: id, reason: undefined }) ? 'done' : 'no_such_card'),
    checkList: async (_, check) => void checks.push(check),
    command: async () => ({ command: idOf('command', n(50)) }),
    manualPassage: async () => undefined,
  };
  const sessions: Sessions = {
    read: async (request) => {
      const role = request.headers.get('cookie')?.slice('as='.length) as Role | undefined;
      return role && sessionsHold ? who(role) : undefined;
    },
    signIn: async (_, email, password) =>
      password === 'riktig hest'
        ? { ok: true, cookies: ['as=site_manager; HttpOnly'], who: who('site_manager') }
        : { ok: false, reason: email === 'many@x.example' ? 'too_many' : 'wrong' },
    signOut: async () => ['as=; Max-Age=0'],
  };
  const who = (role: Role): SignedIn => ({ account: `acc-${role}`, name: 'Kari Løvås', roles: [{ owner: site.owner, site: SITE, role }] });
  const desk = createDesk({ reads, acts, sessions, runtime, from: 'centre' });

  return {
    runtime,
    checks,
    blocked,
    request: async (path, { as = 'site_manager', ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (as !== 'nobody') headers.set('cookie', `as=${as}`);
      if (init.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
      return desk.request(`/api/v1${path}`, { ...init, headers });
    },
    walkIn: () => {
      passages.push({
        key: { agent: idOf('agent', n(60)), epoch: 1, sequence: passages.length + 1 },
        occurredMs: runtime.now(),
        holder: HOLDER,
        card: CARD,
        gate: GATE,
        portal: PORTAL,
        direction: 'in',
        from: OUTSIDE,
        to: INSIDE,
        evidence: 'sensed',
        told: 'gate',
        tap: undefined,
      });
      for (const changed of watchers) changed('now');
    },
    endSessions: () => {
      sessionsHold = false;
    },
  };
}
