/**
 * Who and what: ids are a prefix and a uuidv7, made where the thing is made, also with the uplink cut.
 *
 * Every row, key and topic carries owner and site, so that a second owner or site is data, never code.
 */

const prefixes = {
  owner: 'own',
  site: 'sit',
  agent: 'agt',
  zone: 'zon',
  gate: 'gat',
  portal: 'ptl',
  reader: 'rdr',
  enterprise: 'ent',
  holder: 'hld',
  card: 'crd',
  credential: 'crl',
  engagement: 'eng',
  visit: 'vis',
  tap: 'tap',
  command: 'cmd',
  account: 'acc',
  check: 'chk',
  key: 'key',
  lineage: 'lin',
} as const;

export type Kind = keyof typeof prefixes;
export type Id<K extends Kind> = `${(typeof prefixes)[K]}_${string}`;

export type OwnerId = Id<'owner'>;
export type SiteId = Id<'site'>;
export type AgentId = Id<'agent'>;
export type ZoneId = Id<'zone'>;
export type GateId = Id<'gate'>;
export type PortalId = Id<'portal'>;
export type ReaderId = Id<'reader'>;
export type EnterpriseId = Id<'enterprise'>;
export type HolderId = Id<'holder'>;
export type CardId = Id<'card'>;
export type CredentialId = Id<'credential'>;
export type EngagementId = Id<'engagement'>;
export type VisitId = Id<'visit'>;
export type TapId = Id<'tap'>;
export type CommandId = Id<'command'>;
export type AccountId = Id<'account'>;
export type CheckId = Id<'check'>;
export type KeyId = Id<'key'>;
export type LineageId = Id<'lineage'>;

/** Where a thing belongs. */
export interface Scope {
  readonly owner: OwnerId;
  readonly site: SiteId;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Puts the prefix of its kind before a uuidv7; throws on anything else, for that is a bug. */
export function idOf<K extends Kind>(kind: K, uuidv7: string): Id<K> {
  if (!UUID.test(uuidv7)) throw new TypeError(`not a uuidv7: ${uuidv7.slice(0, 40)}`);
  return `${prefixes[kind]}_${uuidv7}`;
}

/** Whether the text is a well-formed id of that kind. */
export function isId<K extends Kind>(kind: K, text: unknown): text is Id<K> {
  if (typeof text !== 'string') return false;
  const prefix = `${prefixes[kind]}_`;
  return text.startsWith(prefix) && UUID.test(text.slice(prefix.length));
}
