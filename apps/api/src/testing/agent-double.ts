/** The other end of the agent link, in the hands of a test: keys of its own, tokens, and a log that is chained as the edge chains it. */
import { createPrivateKey } from 'node:crypto';
import {
  type CardId,
  type GateId,
  type HolderId,
  idOf,
  type PortalId,
  type ReaderId,
  type Scope,
  type SiteId,
  type TapId,
  type ZoneId,
} from '@portvakt/domain';
import { type EnrolResponse, enrolResponse, type UplinkEntry } from '@portvakt/protocol';
import { CHAIN_START, chainHash, commitTo, type KeyPair, makeSealingKey, makeSigningKey } from '@portvakt/trust';
import type { Hono } from 'hono';
import { SignJWT } from 'jose';
import { uuidv7 } from 'uuidv7';
import { AUDIENCE } from '../agent-link/agent-token.ts';

export interface AgentDouble {
  readonly identity: EnrolResponse;
  readonly scope: Scope;
  readonly signing: KeyPair;
  readonly sealing: KeyPair;
  token(change?: {
    readonly subject?: string;
    readonly audience?: string;
    readonly lifeS?: number;
    readonly key?: KeyPair;
  }): Promise<string>;
  get(path: string): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export function keyPairs(): { readonly signing: KeyPair; readonly sealing: KeyPair } {
  return { signing: makeSigningKey(), sealing: makeSealingKey() };
}

export function enrolBody(code: string, { signing, sealing }: ReturnType<typeof keyPairs>, name = 'Boks 1') {
  return { protocol: 1, code, name, signingKey: signing.publicKey, sealingKey: sealing.publicKey };
}

export async function enrolAgent(app: Hono, code: string, nowMs: () => number, name?: string): Promise<AgentDouble> {
  const keys = keyPairs();
  const response = await app.request('/agent/v1/enrol', json('POST', enrolBody(code, keys, name)));
  if (response.status !== 200) throw new Error(`enrolment was refused: ${response.status} ${await response.text()}`);
  const identity = enrolResponse.parse(await response.json());
  const token: AgentDouble['token'] = ({ subject = identity.agent, audience = AUDIENCE, lifeS = 30, key = keys.signing } = {}) => {
    const iat = Math.floor(nowMs() / 1_000);
    const secret = createPrivateKey({ key: Buffer.from(key.privateKey, 'base64url'), format: 'der', type: 'pkcs8' });
    return new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(subject)
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt(iat)
      .setExpirationTime(iat + lifeS)
      .sign(secret);
  };
  const bearer = async () => ({ authorization: `Bearer ${await token()}` });
  return {
    identity,
    scope: { owner: identity.owner, site: identity.site },
    ...keys,
    token,
    get: async (path) => app.request(`/agent/v1${path}`, { headers: await bearer() }),
    post: async (path, body, headers = {}) => {
      const init = json('POST', body);
      return app.request(`/agent/v1${path}`, { ...init, headers: { ...init.headers, ...(await bearer()), ...headers } });
    },
  };
}

export function json(method: string, body: unknown, headers: Record<string, string> = {}) {
  return {
    method,
    headers: { 'content-type': 'application/json', ...headers } as Record<string, string>,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** Parts of a site that entries name. */
export interface Places {
  readonly gate: GateId;
  readonly portals: { readonly in: PortalId; readonly out: PortalId };
  readonly readers: { readonly in: ReaderId; readonly out: ReaderId };
  readonly zones: { readonly outside: ZoneId; readonly inside: ZoneId };
}

type Wish = { readonly atMs?: number; readonly personal?: object | null } & (
  | { readonly kind: 'tap'; readonly tap?: TapId; readonly direction?: 'in' | 'out' }
  | { readonly kind: 'passage'; readonly tap?: TapId; readonly direction?: 'in' | 'out' }
  | { readonly kind: 'reader_state'; readonly state: 'online' | 'offline' }
  | { readonly kind: 'command'; readonly command: string; readonly outcome: string }
  | { readonly kind: 'start' }
);

export interface LogDouble {
  readonly entries: UplinkEntry[];
  write(wish: Wish): UplinkEntry;
  batch(from?: number, until?: number): object;
}

export const personOf = (holder: HolderId, card: CardId) => ({ holder, card, digest: null, key: null, sealed: null, by: null });

export function logDouble(
  of: { readonly owner: string; readonly site: SiteId; readonly agent: string; readonly epoch: number },
  places: Places,
  startMs: number,
): LogDouble {
  const entries: UplinkEntry[] = [];
  let before = CHAIN_START;
  return {
    entries,
    write: ({ personal: told = null, atMs = startMs + entries.length * 1_000, ...wish }) => {
      const sequence = entries.length + 1;
      const text = told === null ? null : JSON.stringify(told);
      const committed = text === null ? undefined : commitTo(text);
      const base = {
        v: 1,
        owner: of.owner,
        site: of.site,
        agent: of.agent,
        epoch: of.epoch,
        sequence,
        occurredAt: new Date(atMs).toISOString(),
        monotonicMs: sequence,
        boot: 'boot',
        clock: 'synchronised',
        personal: committed?.commitment ?? null,
      };
      const envelope = JSON.stringify({ ...base, ...detailOf(wish, places) });
      before = chainHash(before, envelope);
      const entry = { sequence, envelope, hash: before, personal: text, salt: committed?.salt ?? null };
      entries.push(entry);
      return entry;
    },
    batch: (from = 1, until = entries.length) => ({
      protocol: 1,
      agent: of.agent,
      epoch: of.epoch,
      entries: entries.slice(from - 1, until),
    }),
  };
}

function detailOf(wish: Wish, { gate, portals, readers, zones }: Places): object {
  switch (wish.kind) {
    case 'tap': {
      const { direction = 'in', tap = idOf('tap', uuidv7()) } = wish;
      const decision = { kind: 'granted', notices: [], overridden: null, basis: null };
      return {
        kind: 'tap',
        tap,
        gate,
        portal: portals[direction],
        reader: readers[direction],
        direction,
        cardType: 'construction',
        decision,
      };
    }
    case 'passage': {
      const { direction = 'in', tap = null } = wish;
      const [from, to] = direction === 'in' ? [zones.outside, zones.inside] : [zones.inside, zones.outside];
      return { kind: 'passage', tap, gate, portal: portals[direction], direction, from, to, evidence: 'sensed', told: 'gate' };
    }
    case 'reader_state':
      return { kind: 'reader_state', reader: readers.in, gate, state: wish.state, detail: '' };
    case 'command':
      return { kind: 'command', command: wish.command, outcome: wish.outcome, detail: '' };
    case 'start':
      return { kind: 'start', program: '0.1.0', protocol: 1 };
  }
}
