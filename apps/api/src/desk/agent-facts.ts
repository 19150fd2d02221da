/** The boxes at a site, as the pages show them. */
import type { AgentFact, Scope } from '@portvakt/domain';
import type { Agent, CentralStores } from '@portvakt/ports';
import { readStatus } from '../agent-link/agent-status.ts';

/** A stream is looked at every ten seconds and noted every fifteen; silence for this long is a link that is down. */
const SILENT_AFTER_MS = 45_000;

export async function agentFacts({ agents, ledger }: CentralStores, { site }: Scope, nowMs: number): Promise<readonly AgentFact[]> {
  return Promise.all(
    (await agents.agents(site)).map(async (agent) => {
      const status = readStatus(agent);
      const head = await ledger.head(agent.id, agent.epoch);
      const durable = head?.sequence ?? 0;
      return {
        agent: agent.id,
        name: agent.name,
        lastHeardMs: agent.lastHeardAt === undefined ? undefined : Date.parse(agent.lastHeardAt),
        backlog: status.sequence === undefined || status.epoch !== agent.epoch ? undefined : Math.max(0, status.sequence - durable),
        listVersion: status.list?.version,
        listAgeS:
          status.listConfirmedAt === undefined ? undefined : Math.max(0, Math.round((nowMs - Date.parse(status.listConfirmedAt)) / 1_000)),
        clock: status.clock ?? 'unknown',
      };
    }),
  );
}

/** Whether every box of the site was heard just now. */
export function isLinked(agents: readonly Agent[], nowMs: number): boolean {
  return agents.length > 0 && agents.every((a) => a.lastHeardAt !== undefined && nowMs - Date.parse(a.lastHeardAt) < SILENT_AFTER_MS);
}
