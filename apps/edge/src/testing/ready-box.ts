/** A box enrolled at a centre that is not there: its folder holds all it needs to decide, so that it can be run and measured alone. */
import type { Credential, GateId, ReaderId, SitePolicy } from '@portvakt/domain';
import type { EquipmentWiring } from '@portvakt/protocol';
import type { EdgeConfig } from '../config.ts';
import { storeSnapshot } from '../gate/list/list-files.ts';
import { storeListKey } from '../gate/list/list-keys.ts';
import { writeAtomically } from '../state/atomic-file.ts';
import { writeIdentity } from '../state/identity.ts';
import { prepareStateDir, type StateDir, stateDir } from '../state/state-dir.ts';
import { type ACentre, aCentre, rosterOf } from './a-centre.ts';
import { anIndex, aSite, cardOf, DIGEST_KEY, READER_IN, testId } from './a-site.ts';

export interface ReadyBox {
  readonly dir: StateDir;
  readonly hand: ACentre;
  /** For `startEdge`. */
  readonly config: EdgeConfig;
  /** The credential of card n, 1 to `cards`; all may enter. */
  card(n: number): Credential;
}

/** A reader on the way in and a turnstile, each on a serial line of its own. */
export interface Wires {
  readonly readerPath: string;
  readonly gatePath: string;
}

export async function readyBox(
  root: string,
  { readerPath, gatePath }: Wires,
  cards: number,
  policy: Partial<SitePolicy> = {},
  centralUrl = 'http://127.0.0.1:9',
): Promise<ReadyBox> {
  const dir = stateDir(root);
  await prepareStateDir(dir);
  const hand = aCentre();
  const [reader, gate]: readonly [ReaderId, GateId] = [READER_IN, testId('gate', 1)];
  const equipment: readonly EquipmentWiring[] = [
    { channel: 'serial_reader', protocol: 'em4100', path: readerPath, baud: 9_600, reader },
    { channel: 'serial_gate', protocol: 'onetech', path: gatePath, baud: 9_600, gate, inwards: 'A' },
  ];
  await writeIdentity(dir.identity, hand.me);
  await writeAtomically(dir.siteConfig, JSON.stringify(hand.siteConfig(1, equipment, aSite(policy))));
  await writeAtomically(dir.roster, JSON.stringify(hand.roster(1, rosterOf(cards), Date.UTC(2100, 0, 1))));
  await storeListKey(dir.listKeys, DIGEST_KEY.id, Buffer.from(JSON.stringify(hand.listKey())));
  await storeSnapshot(dir.cardStatus, hand.snapshot(anIndex(cards)));
  const config: EdgeConfig = {
    stateDir: root,
    centralUrl,
    enrolCode: undefined,
    name: 'Boks 1',
    pages: { host: '127.0.0.1', port: 0 },
    mqtt: undefined,
    logLevel: 'silent',
  };
  return { dir, hand, config, card: cardOf };
}
