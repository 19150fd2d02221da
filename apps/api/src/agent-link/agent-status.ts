/** What an agent told last about itself, kept as JSON text beside it. A part that is not told again stays as it was. */

import type { Agent, AgentStore, Runtime } from '@portvakt/ports';
import { clockTrust, id, version } from '@portvakt/protocol';
import { z } from 'zod';
import { instant } from '../central.ts';

const statusShape = z.object({
  program: z.string().max(40).optional(),
  boot: z.string().max(64).optional(),
  clock: clockTrust.optional(),
  epoch: z.int().optional(),
  /** End of the agent's log when it said so. */
  sequence: z.int().optional(),
  list: z
    .object({ lineage: id('lineage'), version })
    .nullable()
    .optional(),
  /** When the centre last told it that its list is current, or gave it a newer one; RFC 3339. */
  listConfirmedAt: z.string().optional(),
});
export type AgentStatus = z.infer<typeof statusShape>;

/** An agent that is heard all the time is written down this often. */
const WRITE_EVERY_MS = 15_000;

export function readStatus(agent: Pick<Agent, 'status'>): AgentStatus {
  if (agent.status === undefined) return {};
  // our own text: a shape of another age is as good as none
  return statusShape.safeParse(JSON.parse(agent.status)).data ?? {};
}

/** Notes that the agent was heard. What it says of itself is written at once, a mere sign of life only now and then. */
export async function heard(agents: AgentStore, runtime: Runtime, agent: Agent, told: AgentStatus = {}): Promise<void> {
  const before = readStatus(agent);
  const after = { ...before, ...told };
  const { listConfirmedAt: _, ...news } = after;
  const { listConfirmedAt: __, ...known } = before;
  const sinceMs = runtime.now() - (agent.lastHeardAt === undefined ? 0 : Date.parse(agent.lastHeardAt));
  if (JSON.stringify(news) === JSON.stringify(known) && sinceMs >= 0 && sinceMs < WRITE_EVERY_MS) return;
  await agents.heard(agent.id, instant(runtime), JSON.stringify(after));
}
