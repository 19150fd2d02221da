/** The box's own pages over a log in memory and papers on disk: what they show is what the domain says of the same facts. */

import { readFile } from 'node:fs/promises';
import { composeSiteNow, foldPassages, type HolderId, type Passage } from '@portvakt/domain';
import { manualRuntime, memoryEntryStore } from '@portvakt/ports/testing';
import { type PersonalPart, type SiteNowView, siteNowView } from '@portvakt/protocol';
import { hashPassword } from 'better-auth/crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { compose, draft } from '../gate/log/draft.ts';
import { placesOf } from '../gate/site/places.ts';
import { passageDraft, tapDraft } from '../gate/tap/drafts.ts';
import { makeLog } from '../log.ts';
import { writeAtomically } from '../state/atomic-file.ts';
import { takeNotes } from '../state/inbox.ts';
import { freshStateDir } from '../testing/a-box.ts';
import { aCentre, rosterOf } from '../testing/a-centre.ts';
import { aSite, DOOR_IN, DOOR_OUT, holderOf, MORNING, personAt, READER_IN, READER_OUT, SITE, testId } from '../testing/a-site.ts';
import { until } from '../testing/quick-runtime.ts';
import { edgeReads } from './edge-reads.ts';
import { logView } from './log-view.ts';
import { type RunningPages, startPages } from './pages.ts';

const PASSWORD = 'et langt og godt passord';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const readers = [READER_IN, READER_OUT, DOOR_IN, DOOR_OUT];
const places = placesOf(aSite());

/** A log in which each step is a tap and the passage it led to. */
async function loggedPassages(steps: readonly { readonly reader: number; readonly person: number; readonly atMs: number }[]) {
  const store = memoryEntryStore();
  const { me } = aCentre();
  let [sequence, before] = [0, '0'.repeat(64)];
  for (const [n, { reader, person, atMs }] of steps.entries()) {
    const moment = { wallMs: atMs, guardedMs: atMs, monotonicMs: n, trust: 'holdover' as const };
    const { gate, portal } = places.ofReader(readers[reader % readers.length]!)!;
    const who: PersonalPart = {
      holder: personAt(person).holder,
      card: personAt(person).card,
      digest: null,
      key: null,
      sealed: null,
      by: null,
    };
    const place = { reader: readers[reader % readers.length]!, gate, portal };
    const tap = testId('tap', n + 1);
    const drafts = [
      tapDraft(moment, tap, place, 'construction', { kind: 'granted', notices: [], overridden: undefined, basis: undefined }, who),
      passageDraft(moment, { tap, gate, portal, evidence: gate.evidence, told: 'gate', personal: who }),
    ];
    for (const one of drafts) {
      sequence += 1;
      const entry = compose({ owner: me.owner, site: me.site, agent: me.agent, boot: 'b' }, one, { epoch: 1, sequence, before });
      before = entry.hash;
      await store.append([entry]);
    }
  }
  return store;
}

async function served(options: { readonly validUntilMs?: number } = {}) {
  const hand = aCentre();
  const dir = await freshStateDir();
  const runtime = manualRuntime(MORNING);
  const store = await loggedPassages([
    { reader: 0, person: 1, atMs: MORNING - 60_000 },
    { reader: 0, person: 2, atMs: MORNING - 50_000 },
    { reader: 1, person: 2, atMs: MORNING - 40_000 },
  ]);
  const accounts = [
    {
      account: testId('account', 1),
      name: 'Vakt En',
      email: 'Vakt@example.no',
      role: 'guard' as const,
      passwordHash: await hashPassword(PASSWORD),
    },
    {
      account: testId('account', 2),
      name: 'Leder To',
      email: 'leder@example.no',
      role: 'site_manager' as const,
      passwordHash: await hashPassword(`${PASSWORD}2`),
    },
  ];
  await writeAtomically(dir.siteConfig, JSON.stringify(hand.siteConfig(1)));
  await writeAtomically(dir.roster, JSON.stringify(hand.roster(1, rosterOf(4))));
  await writeAtomically(dir.accounts, JSON.stringify(hand.accounts(1, { accounts }, options.validUntilMs)));
  const start = () =>
    startPages({
      config: {
        stateDir: dir.root,
        centralUrl: 'http://127.0.0.1:9',
        enrolCode: undefined,
        name: 'Boks',
        pages: { host: '127.0.0.1', port: 0 },
        mqtt: undefined,
        logLevel: 'silent',
      },
      dir,
      me: hand.me,
      runtime,
      log: makeLog('silent', 'pages'),
      openLog: async () => store,
      dashboard: undefined,
      nudge: () => undefined,
    });
  let pages: RunningPages = await start();
  closing.push(() => pages.close());
  const ask = (path: string, init: RequestInit & { readonly cookie?: string } = {}) =>
    fetch(`${pages.url}${path}`, {
      ...init,
      headers: { ...(init.cookie ? { cookie: init.cookie } : {}), ...(init.body ? { 'content-type': 'application/json' } : {}) },
    });
  const signIn = async (email: string, password: string) => {
    const response = await ask('/api/v1/session', { method: 'POST', body: JSON.stringify({ email, password }) });
    return {
      status: response.status,
      cookie: (response.headers.get('set-cookie') ?? '').split(';')[0]!,
      header: response.headers.get('set-cookie') ?? '',
    };
  };
  const again = async () => {
    await pages.close();
    pages = await start();
  };
  return { hand, dir, runtime, store, ask, signIn, again };
}

describe('what the pages know of the log', () => {
  it('is what the domain folds from the same passages, in whatever pieces it was read', async () => {
    const step = fc.record({
      reader: fc.nat(3),
      person: fc.integer({ min: 1, max: 6 }),
      atMs: fc.integer({ min: MORNING - 3 * 86_400_000, max: MORNING }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const store = await loggedPassages(steps);
        const view = logView(store);
        await view.catchUp();
        const passages: Passage[] = steps.map(({ reader, person, atMs }, n) => {
          const { gate, portal } = places.ofReader(readers[reader]!)!;
          return {
            key: { agent: aCentre().me.agent, epoch: 1, sequence: 2 * n + 2 },
            occurredMs: atMs,
            holder: holderOf(person),
            card: personAt(person).card,
            gate: gate.id,
            portal: portal.id,
            direction: portal.direction,
            from: portal.from,
            to: portal.to,
            evidence: gate.evidence,
            told: 'gate',
            tap: testId('tap', n + 1),
          };
        });
        const zones = (all: Iterable<Passage>) =>
          new Map([...foldPassages(all)].map(([holder, w]): [HolderId, string] => [holder, w.zone]));
        const startOfDay = Date.UTC(2026, 10, 19, 23);
        expect(zones(view.passages(startOfDay))).toEqual(zones(passages));
        const today = (all: readonly Passage[]) =>
          all
            .filter((p) => p.occurredMs >= startOfDay)
            .map((p) => p.key.sequence)
            .toSorted((a, b) => a - b);
        expect(today(view.passages(startOfDay))).toEqual(today(passages));
        expect(view.taps().map((t) => t.key.sequence)).toEqual(
          steps
            .map((_, n) => 2 * n + 1)
            .toReversed()
            .slice(0, 30),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('follows the log as it grows, over epochs', async () => {
    const store = await loggedPassages([{ reader: 0, person: 1, atMs: MORNING }]);
    const view = logView(store);
    expect(await view.catchUp()).toBe(true);
    expect(await view.catchUp()).toBe(false);
    const { me } = aCentre();
    const moment = { wallMs: MORNING + 1, guardedMs: MORNING + 1, monotonicMs: 9, trust: 'holdover' as const };
    const { gate, portal } = places.ofReader(READER_OUT)!;
    const out = passageDraft(moment, {
      tap: null,
      gate,
      portal,
      evidence: 'sensed',
      told: 'gate',
      personal: { holder: holderOf(1), card: null, digest: null, key: null, sealed: null, by: null },
    });
    const more = [out, draft(moment, { kind: 'reader_state', reader: READER_IN, gate: gate.id, state: 'offline', detail: '' })];
    for (const [i, one] of more.entries())
      await store.append([
        compose({ owner: me.owner, site: me.site, agent: me.agent, boot: 'b' }, one, { epoch: 2, sequence: i + 1, before: '0'.repeat(64) }),
      ]);
    expect(await view.catchUp()).toBe(true);
    expect([...foldPassages(view.passages(0)).values()]).toMatchObject([{ zone: testId('zone', 1) }]);
    expect(view.readers()).toMatchObject([{ reader: READER_IN, state: 'offline' }]);
  });
});

describe('the pages of the box', () => {
  it('show whom the log has inside, with names from the roster, while the centre is away', async () => {
    const { ask, signIn } = await served();
    const { cookie } = await signIn('vakt@example.no', PASSWORD);
    const response = await ask(`/api/v1/sites/${SITE}/now`, { cookie });
    expect(response.status).toBe(200);
    const view: SiteNowView = siteNowView.parse(await response.json());
    expect(view.counts).toMatchObject({ inside: 1, outside: 1, expected: 4 });
    expect(view.source).toMatchObject({ from: 'edge', linked: false });
    expect(view.feed[0]?.person?.name).toBe('Fornavn2 Etternavn2');
  });

  it('compose the same view from their facts as the domain does', async () => {
    const { hand, store } = await served();
    const view = logView(store);
    await view.catchUp();
    const site = aSite();
    const reads = edgeReads({
      me: hand.me,
      papers: { site, roster: undefined, accounts: undefined, look: async () => [] },
      log: view,
      gate: () => undefined,
      link: () => undefined,
      listen: () => () => undefined,
    });
    const now = composeSiteNow(await reads.facts(SITE, MORNING));
    expect(now.counts).toMatchObject({ inside: 1, outside: 1, uncertain: 0 });
  });

  it.each([
    ['a wrong password', 'vakt@example.no', 'feil passord', 401],
    ['nobody', 'ingen@example.no', PASSWORD, 401],
    ['another’s password', 'leder@example.no', PASSWORD, 401],
    ['the right one, however the address is written', ' VAKT@example.no', PASSWORD, 200],
  ])('let in with %s: %s', async (_, email, password, status) => {
    const { signIn } = await served();
    expect((await signIn(email, password)).status).toBe(status);
  });

  it('slow down who tries', async () => {
    const { signIn, runtime } = await served();
    for (let n = 0; n < 5; n += 1) expect((await signIn('vakt@example.no', `feil ${n}`)).status).toBe(401);
    expect((await signIn('vakt@example.no', PASSWORD)).status).toBe(429);
    runtime.advance(61_000);
    expect((await signIn('vakt@example.no', PASSWORD)).status).toBe(200);
  });

  it('let nobody in by accounts that are too old', async () => {
    const { signIn, runtime } = await served({ validUntilMs: MORNING + 1_000 });
    expect((await signIn('vakt@example.no', PASSWORD)).status).toBe(200);
    runtime.advance(2_000);
    expect((await signIn('vakt@example.no', PASSWORD)).status).toBe(403);
  });

  it('take no accounts that the centre did not sign', async () => {
    const box = await served();
    const stranger = aCentre(box.hand.me.agent, { signing: box.hand.me.signing, sealing: box.hand.me.sealing });
    const accounts = [
      {
        account: testId('account', 9),
        name: 'Inntrenger',
        email: 'inn@example.no',
        role: 'administrator' as const,
        passwordHash: await hashPassword(PASSWORD),
      },
    ];
    await writeAtomically(box.dir.accounts, JSON.stringify(stranger.accounts(9, { accounts })));
    await box.again();
    expect((await box.signIn('inn@example.no', PASSWORD)).status).toBe(403);
  });

  it('keep sessions over a restart by the hash of their token, end them when idle and at sign-out', async () => {
    const { ask, signIn, again, dir, runtime } = await served();
    const { cookie, header } = await signIn('vakt@example.no', PASSWORD);
    expect(header).toMatch(/HttpOnly; SameSite=/);
    await again();
    expect((await ask('/api/v1/session', { cookie })).status).toBe(200);
    expect(await readFile(dir.sessions, 'utf8')).not.toContain(cookie.split('=')[1]);
    runtime.advance(13 * 3_600_000);
    expect((await ask('/api/v1/session', { cookie })).status).toBe(401);
    const second = await signIn('vakt@example.no', PASSWORD);
    await ask('/api/v1/session', { method: 'DELETE', cookie: second.cookie });
    expect((await ask('/api/v1/session', { cookie: second.cookie })).status).toBe(401);
  });

  it('say that what is the centre’s is done there', async () => {
    const { ask, signIn } = await served();
    const { cookie } = await signIn('leder@example.no', `${PASSWORD}2`);
    const response = await ask(`/api/v1/sites/${SITE}/commands`, {
      method: 'POST',
      cookie,
      body: JSON.stringify({ kind: 'open', gate: testId('gate', 1), direction: 'in' }),
    });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'centre_needed' });
  });

  it('tell a guard that a passage is noted when the log has it, and not before', async () => {
    const { ask, signIn, dir, runtime } = await served();
    const { cookie } = await signIn('vakt@example.no', PASSWORD);
    let answered = false;
    const noting = ask(`/api/v1/sites/${SITE}/manual-passages`, {
      method: 'POST',
      cookie,
      body: JSON.stringify({ holder: holderOf(3), gate: testId('gate', 1), direction: 'in' }),
    }).then((response) => {
      answered = true;
      return response.status;
    });
    const inHand = new Set<string>();
    let taken: Awaited<ReturnType<typeof takeNotes>> = [];
    await until(async () => (taken = await takeNotes(dir.inbox, inHand)).length === 1);
    runtime.advance(200);
    expect(answered).toBe(false);
    expect(taken[0]?.note).toMatchObject({ holder: holderOf(3), by: testId('account', 1) });
    await taken[0]!.done();
    await until(() => {
      runtime.advance(50);
      return answered;
    });
    expect(await noting).toBeLessThan(300);
  });
});
