/**
 * Orders to an agent: signed, single use by nonce, and dead after their expiry, which stands in the payload itself, so that nothing that
 * waited out a cut opens a gate.
 */
import { randomBytes } from 'node:crypto';
import { type CommandId, type GateId, idOf, type ReaderId, type Scope } from '@portvakt/domain';
import { type CentralStores, OperatingError, type Runtime } from '@portvakt/ports';
import { type CommandOrder, type CommandPayload, PROTOCOL_VERSION } from '@portvakt/protocol';
import { signText } from '@portvakt/trust';
import { instant } from '../central.ts';

/** How long an order holds, by kind, in milliseconds. What moves a gate holds for seconds. */
export const HOLDS_FOR_MS: Readonly<Record<CommandOrder['kind'], number>> = {
  open: 10_000,
  identify: 10_000,
  block: 600_000,
  record_passage: 3_600_000,
};

/** Writes the order down, where the agent's next fetch finds it. `link_down`: no agent serves that gate or reader. */
export async function giveOrder(
  stores: CentralStores,
  runtime: Runtime,
  scope: Scope,
  order: CommandOrder,
  by: string,
): Promise<CommandId> {
  const agent = await agentFor(stores, scope, order);
  const keys = await stores.sites.keys(scope);
  const command = idOf('command', runtime.uuidv7());
  const expiresAt = instant(runtime, HOLDS_FOR_MS[order.kind]);
  const content: CommandPayload = {
    kind: 'command',
    protocol: PROTOCOL_VERSION,
    ...scope,
    agent: agent.id,
    command,
    nonce: randomBytes(18).toString('base64url'),
    issuedAt: instant(runtime),
    expiresAt,
    order,
  };
  const signed = signText('command', JSON.stringify(content), keys.signing.privateKey);
  const text = { payload: signed.payload, signature: signed.signature };
  await stores.commands.put({
    id: command,
    scope,
    agent: agent.id,
    kind: order.kind,
    ...text,
    expiresAt,
    createdAt: instant(runtime),
    createdBy: by,
    outcome: undefined,
    outcomeAt: undefined,
  });
  return command;
}

/** The agent that the equipment names; where it names none, the only one there is. */
async function agentFor(stores: CentralStores, scope: Scope, order: CommandOrder) {
  const [agents, wired] = await Promise.all([stores.agents.agents(scope.site), stores.sites.equipment(scope)]);
  const serves = (list: { readonly gates: readonly GateId[]; readonly readers: readonly ReaderId[] }) =>
    'gate' in order ? list.gates.includes(order.gate) : 'reader' in order && list.readers.includes(order.reader);
  const named = wired.find((e) => e.agent !== undefined && serves(e))?.agent;
  const agent = named === undefined ? (agents.length === 1 ? agents[0] : undefined) : agents.find((a) => a.id === named);
  if (agent === undefined) throw new OperatingError('link_refused', 'no agent serves this gate or reader');
  return agent;
}
