/**
 * A small site whose three records are written as the real ones are: truth as lines, the log through the edge's store, the centre through
 * its own. What is to be found wrong is left out, doubled or changed on the way, or in the file afterwards.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type Direction, defaultPolicy, type HolderId, idOf, type Kind, type Passage, type Site } from '@portvakt/domain';
import type { LogEntry } from '@portvakt/ports';
import type { Envelope, PersonalPart } from '@portvakt/protocol';
import { openCentralStores, openEntryStore } from '@portvakt/storage';
import { CHAIN_START, chainHash, commitTo } from '@portvakt/trust';
import { openTruth, type Visit } from '../../simulate/truth.ts';
import { type Comparison, compareRecords } from '../compare-records.ts';
import { centrePath, logPath, truthPath } from '../find-sites.ts';
import { openRecords } from '../read/open-records.ts';

export const START_MS = Date.UTC(2026, 10, 20, 6);
/** Long after the last visit: nobody is at a gate any more. */
export const LATER_MS = START_MS + 3_600_000;
export const CODE = 'kvartal-17';

let made = 0;
function newId<K extends Kind>(kind: K) {
  made += 1;
  return idOf(kind, `01900000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`);
}

const [owner, siteId, agent, outside, inside] = [newId('owner'), newId('site'), newId('agent'), newId('zone'), newId('zone')];
export const people: readonly HolderId[] = Array.from({ length: 6 }, () => newId('holder'));
const gateAt = (plate: string, evidence: 'sensed' | 'assumed') => ({
  id: newId('gate'),
  plate,
  name: plate,
  evidence,
  portals: [
    { id: newId('portal'), direction: 'in', from: outside, to: inside, readers: [{ id: newId('reader'), name: `${plate} inn` }] },
    { id: newId('portal'), direction: 'out', from: inside, to: outside, readers: [{ id: newId('reader'), name: `${plate} ut` }] },
  ] as const,
});

export const site: Site = {
  id: siteId,
  owner,
  code: CODE,
  name: 'Kvartal 17',
  address: 'Kaigata 1, 0150 Oslo',
  client: newId('enterprise'),
  listKeeper: undefined,
  zones: [
    { id: outside, name: 'Ute', outside: true },
    { id: inside, name: 'Inne', outside: false },
  ],
  gates: [gateAt('P1', 'sensed'), gateAt('P4', 'assumed')],
  policy: defaultPolicy,
};

type Body = { readonly kind: Envelope['kind'] } & Readonly<Record<string, unknown>>;
export interface Draft {
  readonly atMs: number;
  readonly body: Body;
  personal: PersonalPart | null;
}

export interface Show {
  readonly plate?: 'P1' | 'P4';
  readonly direction?: Direction;
  /** `null`: a stranger. */
  readonly holder: HolderId | null;
  readonly opened?: boolean;
  readonly walked?: boolean;
}

/** What was shown, as the edge drafted it: the tap, then what came of it. */
export interface Shown {
  readonly visit: Omit<Visit, 'visit'>;
  readonly drafts: readonly Draft[];
}

export class ThreeFiles {
  readonly data = mkdtempSync(join(tmpdir(), 'portvakt-compare-'));
  readonly visits: Omit<Visit, 'visit'>[] = [];
  readonly drafts: Draft[] = [this.start(START_MS)];
  atMs = START_MS;

  /** A card is shown, and everything goes as it should, unless the lists are changed afterwards. */
  show({ plate = 'P1', direction = 'in', holder, opened = holder !== null || direction === 'out', walked = opened }: Show): Shown {
    this.atMs += 10_000;
    const gate = site.gates.find((g) => g.plate === plate)!;
    const portal = gate.portals.find((p) => p.direction === direction)!;
    const tap = newId('tap');
    const personal = { holder, card: holder && newId('card'), digest: null, key: null, sealed: holder ? null : 'c2VhbGVk', by: null };
    const where = { gate: gate.id, direction };
    const decision = opened
      ? { kind: 'granted', notices: [], overridden: holder === null ? 'card_unknown' : null, basis: null }
      : { kind: 'denied', reason: holder === null ? 'card_unknown' : 'card_expired', basis: null };
    const through = { portal: portal.id, from: portal.from, to: portal.to, evidence: gate.evidence, told: 'gate' };
    const went = gate.evidence === 'assumed' ? opened : walked;
    const drafts: Draft[] = [
      {
        atMs: this.atMs + 80,
        personal,
        body: { kind: 'tap', tap, ...where, portal: portal.id, reader: portal.readers[0]!.id, cardType: null, decision },
      },
      ...(went ? [{ atMs: this.atMs + 500, personal, body: { kind: 'passage', tap, ...where, ...through } as const }] : []),
      ...(opened && !went ? [{ atMs: this.atMs + 5_000, personal: null, body: { kind: 'not_passed', tap, ...where } as const }] : []),
    ];
    this.drafts.push(...drafts);
    const visit = { at: iso(this.atMs), clock: '07:00:00', plate, direction, holder, bits: '2a00000001', opened, walked };
    this.visits.push(visit);
    return { visit, drafts };
  }

  /** Past the readers, through the open vehicle gate. */
  walkBy(holder: HolderId, direction: Direction): void {
    this.atMs += 10_000;
    this.visits.push({ at: iso(this.atMs), clock: '07:00:00', plate: 'P4', direction, holder, bits: null, opened: null, walked: true });
  }

  forget(list: 'visits' | 'drafts', one: unknown): void {
    const at = (this[list] as readonly unknown[]).indexOf(one);
    this[list].splice(at, 1);
  }

  start(atMs: number): Draft {
    return { atMs, personal: null, body: { kind: 'start', program: '0.1.0', protocol: 1 } };
  }

  /** Writes all three; of the log the first `sent` entries have reached the centre. */
  async write(sent = this.drafts.length): Promise<readonly LogEntry[]> {
    const truth = openTruth(truthPath(this.data, CODE));
    for (const visit of this.visits) truth.write(visit);
    const entries = compose(this.drafts);
    mkdirSync(join(this.data, `edge-${CODE}`), { recursive: true });
    const log = await openEntryStore(logPath(this.data, CODE), { owner, site: siteId, agent });
    await log.append(entries);
    await log.close();
    await this.fillCentre(entries.slice(0, sent));
    return entries;
  }

  async compare(nowMs = LATER_MS): Promise<Comparison> {
    return compareRecords(await openRecords(this.data, CODE, () => nowMs));
  }

  /** Changes a file behind everybody's back, past the rules that guard it. */
  tamper(which: 'edge' | 'centre', ...statements: readonly string[]): void {
    const file = new DatabaseSync(which === 'edge' ? logPath(this.data, CODE) : centrePath(this.data));
    for (const { name } of file.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) file.exec(`DROP TRIGGER "${name}"`);
    for (const sql of statements) file.exec(sql);
    file.close();
  }

  private async fillCentre(entries: readonly Dated[]): Promise<void> {
    const centre = await openCentralStores(pathToFileURL(centrePath(this.data)).href, { create: true });
    const key = { publicKey: 'a', privateKey: 'b' };
    await centre.sites.putOwner({ id: owner, name: 'Eier' });
    await centre.sites.putSite(site, { signing: key, sealing: key, digest: { id: newId('key'), key: '0'.repeat(32) } });
    const none = { taps: [], readers: [], quarantined: [], outcomes: [] };
    const passages = entries.flatMap(passageOf);
    const scope = { owner, site: siteId };
    if (entries.length > 0) await centre.ledger.ingest({ scope, agent, epoch: 1, receivedAt: iso(LATER_MS), entries, passages, ...none });
    await centre.close();
  }
}

type Dated = LogEntry & { readonly occurredMs: number; readonly kind: string };

function compose(drafts: readonly Draft[]): readonly Dated[] {
  let before = CHAIN_START;
  return drafts.map(({ atMs, body, personal }, index) => {
    const text = personal === null ? null : JSON.stringify(personal);
    const committed = text === null ? null : commitTo(text);
    const place = {
      v: 1,
      owner,
      site: siteId,
      agent,
      epoch: 1,
      sequence: index + 1,
      occurredAt: iso(atMs),
      monotonicMs: atMs - START_MS,
      boot: 'boot',
      clock: 'synchronised',
    };
    const envelope = JSON.stringify({ ...place, personal: committed?.commitment ?? null, ...body });
    before = chainHash(before, envelope);
    return {
      epoch: 1,
      sequence: index + 1,
      envelope,
      hash: before,
      personal: text,
      salt: committed?.salt ?? null,
      occurredMs: atMs,
      kind: body.kind,
    };
  });
}

function passageOf({ sequence, envelope: text, personal, occurredMs }: Dated): readonly Passage[] {
  const envelope = JSON.parse(text) as Envelope;
  if (envelope.kind !== 'passage') return [];
  const { gate, portal, direction, from, to, evidence, told, tap } = envelope;
  const holder = personal === null ? undefined : ((JSON.parse(personal) as PersonalPart).holder ?? undefined);
  return [
    {
      key: { agent, epoch: 1, sequence },
      occurredMs,
      holder,
      card: undefined,
      gate,
      portal,
      direction,
      from,
      to,
      evidence,
      told,
      tap: tap ?? undefined,
    },
  ];
}

const iso = (ms: number): string => new Date(ms).toISOString();
