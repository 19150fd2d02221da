import { describe, expect, it } from 'vitest';
import type { Decision } from '../access/decide.ts';
import type { Passage } from '../access/passage.ts';
import type { HolderId } from '../identity.ts';
import type { Engagement } from '../people/engagement.ts';
import { readOrgNumber } from '../people/org-number.ts';
import { defaultPolicy } from '../site/policy.ts';
import type { Site } from '../site/site.ts';
import { composeSiteNow, outsideOf, type SiteFacts, type TapFact } from './site-now.ts';

const at = (time: string) => Date.parse(`2026-11-20T${time}+01:00`);
const NOW = at('12:00:00');

const site: Site = {
  id: 'sit_1',
  owner: 'own_1',
  code: 'b2',
  name: 'Fjordbyen B2',
  address: 'Kaigata 9, 0150 Oslo',
  client: 'ent_client',
  listKeeper: undefined,
  zones: [
    { id: 'zon_in', name: 'Plassen', outside: false },
    { id: 'zon_out', name: 'Ute', outside: true },
  ],
  gates: ['P1', 'P2'].map((plate) => ({
    id: `gat_${plate}` as const,
    plate,
    name: `Port ${plate}`,
    evidence: 'sensed',
    portals: [
      {
        id: `ptl_${plate}_in` as const,
        direction: 'in',
        from: 'zon_out',
        to: 'zon_in',
        readers: [{ id: `rdr_${plate}_in` as const, name: 'Inn' }],
      },
      {
        id: `ptl_${plate}_out` as const,
        direction: 'out',
        from: 'zon_in',
        to: 'zon_out',
        readers: [{ id: `rdr_${plate}_out` as const, name: 'Ut' }],
      },
    ],
  })),
  policy: defaultPolicy,
};

let sequence = 0;
function went(occurredMs: number, holder: HolderId | undefined, direction: 'in' | 'out', other: Partial<Passage> = {}): Passage {
  sequence += 1;
  return {
    key: { agent: 'agt_1', epoch: 1, sequence },
    occurredMs,
    holder,
    card: holder && `crd_${holder}`,
    gate: 'gat_P1',
    portal: 'ptl_P1_in',
    direction,
    from: direction === 'in' ? 'zon_out' : 'zon_in',
    to: direction === 'in' ? 'zon_in' : 'zon_out',
    evidence: 'sensed',
    told: 'gate',
    tap: undefined,
    ...other,
  };
}

function engaged(holder: HolderId, employer: Engagement['employer'] = 'ent_a', other: Partial<Engagement> = {}): Engagement {
  return {
    id: `eng_${holder}`,
    holder,
    employer,
    hirer: undefined,
    validFrom: '2026-11-01',
    validUntil: undefined,
    evidence: { kind: 'card', card: `crd_${holder}` },
    recordedAt: '2026-11-01T00:00:00Z',
    supersedes: undefined,
    author: 'test',
    reason: undefined,
    ...other,
  };
}

const orgNumberOf = (text: string) => {
  const reading = readOrgNumber(text);
  return reading.ok ? reading.number : undefined;
};
const people = ['hld_1', 'hld_2', 'hld_3', 'hld_4'] as const;
const facts: SiteFacts = {
  site,
  nowMs: NOW,
  holders: people.map((id) => ({ id, givenName: 'Kari', familyName: id, bornOn: '1990-01-01', language: 'nb' })),
  cards: people.map((holder) => ({ id: `crd_${holder}`, holder, employer: 'ent_a' })),
  enterprises: [
    { id: 'ent_a', name: 'Østbrå Betong AS', orgNumber: orgNumberOf('316234585'), soleProprietor: false },
    { id: 'ent_b', name: 'Aasen Rør AS', orgNumber: orgNumberOf('311550942'), soleProprietor: false },
    { id: 'ent_c', name: 'Ikke her AS', orgNumber: orgNumberOf('123456785'), soleProprietor: false },
  ],
  engagements: people.map((id) => engaged(id)),
  passages: [],
  taps: [],
  readers: [],
  agents: [],
  unmatchedToday: 0,
  checkedToday: true,
};
const now = (other: Partial<SiteFacts>) => composeSiteNow({ ...facts, ...other });

describe('counts', () => {
  const passages = [
    went(at('07:00:00'), 'hld_1', 'in'),
    went(NOW - 15 * 3_600_000, 'hld_2', 'in'),
    went(at('07:10:00'), 'hld_3', 'in'),
    went(at('09:00:00'), 'hld_3', 'out'),
    went(at('09:30:00'), undefined, 'out'),
    went(NOW - 30 * 3_600_000, 'hld_4', 'out'),
  ];

  it('tells inside, uncertain, left today and expected apart', () => {
    expect(now({ passages })).toMatchObject({
      day: '2026-11-20',
      asOf: '2026-11-20T11:00:00.000Z',
      counts: { inside: 1, uncertain: 1, outside: 1, expected: 4 },
      unattributedExits: 1,
    });
  });

  it('counts a person with two engagements and two cards once', () => {
    const twice = [went(at('07:00:00'), 'hld_1', 'in'), went(at('07:30:00'), 'hld_1', 'in', { card: 'crd_second' })];
    const engagements = [engaged('hld_1'), engaged('hld_1', 'ent_b')];
    expect(now({ passages: twice, engagements }).counts).toMatchObject({ inside: 1, expected: 1 });
  });

  it('expects nobody whose engagement does not cover the day', () => {
    expect(now({ engagements: [engaged('hld_1', 'ent_a', { validUntil: '2026-11-19' })] }).counts.expected).toBe(0);
  });
});

describe('curve', () => {
  it('begins with who stayed overnight and steps with each passage', () => {
    const passages = [
      went(at('00:00:00') - 60_000, 'hld_2', 'in'),
      went(at('07:00:00'), 'hld_1', 'in'),
      went(at('07:05:00'), 'hld_1', 'in'),
      went(at('08:00:00'), undefined, 'out'),
      went(at('09:00:00'), 'hld_2', 'out'),
    ];
    const { curve, peak } = now({ passages });
    expect(curve.map((p) => [p.at.slice(11, 16), p.inside])).toEqual([
      ['23:00', 1],
      ['06:00', 2],
      ['06:05', 2],
      ['08:00', 1],
    ]);
    expect(peak).toEqual({ at: '2026-11-20T06:00:00.000Z', inside: 2 });
  });

  it('is one step at midnight when nothing has happened, overnight stay or not', () => {
    expect(now({}).curve).toEqual([{ at: '2026-11-19T23:00:00.000Z', inside: 0 }]);
    expect(now({ passages: [went(at('00:00:00') - 1, 'hld_1', 'in')] }).curve).toEqual([{ at: '2026-11-19T23:00:00.000Z', inside: 1 }]);
  });

  it('ends where the counts are, also when a clock jumped back between two passages', () => {
    const passages = [went(at('10:00:00'), 'hld_1', 'in'), went(at('08:00:00'), 'hld_1', 'out')];
    const { curve, counts } = now({ passages });
    expect(curve.at(-1)?.inside).toBe(counts.inside + counts.uncertain);
    expect(counts.inside).toBe(0);
  });

  it.each([198, 199, 200, 399, 400, 5_000])('holds at most 200 points for %i passages and never loses the peak or the end', (n) => {
    const holder = (i: number) => `hld_${i}` as const;
    const top = Math.floor(n / 2);
    const passages = Array.from({ length: n }, (_, i) =>
      i <= top ? went(at('06:00:00') + i, holder(i), 'in') : went(at('06:00:00') + i, holder(i - top), 'out'),
    );
    const { curve, peak } = now({ passages });
    expect(curve.length).toBeLessThanOrEqual(200);
    expect(curve.length).toBeGreaterThan(90);
    expect(peak?.inside).toBe(top + 1);
    expect(curve).toContainEqual(peak);
    expect(curve.at(-1)).toEqual({ at: new Date(at('06:00:00') + n - 1).toISOString(), inside: 2 * top + 2 - n });
  });
});

describe('enterprises', () => {
  it('counts people under the employer whose card they came with, largest first, and nobody who is not here', () => {
    const engagements = [...facts.engagements, engaged('hld_1', 'ent_b')];
    const cards = [...facts.cards, { id: 'crd_other' as const, holder: 'hld_1' as const, employer: 'ent_b' as const }];
    const passages = [went(at('07:00:00'), 'hld_1', 'in', { card: 'crd_other' }), went(at('07:00:01'), 'hld_2', 'in')];
    expect(now({ passages, engagements, cards }).enterprises).toEqual([
      { id: 'ent_a', name: 'Østbrå Betong AS', inside: 1, expected: 4 },
      { id: 'ent_b', name: 'Aasen Rør AS', inside: 1, expected: 1 },
    ]);
  });

  it('goes by today’s engagement for a passage without a card', () => {
    const engagements = [engaged('hld_1', 'ent_b'), engaged('hld_1', 'ent_a', { validFrom: '2026-12-01' })];
    expect(now({ passages: [went(at('07:00:00'), 'hld_1', 'in', { card: undefined })], engagements }).enterprises).toEqual([
      { id: 'ent_b', name: 'Aasen Rør AS', inside: 1, expected: 1 },
    ]);
  });
});

describe('gates', () => {
  const reader = (id: string, state: 'online' | 'degraded' | 'offline' | 'unknown', lastHeardMs?: number) => ({
    reader: `rdr_P1_${id}` as const,
    state,
    changedMs: 0,
    lastHeardMs,
  });
  const stateWith = (a: Parameters<typeof reader>[1], b: Parameters<typeof reader>[1]) =>
    now({ readers: [reader('in', a), reader('out', b)] }).gates[0]?.state;

  it.each([
    ['online', 'online', 'online'],
    ['online', 'offline', 'degraded'],
    ['online', 'unknown', 'degraded'],
    ['degraded', 'degraded', 'degraded'],
    ['degraded', 'offline', 'degraded'],
    ['offline', 'offline', 'offline'],
    ['offline', 'unknown', 'offline'],
    ['unknown', 'unknown', 'unknown'],
  ] as const)('with readers %s and %s is %s', (a, b, expected) => expect(stateWith(a, b)).toBe(expected));

  it('is unknown, never online, where nothing was heard or no reader stands', () => {
    expect(now({}).gates.map((g) => [g.state, g.lastHeardAt])).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
    const bare = { ...site, gates: site.gates.map((g) => ({ ...g, portals: [] })) };
    expect(now({ site: bare }).gates[0]?.state).toBe('unknown');
  });

  it('tells when it was last heard and how many passed within the minute', () => {
    const passages = [went(NOW - 60_000, 'hld_1', 'in'), went(NOW - 59_999, 'hld_2', 'in'), went(NOW, 'hld_3', 'in', { gate: 'gat_P2' })];
    const [p1, p2] = now({ passages, readers: [reader('in', 'online', NOW - 5_000), reader('out', 'online', NOW - 1_000)] }).gates;
    expect([p1?.passagesLastMinute, p2?.passagesLastMinute]).toEqual([1, 1]);
    expect(p1?.lastHeardAt).toBe(new Date(NOW - 1_000).toISOString());
  });
});

describe('feed', () => {
  const granted: Decision = { kind: 'granted', notices: [], overridden: undefined, basis: undefined };
  const denied: Decision = { kind: 'denied', reason: 'card_unknown', basis: undefined };
  const tap = (other: Partial<TapFact>): TapFact => ({
    key: { agent: 'agt_1', epoch: 1, sequence: 1 },
    tap: 'tap_1',
    occurredMs: NOW,
    gate: 'gat_P1',
    reader: 'rdr_P1_in',
    direction: 'in',
    decision: granted,
    holder: 'hld_1',
    card: 'crd_hld_1',
    ...other,
  });

  it('names person, enterprise and plate, in the order given', () => {
    const { feed } = now({ taps: [tap({}), tap({ decision: denied, holder: undefined, card: undefined, gate: 'gat_gone' })] });
    expect(feed).toEqual([
      {
        key: { agent: 'agt_1', epoch: 1, sequence: 1 },
        at: '2026-11-20T11:00:00.000Z',
        plate: 'P1',
        direction: 'in',
        decision: granted,
        person: { holder: 'hld_1', name: 'Kari hld_1', enterprise: 'Østbrå Betong AS' },
      },
      {
        key: { agent: 'agt_1', epoch: 1, sequence: 1 },
        at: '2026-11-20T11:00:00.000Z',
        plate: '?',
        direction: 'in',
        decision: denied,
        person: null,
      },
    ]);
  });
});

describe('todo', () => {
  const agent = (other: Partial<SiteFacts['agents'][number]>): SiteFacts['agents'][number] => ({
    agent: 'agt_1',
    name: 'Brakka',
    lastHeardMs: undefined,
    backlog: undefined,
    listVersion: undefined,
    listAgeS: undefined,
    clock: 'synchronised',
    ...other,
  });

  it('is empty when all is well', () => {
    expect(now({ agents: [agent({ backlog: 20 })] }).todo).toEqual([]);
  });

  it('lists each matter with its count', () => {
    const readers = [{ reader: 'rdr_P2_in' as const, state: 'offline' as const, changedMs: 0, lastHeardMs: undefined }];
    const passages = [went(NOW - 20 * 3_600_000, 'hld_1', 'in')];
    const holders = facts.holders.map((h) => (h.id === 'hld_2' ? { ...h, bornOn: undefined } : h));
    expect(
      now({
        readers,
        passages,
        holders,
        unmatchedToday: 3,
        checkedToday: false,
        agents: [agent({ clock: 'untrusted', backlog: 21, listAgeS: 72 * 3_600 + 1 })],
      }).todo,
    ).toEqual([
      { kind: 'unmatched_taps', count: 3, plates: [] },
      { kind: 'gate_offline', count: 1, plates: ['P2'] },
      { kind: 'clock_untrusted', count: 1, plates: [] },
      { kind: 'list_old', count: 1, plates: [] },
      { kind: 'list_not_checked', count: 1, plates: [] },
      { kind: 'uncertain_people', count: 1, plates: [] },
      { kind: 'missing_fields', count: 1, plates: [] },
      { kind: 'backlog', count: 21, plates: [] },
    ]);
  });

  it('counts each person on the list that lacks something § 15 asks for once, and no visitor', () => {
    const missing = (other: Partial<SiteFacts>) => now(other).todo.find((t) => t.kind === 'missing_fields')?.count ?? 0;
    const nobodyBorn = facts.holders.map((h) => ({ ...h, bornOn: undefined }));
    expect(missing({ holders: nobodyBorn })).toBe(4);
    const visit = { evidence: { kind: 'proof', proof: 'visit', since: '2026-11-20' } } as const;
    expect(missing({ holders: nobodyBorn, engagements: people.map((id) => engaged(id, 'ent_a', visit)) })).toBe(0);
    expect(missing({ cards: facts.cards.slice(1) })).toBe(1);
    expect(missing({ cards: facts.cards.map((c) => ({ ...c, number: undefined })) })).toBe(4);
    expect(missing({ cards: facts.cards.map((c) => ({ ...c, number: { printed: '1', normal: '1' } })) })).toBe(0);
    expect(missing({ engagements: [engaged('hld_1', 'ent_unknown'), engaged('hld_1', 'ent_unknown_too')] })).toBe(1);
    expect(missing({ engagements: [engaged('hld_1', 'ent_a', { hirer: 'ent_unknown' })] })).toBe(1);
  });
});

describe('a gate and its box', () => {
  const box = (lastHeardMs: number) =>
    ({ agent: 'agt_1', name: 'Brakka', lastHeardMs, backlog: 0, listVersion: 3, listAgeS: 9, clock: 'synchronised' }) as const;
  const up = [
    { reader: 'rdr_P1_in', state: 'online', changedMs: 0, lastHeardMs: NOW - 400_000 },
    { reader: 'rdr_P1_out', state: 'online', changedMs: 0, lastHeardMs: NOW - 500_000 },
  ] as const;
  const p1 = (agents: SiteFacts['agents'], readers: SiteFacts['readers'] = up) => now({ agents, readers }).gates[0];

  it('is as fresh as the box that vouches for it, though nobody taps', () => {
    expect(p1([box(NOW - 2_000)])).toMatchObject({ state: 'online', lastHeardAt: new Date(NOW - 2_000).toISOString() });
  });

  it('is not known any more once the box is silent, and says since when', () => {
    expect(p1([box(NOW - 60_001)])).toMatchObject({ state: 'unknown', lastHeardAt: new Date(NOW - 60_001).toISOString() });
  });

  it('that is down keeps the time its readers were heard last', () => {
    const down = up.map((r) => ({ ...r, state: 'offline' as const }));
    expect(p1([box(NOW)], down)).toMatchObject({ state: 'offline', lastHeardAt: new Date(NOW - 400_000).toISOString() });
  });
});

it('tells the agents as they are, with null for what is not known', () => {
  expect(
    now({
      agents: [{ agent: 'agt_1', name: 'Brakka', lastHeardMs: NOW, backlog: undefined, listVersion: 3, listAgeS: 9, clock: 'holdover' }],
    }).agents,
  ).toEqual([
    {
      agent: 'agt_1',
      name: 'Brakka',
      lastHeardAt: '2026-11-20T11:00:00.000Z',
      backlog: null,
      listVersion: 3,
      listAgeS: 9,
      clock: 'holdover',
    },
  ]);
});

it('takes a site without a zone outside for a bug', () => {
  expect(() => outsideOf({ zones: [] })).toThrow(TypeError);
});
