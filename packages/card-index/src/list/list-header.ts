/**
 * The card-status list as bytes, format 1. All numbers little-endian; ids as the sixteen bytes of their uuid.
 *
 *       0  "PVCS"                        format (1)  kind (1: 1 snapshot, 2 delta)  0 0
 *       8  lineage (16)
 *      24  key id (16)                   the key itself travels sealed, elsewhere
 *      40  owner (16)  site (16)  agent (16)
 *      88  from version (8)              snapshot: 0
 *      96  to version (8)
 *     104  issued at (8)                 milliseconds since 1970 UTC
 *     112  entries after (4)  places (4)  upserts (4)  removals (4)
 *     128  checksum before (16)          snapshot: 0
 *     144  checksum after (16)
 *     160  places                        16 bytes each, the table as it stands in memory, see `entry-table.ts`; a delta: none
 *          upserts                       16 bytes each, strictly rising by digest; a snapshot: none
 *          removals                      8 bytes each, strictly rising, none of them among the upserts; a snapshot: none
 *          signature (64)                Ed25519 of the centre over everything before it
 *
 * A list is bound to owner, site and agent, so that one signed for another gate is no use here. The table of a snapshot follows from
 * the set of its entries alone, so a version has one encoding whatever its history. It carries its empty places, half as much again,
 * because a reader can then use it where it lies; for that the body begins at a multiple of 16.
 */
import { type AgentId, type Id, idOf, isId, type KeyId, type Kind, type LineageId, type OwnerId, type SiteId } from '@portvakt/domain';
import { ENTRY_LENGTH } from '../table/card-entry.ts';
import { checksumLanes, checksumText, LANES } from '../table/checksum.ts';

export const HEADER_LENGTH = 160;
export const SIGNATURE_LENGTH = 64;
export const REMOVAL_LENGTH = 8;

/** Most entries in a list. A snapshot makes its reader allocate at most its own length, a delta twice its own and that of the table before. */
export const ENTRIES_MAX = 2 ** 22;
/** Most places of a table: more than the largest list has, with the longest tail. */
const PLACES_MAX = 4 * ENTRIES_MAX;

/** "PVCS" */
const MAGIC = 0x5343_5650;
const FORMAT = 1;

export type ListKind = 'snapshot' | 'delta';
const kinds: readonly ListKind[] = ['snapshot', 'delta'];

/** Whose list it is. */
export interface ListScope {
  readonly owner: OwnerId;
  readonly site: SiteId;
  readonly agent: AgentId;
}

export interface ListHeader extends ListScope {
  readonly kind: ListKind;
  readonly lineage: LineageId;
  readonly keyId: KeyId;
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly issuedAt: number;
  /** Entries in the list once it is applied. */
  readonly size: number;
  readonly places: number;
  readonly upserts: number;
  readonly removals: number;
  readonly checksumBefore: string;
  readonly checksumAfter: string;
}

export type HeaderFault = 'too_short' | 'too_large' | 'not_ours' | 'format';

/** Length of the whole list with signature, in bytes. */
export function listLength({ places, upserts, removals }: Pick<ListHeader, 'places' | 'upserts' | 'removals'>): number {
  return HEADER_LENGTH + places * ENTRY_LENGTH + upserts * ENTRY_LENGTH + removals * REMOVAL_LENGTH + SIGNATURE_LENGTH;
}

/** Writes the header at the beginning of `bytes`. */
export function writeHeader(bytes: Uint8Array, header: ListHeader): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_LENGTH);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, FORMAT);
  view.setUint8(5, kinds.indexOf(header.kind) + 1);
  [header.lineage, header.keyId, header.owner, header.site, header.agent].forEach((id, i) => bytes.set(uuidBytes(id), 8 + 16 * i));
  [header.fromVersion, header.toVersion, header.issuedAt].forEach((number, i) => setWhole(view, 88 + 8 * i, number));
  [header.size, header.places, header.upserts, header.removals].forEach((count, i) => view.setUint32(112 + 4 * i, count, true));
  [header.checksumBefore, header.checksumAfter].forEach((text, i) => {
    checksumLanes(text).forEach((lane, j) => view.setInt32(128 + 16 * i + 4 * j, lane, true));
  });
}

/** Reads the header of a list and holds its length against it; total over any bytes. */
export function readHeader(bytes: Uint8Array): ListHeader | HeaderFault {
  if (bytes.length < HEADER_LENGTH + SIGNATURE_LENGTH) return 'too_short';
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_LENGTH);
  if (view.getUint32(0, true) !== MAGIC) return 'not_ours';
  const kind = kinds[view.getUint8(5) - 1];
  if (view.getUint8(4) !== FORMAT || kind === undefined || view.getUint16(6) !== 0) return 'format';

  const [lineage, keyId] = [idAt(bytes, 8, 'lineage'), idAt(bytes, 24, 'key')];
  const [owner, site, agent] = [idAt(bytes, 40, 'owner'), idAt(bytes, 56, 'site'), idAt(bytes, 72, 'agent')];
  const [fromVersion, toVersion, issuedAt] = [wholeAt(view, 88), wholeAt(view, 96), wholeAt(view, 104)];
  if (!lineage || !keyId || !owner || !site || !agent) return 'format';
  if (fromVersion === undefined || toVersion === undefined || issuedAt === undefined) return 'format';

  const [size, places] = [view.getUint32(112, true), view.getUint32(116, true)];
  const [upserts, removals] = [view.getUint32(120, true), view.getUint32(124, true)];
  if (Math.max(size, upserts, removals) > ENTRIES_MAX || places > PLACES_MAX) return 'too_large';
  const checksums = { checksumBefore: laneTextAt(view, 128), checksumAfter: laneTextAt(view, 144) };
  const header = {
    kind,
    lineage,
    keyId,
    owner,
    site,
    agent,
    fromVersion,
    toVersion,
    issuedAt,
    size,
    places,
    upserts,
    removals,
    ...checksums,
  };
  if (bytes.length !== listLength(header)) return bytes.length < listLength(header) ? 'too_short' : 'format';
  return isSound(header) ? header : 'format';
}

function isSound(header: ListHeader): boolean {
  if (header.kind === 'delta') return header.fromVersion < header.toVersion && header.places === 0 && header.upserts <= header.size;
  return header.fromVersion === 0 && header.upserts === 0 && header.removals === 0 && /^0+$/.test(header.checksumBefore);
}

function uuidBytes(id: Id<Kind>): Uint8Array {
  const hex = id.slice(id.indexOf('_') + 1).replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

function idAt<K extends Kind>(bytes: Uint8Array, at: number, kind: K): Id<K> | undefined {
  const hex = Array.from(bytes.subarray(at, at + 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return isUuidv7(uuid) ? idOf(kind, uuid) : undefined;
}

/** The rule is the domain's; any kind of id carries it. */
function isUuidv7(uuid: string): boolean {
  return isId('key', `key_${uuid}`);
}

function setWhole(view: DataView, at: number, number: number): void {
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError('versions and instants are whole numbers from 0');
  view.setUint32(at, number % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(number / 2 ** 32), true);
}

function wholeAt(view: DataView, at: number): number | undefined {
  const number = view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
  return Number.isSafeInteger(number) ? number : undefined;
}

function laneTextAt(view: DataView, at: number): string {
  return checksumText(Int32Array.from({ length: LANES }, (_, lane) => view.getInt32(at + 4 * lane, true)));
}
