import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manualRuntime } from '@portvakt/ports/testing';
import { type Envelope, type EquipmentWiring, envelope, type PersonalPart } from '@portvakt/protocol';
import { openEntryReader } from '@portvakt/storage';
import type { SignedText } from '@portvakt/trust';
import { describe, expect, it } from 'vitest';
import { writeAtomically } from '../state/atomic-file.ts';
import { writeConfirmed } from '../state/confirmed.ts';
import { noteState, putNote } from '../state/inbox.ts';
import type { StateDir } from '../state/state-dir.ts';
import { fakeHardware, freshStateDir, startGate } from '../testing/a-box.ts';
import { aCentre, rosterOf } from '../testing/a-centre.ts';
import { anIndex, cardOf, DIGEST_KEY, holderOf, MORNING, READER_IN, READER_OUT, testId } from '../testing/a-site.ts';
import { storeDelta, storeSnapshot } from './list/list-files.ts';
import { storeListKey } from './list/list-keys.ts';

const P1 = testId('gate', 1);
const WIRED: readonly EquipmentWiring[] = [{ channel: 'mqtt_gate', gate: P1, readers: [READER_IN, READER_OUT] }];
const bytesOf = (text: SignedText) => Buffer.from(JSON.stringify(text));
const put = (path: string, text: SignedText) => writeAtomically(path, bytesOf(text));

async function aBox(cards = 5) {
  const centre = aCentre();
  const dir = await freshStateDir();
  const runtime = manualRuntime(MORNING);
  const hardware = fakeHardware();
  await put(dir.siteConfig, centre.siteConfig(1, WIRED));
  await put(dir.roster, centre.roster(1, rosterOf(cards)));
  await storeListKey(dir.listKeys, DIGEST_KEY.id, bytesOf(centre.listKey()));
  await storeSnapshot(dir.cardStatus, centre.snapshot(anIndex(cards)));
  let gate = await startGate(dir, centre.me, runtime, hardware);
  const again = async () => {
    await gate.close();
    gate = await startGate(dir, centre.me, runtime, hardware);
  };
  const tap = async (reader: typeof READER_IN, card: number) => {
    const before = hardware.signals.length;
    runtime.advance(10_000);
    hardware.tell({ kind: 'card', reader, credential: cardOf(card), atMonotonicMs: runtime.monotonicMs() });
    await until(() => hardware.signals.length > before);
  };
  return { centre, dir, runtime, hardware, tap, again, gate: () => gate };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function logOf(dir: StateDir): Promise<readonly { readonly envelope: Envelope; readonly personal: PersonalPart | null }[]> {
  const reader = await openEntryReader(dir.log);
  const entries = await reader.read(1, 0, 500);
  await reader.close();
  return entries.map((e) => ({
    envelope: envelope.parse(JSON.parse(e.envelope)),
    personal: e.personal === null ? null : (JSON.parse(e.personal) as PersonalPart),
  }));
}

const kinds = async (dir: StateDir) => (await logOf(dir)).map((e) => e.envelope.kind);

describe('the gate process', () => {
  it('begins each boot with a start, and decides from files alone after a restart', async () => {
    const { dir, hardware, tap, again, gate } = await aBox();
    await tap(READER_IN, 1);
    await again();
    await tap(READER_IN, 2);
    await gate().close();
    // nobody was there to hear the first one turn the arm: believed inside
    expect(await kinds(dir)).toEqual(['start', 'list', 'tap', 'start', 'passage', 'tap']);
    expect((await logOf(dir))[4]).toMatchObject({ envelope: { direction: 'in', evidence: 'assumed' }, personal: { holder: holderOf(1) } });
    expect(hardware.opened).toHaveLength(2);
    expect((await logOf(dir))[5]).toMatchObject({
      envelope: { decision: { kind: 'granted', basis: { version: 1 } } },
      personal: { holder: holderOf(2) },
    });
  });

  it('counts the age of the list from the last word of the centre', async () => {
    const { dir, runtime, tap, gate } = await aBox();
    const list = { lineage: anIndex(1).lineage, version: 1 };
    await writeConfirmed(dir.confirmed, { v: 1, list, confirmedMs: MORNING, clockOffByMs: 100, comparedMs: MORNING });
    await gate().look();
    runtime.advance(990_000);
    await tap(READER_IN, 1);
    await gate().close();
    const tapped = (await logOf(dir)).map((e) => e.envelope).find((e) => e.kind === 'tap');
    expect(tapped).toMatchObject({ clock: 'synchronised', decision: { basis: { ageS: 1_000 } } });
  });

  it('takes deltas, and keeps the list in force when a file is refused', async () => {
    const { centre, dir, hardware, tap, gate } = await aBox();
    const [first, second] = [anIndex(5, 1), anIndex(5, 2, { 1: { blocked: true } })];
    await storeDelta(dir.cardStatus, 1, 2, centre.delta(first, second));
    await gate().look();
    await tap(READER_IN, 1);
    expect(hardware.signals.at(-1)?.text).toBe('Karta jest zablokowana. Zgłoś się do biura budowy');
    const newer = centre.snapshot(anIndex(5, 3));
    newer[200] = newer[200]! ^ 1;
    await storeSnapshot(dir.cardStatus, newer);
    await gate().look();
    await tap(READER_IN, 2);
    await gate().close();
    expect(hardware.opened).toHaveLength(1);
    expect((await logOf(dir)).map((e) => e.envelope)).toMatchObject([
      { kind: 'start' },
      { kind: 'list', version: 1 },
      { kind: 'list', version: 2 },
      { kind: 'tap' },
      { kind: 'alarm', code: 'list_refused', detail: 'signature' },
      { kind: 'tap' },
    ]);
  });

  it('takes no older list back after a restart, however well it is signed', async () => {
    const { centre, dir, hardware, tap, again, gate } = await aBox();
    await storeSnapshot(dir.cardStatus, centre.snapshot(anIndex(5, 7, { 1: { blocked: true } })));
    await gate().look();
    await storeSnapshot(dir.cardStatus, centre.snapshot(anIndex(5, 6)));
    await again();
    await tap(READER_IN, 1);
    await gate().close();
    expect(hardware.opened).toEqual([]);
    expect(hardware.signals.at(-1)?.lamp).toBe('red');
    expect((await logOf(dir)).map((e) => e.envelope).filter((e) => e.kind === 'alarm')).toMatchObject([
      { code: 'list_refused', detail: 'older' },
    ]);
  });

  it('keeps its site when a configuration is refused, and changes policy without touching the lines', async () => {
    const { centre, dir, hardware, tap, gate } = await aBox();
    await put(dir.siteConfig, aCentre().siteConfig(9, []));
    await gate().look();
    await tap(READER_IN, 1);
    expect(hardware.opened).toHaveLength(1);
    await put(dir.siteConfig, centre.siteConfig(2, WIRED));
    await gate().look();
    expect(hardware.started).toBe(1);
    await put(dir.siteConfig, centre.siteConfig(3, [...WIRED, { channel: 'mqtt_gate', gate: testId('gate', 2), readers: [] }]));
    await gate().look();
    expect(hardware.started).toBe(2);
    await gate().close();
  });

  it('finds the person of a turn that comes after a restart', async () => {
    const { dir, hardware, tap, again, runtime, gate } = await aBox();
    await tap(READER_IN, 3);
    await again();
    hardware.tell({ kind: 'turn', gate: P1, direction: 'in', result: 'passed', atMonotonicMs: runtime.monotonicMs() });
    await gate().close();
    expect((await logOf(dir)).at(-1)).toMatchObject({
      envelope: { kind: 'passage', evidence: 'sensed' },
      personal: { holder: holderOf(3) },
    });
  });

  it('says of an order that the gate did not take that nobody went', async () => {
    const centre = aCentre();
    const dir = await freshStateDir();
    const runtime = manualRuntime(MORNING);
    const hardware = fakeHardware(false);
    await put(dir.siteConfig, centre.siteConfig(1, WIRED));
    await storeListKey(dir.listKeys, DIGEST_KEY.id, bytesOf(centre.listKey()));
    await storeSnapshot(dir.cardStatus, centre.snapshot(anIndex(3)));
    const gate = await startGate(dir, centre.me, runtime, hardware);
    hardware.tell({ kind: 'card', reader: READER_IN, credential: cardOf(1), atMonotonicMs: 0 });
    await until(() => hardware.signals.length > 0);
    await gate.close();
    expect(await kinds(dir)).toEqual(['start', 'list', 'tap', 'not_passed', 'alarm']);
  });

  it('moves nothing by starting, whatever lies in its files', async () => {
    const { centre, dir, hardware, runtime, again, gate } = await aBox();
    const old = centre.command(1, { kind: 'open', gate: P1, direction: 'in' });
    await writeAtomically(dir.commands, JSON.stringify({ commands: [old] }));
    runtime.advance(60_000);
    for (let n = 0; n < 5; n += 1) await again();
    await gate().close();
    expect(hardware.opened).toEqual([]);
    expect((await logOf(dir)).flatMap((e) => (e.envelope.kind === 'command' ? [e.envelope.outcome] : []))).toEqual([
      'expired',
      'expired',
      'expired',
      'expired',
      'expired',
      'expired',
    ]);
  });

  it('opens once for an order, restarts included', async () => {
    const { centre, dir, hardware, again, gate } = await aBox();
    await writeAtomically(dir.commands, JSON.stringify({ commands: [centre.command(1, { kind: 'open', gate: P1, direction: 'in' })] }));
    await gate().look();
    await gate().look();
    await again();
    await gate().close();
    expect(hardware.opened).toHaveLength(1);
    expect((await logOf(dir)).flatMap((e) => (e.envelope.kind === 'command' ? [e.envelope.outcome] : []))).toEqual(['done', 'replayed']);
  });

  it('keeps a block that came by order, over restarts, until a newer list', async () => {
    const { centre, dir, hardware, tap, again, gate } = await aBox();
    const block = centre.command(1, { kind: 'block', lineage: anIndex(1).lineage, slot: 1, blocked: true });
    await writeAtomically(dir.commands, JSON.stringify({ commands: [block] }));
    await gate().look();
    await tap(READER_IN, 1);
    await again();
    await tap(READER_IN, 1);
    expect(hardware.opened).toEqual([]);
    await storeSnapshot(dir.cardStatus, centre.snapshot(anIndex(5, 2)));
    await gate().look();
    await tap(READER_IN, 1);
    await gate().close();
    expect(hardware.opened).toHaveLength(1);
  });

  it('writes a note from the pages into the log before it lets go of it', async () => {
    const { dir, gate } = await aBox();
    const path = await putNote(dir.inbox, 'one', { holder: holderOf(4), gate: P1, direction: 'out', by: 'acc_1' });
    await gate().look();
    await until(async () => (await noteState(path)) === 'logged');
    await gate().close();
    expect((await logOf(dir)).at(-1)).toMatchObject({
      envelope: { kind: 'passage', told: 'guard', evidence: 'assumed', direction: 'out', tap: null },
      personal: { holder: holderOf(4), by: 'acc_1' },
    });
  });

  it('begins a new epoch when the identity says so', async () => {
    const { centre, dir, tap, gate } = await aBox();
    await writeAtomically(dir.identity, JSON.stringify({ ...centre.me, epoch: 2 }));
    await gate().look();
    await tap(READER_IN, 1);
    await gate().close();
    const reader = await openEntryReader(dir.log);
    expect(await reader.head()).toMatchObject({ epoch: 2, sequence: 1 });
    await reader.close();
  });

  it('keeps no card, name or key in plain anywhere in its folder', async () => {
    const { dir, tap, gate } = await aBox();
    await tap(READER_IN, 1);
    await tap(READER_OUT, 777);
    await gate().close();
    for (const name of await readdir(dir.root, { recursive: true, withFileTypes: true })) {
      if (!name.isFile() || name.name === 'identity.json') continue;
      const bytes = await readFile(join(name.parentPath, name.name));
      for (const marker of [cardOf(1).bits, cardOf(777).bits, 'Etternavn1', '7000001'])
        expect(bytes.includes(marker), `${marker} in ${name.name}`).toBe(false);
    }
  });
});
