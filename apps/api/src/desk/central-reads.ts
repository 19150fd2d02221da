/** What the desk is told at the centre: from the database, each time. */
import {
  endOfSiteDay,
  knownAt,
  makeOverviewList,
  type Scope,
  type Site,
  type SiteDay,
  type SiteId,
  siteDayOf,
  startOfSiteDay,
} from '@portvakt/domain';
import { type CentralStores, type ChangeTopic, OperatingError, type Runtime, type SiteReads } from '@portvakt/ports';
import { instant } from '../central.ts';
import type { ChangeFeed } from '../feed/change-feed.ts';
import { agentFacts, isLinked } from './agent-facts.ts';

const FEED_LENGTH = 30;

const TOLD: Readonly<Record<ChangeTopic, readonly ('now' | 'people' | 'list')[]>> = {
  ledger: ['now'],
  agent: ['now'],
  people: ['now', 'people', 'list'],
  roster: [],
  site: ['now', 'list'],
  list_check: ['now', 'list'],
  card_status: [],
  accounts: [],
  commands: [],
};

export function centralReads(stores: CentralStores, feed: ChangeFeed, runtime: Runtime): SiteReads {
  const siteOf = async (id: SiteId): Promise<{ readonly site: Site; readonly scope: Scope }> => {
    const site = await stores.sites.site(id);
    if (site === undefined) throw new OperatingError('value_refused', 'no such site');
    return { site, scope: { owner: site.owner, site: id } };
  };
  return {
    sites: async ({ roles }) => {
      const own = await Promise.all([...new Set(roles.map((r) => r.site))].map((id) => stores.sites.site(id)));
      return own.filter((site) => site !== undefined).toSorted((a, b) => (a.code < b.code ? -1 : 1));
    },
    site: (id) => stores.sites.site(id),
    facts: async (id, nowMs) => {
      const { site, scope } = await siteOf(id);
      const day = siteDayOf(nowMs);
      const startMs = startOfSiteDay(day);
      const [people, passages, taps, readers, agents, unmatchedToday, checks] = await Promise.all([
        stores.people.people(scope),
        stores.ledger.passagesForNow(scope, startMs),
        stores.ledger.taps(scope, FEED_LENGTH),
        stores.ledger.readers(scope),
        agentFacts(stores, scope, nowMs),
        stores.ledger.unmatchedSince(scope, startMs),
        stores.checks.checks(scope, day, day),
      ]);
      const { holders, cards, enterprises, engagements } = people;
      return {
        site,
        nowMs,
        holders,
        cards,
        enterprises,
        engagements,
        passages,
        taps,
        readers,
        agents,
        unmatchedToday,
        checkedToday: checks.length > 0,
      };
    },
    overviewList: async (id, day) => {
      const { site, scope } = await siteOf(id);
      const [people, history] = await Promise.all([stores.people.people(scope), stores.people.engagementHistory(scope)]);
      const client = people.enterprises.find((e) => e.id === site.client) ?? {
        id: site.client,
        name: '',
        orgNumber: undefined,
        soleProprietor: false,
      };
      return makeOverviewList(day, { site, client, ...people, engagements: knownAt(history, knownFor(day, runtime.now())) });
    },
    checks: async (id, from, until) => stores.checks.checks((await siteOf(id)).scope, from, until),
    people: async (id) => {
      const { holders, cards, enterprises, engagements } = await stores.people.people((await siteOf(id)).scope);
      return { holders, cards, enterprises, engagements };
    },
    source: async (id) => {
      const now = instant(runtime);
      return { from: 'centre', peopleAsOf: now, accountsAsOf: now, linked: isLinked(await stores.agents.agents(id), runtime.now()) };
    },
    watch: (site, changed) =>
      feed.listen(({ scope, topic }) => {
        if (scope.site === site) for (const told of TOLD[topic]) changed(told);
      }),
  };
}

/** A past day's list is told as it was known when the day ended; a correction made later is a new version of a later day's. */
function knownFor(day: SiteDay, nowMs: number): string {
  return new Date(Math.min(nowMs, endOfSiteDay(day) - 1)).toISOString();
}
