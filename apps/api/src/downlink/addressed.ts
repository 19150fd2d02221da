/** What every paper for an agent begins with: whom it is for, and which it is. */
import type { Agent, Runtime } from '@portvakt/ports';
import { PROTOCOL_VERSION } from '@portvakt/protocol';
import { instant } from '../central.ts';

export function addressedTo(agent: Agent, version: number, runtime: Runtime) {
  return { protocol: PROTOCOL_VERSION, ...agent.scope, agent: agent.id, version, issuedAt: instant(runtime) };
}
