/** An agent that the centre enrolled and a test plays: it chains a log as a box does, and sends of it what the test likes. */
import { createPrivateKey, sign } from 'node:crypto';
import type { Gate, Scope } from '@portvakt/domain';
import { enrolResponse, type UplinkEntry } from '@portvakt/protocol';
import { CHAIN_START, chainHash, makeSealingKey, makeSigningKey } from '@portvakt/trust';

export interface Answer {
  readonly status: number;
  readonly body: { readonly acknowledged?: number; readonly code?: string; readonly quarantined?: readonly unknown[] };
}

export interface AgentInHand {
  readonly agent: string;
  /** The log, from 1; an entry is a passage of nobody, to and fro. */
  readonly log: readonly UplinkEntry[];
  /** Sends entries as they are given. */
  send(entries: readonly UplinkEntry[]): Promise<Answer>;
}

export async function enrolAgent(url: string, code: string, gate: Gate, entries: number): Promise<AgentInHand> {
  const [signing, sealing] = [makeSigningKey(), makeSealingKey()];
  const body = { protocol: 1, code, name: 'Hånd', signingKey: signing.publicKey, sealingKey: sealing.publicKey };
  const answered = await fetch(`${url}/agent/v1/enrol`, { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) });
  const { agent, epoch, owner, site } = enrolResponse.parse(await answered.json());
  return {
    agent,
    log: chained({ owner, site }, agent, epoch, gate, entries),
    send: async (some) => {
      const response = await fetch(`${url}/agent/v1/uplink`, {
        method: 'POST',
        headers: { ...JSON_BODY, authorization: `Bearer ${tokenOf(agent, signing.privateKey)}` },
        body: JSON.stringify({ protocol: 1, agent, epoch, entries: some }),
      });
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    },
  };
}

const JSON_BODY = { 'content-type': 'application/json' };

function chained(scope: Scope, agent: string, epoch: number, gate: Gate, count: number): readonly UplinkEntry[] {
  let before = CHAIN_START;
  return Array.from({ length: count }, (_, index) => {
    const portal = gate.portals[index % 2]!;
    const envelope = JSON.stringify({
      v: 1,
      ...scope,
      agent,
      epoch,
      sequence: index + 1,
      occurredAt: new Date(Date.now() + index).toISOString(),
      monotonicMs: index,
      boot: 'hand',
      clock: 'synchronised',
      personal: null,
      kind: 'passage',
      tap: null,
      gate: gate.id,
      portal: portal.id,
      direction: portal.direction,
      from: portal.from,
      to: portal.to,
      evidence: 'sensed',
      told: 'gate',
    });
    before = chainHash(before, envelope);
    return { sequence: index + 1, envelope, hash: before, personal: null, salt: null };
  });
}

/** RFC 7519, EdDSA, half a minute. */
function tokenOf(agent: string, privateKey: string): string {
  const iat = Math.floor(Date.now() / 1_000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'EdDSA' })}.${part({ iss: agent, sub: agent, aud: 'portvakt-centre', iat, exp: iat + 30 })}`;
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64url'), format: 'der', type: 'pkcs8' });
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}
