/** What the desk is told at the site: from the box's own log and the roster, with the uplink or without. */
import { type AgentFact, makeOverviewList, type Site, type SiteId, siteDayOf, startOfSiteDay } from '@portvakt/domain';
import { type DeskPeople, OperatingError, type SiteReads } from '@portvakt/ports';
import type { GateStatus } from '../gate/gate-status.ts';
import type { Identity } from '../state/identity.ts';
import type { LinkGlance } from './link-glance.ts';
import type { LogView } from './log-view.ts';
import type { Papers } from './papers.ts';
import { deskPeople } from './roster-people.ts';

export interface BoxState {
  readonly me: Identity;
  readonly papers: Papers;
  readonly log: LogView;
  gate(): GateStatus | undefined;
  link(): LinkGlance | undefined;
  /** Calls with each change until the answer is called. */
  listen(changed: (topic: 'now' | 'people' | 'list') => void): () => void;
}

const NOBODY: DeskPeople = { holders: [], cards: [], enterprises: [], engagements: [] };
/** A gate process that has not written its status for so long is not there. */
const GATE_SILENT_MS = 10_000;

export function edgeReads({ me, papers, log, gate, link, listen }: BoxState): SiteReads {
  const siteOf = (id: SiteId): Site => {
    if (papers.site === undefined || id !== me.site)
      throw new OperatingError('store_unavailable', 'the site has not been described to this box yet');
    return papers.site;
  };
  const people = () => (papers.roster === undefined ? NOBODY : deskPeople(papers.roster.people));
  const checks = () => {
    const check = papers.roster?.people.check;
    return check
      ? [{ day: check.day, checkedAt: check.checkedAt, checkedBy: { name: check.name, role: check.role }, remark: check.remark }]
      : [];
  };
  const agent = (nowMs: number): AgentFact => {
    const status = gate();
    const glance = link();
    return {
      agent: me.agent,
      name: me.name,
      lastHeardMs: status?.atMs,
      backlog: glance === undefined || glance.epoch !== status?.epoch ? undefined : Math.max(0, log.sequence - glance.acknowledged),
      listVersion: status?.list?.version,
      listAgeS: status?.list?.ageS,
      clock: status !== undefined && nowMs - status.atMs < GATE_SILENT_MS ? status.clock : 'unknown',
    };
  };
  return {
    sites: async () => (papers.site === undefined ? [] : [papers.site]),
    site: async (id) => (id === me.site ? papers.site : undefined),
    facts: async (id, nowMs) => {
      const site = siteOf(id);
      const startMs = startOfSiteDay(siteDayOf(nowMs));
      return {
        site,
        nowMs,
        ...people(),
        passages: log.passages(startMs),
        taps: log.taps(),
        readers: log.readers(),
        agents: [agent(nowMs)],
        unmatchedToday: log.unmatchedSince(startMs),
        checkedToday: checks().some((c) => c.day === siteDayOf(nowMs)),
      };
    },
    overviewList: async (id, day) => {
      const site = siteOf(id);
      const known = people();
      const client = known.enterprises.find((e) => e.id === site.client) ?? {
        id: site.client,
        name: '',
        orgNumber: undefined,
        soleProprietor: false,
      };
      return makeOverviewList(day, { site, client, ...known });
    },
    checks: async (_, from, until) => checks().filter((c) => from <= c.day && c.day <= until),
    people: async () => people(),
    source: async () => {
      const since = (ms: number | undefined) => new Date(ms ?? 0).toISOString();
      return {
        from: 'edge',
        peopleAsOf: since(papers.roster?.issuedMs),
        accountsAsOf: since(papers.accounts?.issuedMs),
        linked: link()?.connected ?? false,
      };
    },
    watch: (_, changed) => listen(changed),
  };
}
