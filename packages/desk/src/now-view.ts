/** *Nå* as the pages read it: composed by the domain from facts, dressed for the wire. */
import { composeSiteNow, type SiteId } from '@portvakt/domain';
import type { DeskSource, Runtime, SiteReads } from '@portvakt/ports';
import { type SiteNowView, type SourceView, toWireDecision } from '@portvakt/protocol';

export async function makeNowView(reads: SiteReads, runtime: Runtime, site: SiteId): Promise<SiteNowView> {
  const facts = await reads.facts(site, runtime.now());
  const now = composeSiteNow(facts);
  const { id, code, name, address } = facts.site;
  return {
    ...now,
    site: { id, code, name, address },
    source: sourceView(await reads.source(site)),
    curve: [...now.curve],
    enterprises: [...now.enterprises],
    gates: now.gates.map((gate) => ({ ...gate, readers: [...gate.readers] })),
    feed: now.feed.map((item) => ({ ...item, decision: toWireDecision(item.decision) })),
    agents: [...now.agents],
    todo: now.todo.map((todo) => ({ ...todo, plates: [...todo.plates] })),
  };
}

export function sourceView(source: DeskSource): SourceView {
  return { ...source };
}
