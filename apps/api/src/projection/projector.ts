/**
 * Keeps every site's card-status list up with its people: after each change of people, cards or engagements anywhere (told by the feed),
 * once at the start, and once after each midnight at the site, for an entry holds one period and the next one's turn may have come.
 * A card is its owner's, so a block at one site reaches the lists of the owner's other sites too.
 */
import { type OwnerId, type Scope, type SiteDay, type SiteId, siteDayOf } from '@portvakt/domain';
import type { Cancel, CentralStores, ListHead, Runtime, SiteKeys } from '@portvakt/ports';
import type { ChangeFeed } from '../feed/change-feed.ts';
import { oneAtATime } from '../feed/one-at-a-time.ts';
import { projectSite, type Renewal } from './project-site.ts';

const LOOK_FOR_MIDNIGHT_EVERY_MS = 30_000;
/** Checksums of past versions kept for each site; a delta from an older one needs the asker's own word for its checksum. */
const CHECKSUMS_KEPT = 64;

export interface Projector {
  start(): Promise<void>;
  /** Resolves when the stored list holds what the people were at the time of the call, and the listeners have been told. */
  project(scope: Scope): Promise<void>;
  /** Begins a new lineage; with `digest`, under a new key. */
  startOver(scope: Scope, digest?: SiteKeys['digest']): Promise<void>;
  /** The checksum of a version this process has seen. */
  checksumOf(head: Pick<ListHead, 'lineage' | 'version'>): string | undefined;
  stop(): void;
}

export function projector(stores: CentralStores, feed: ChangeFeed, runtime: Runtime, failed: (error: unknown) => void): Projector {
  const works = new Map<SiteId, () => Promise<void>>();
  const checksums = new Map<string, string>();
  const cancels: Cancel[] = [];
  let day: SiteDay = siteDayOf(runtime.now());

  const remember = ({ lineage, version, checksum }: ListHead) => {
    checksums.set(`${lineage}/${version}`, checksum);
    checksums.delete(`${lineage}/${version - CHECKSUMS_KEPT}`);
  };
  const run = async (scope: Scope, renewal?: Renewal) => {
    const { head, changed } = await projectSite(stores, scope, runtime, renewal);
    remember(head);
    if (changed > 0 || head.version === 1) await feed.catchUp();
  };
  const project = (scope: Scope) => {
    const work = works.get(scope.site) ?? oneAtATime(() => run(scope));
    works.set(scope.site, work);
    return work();
  };
  /** All sites, or those of one owner, whose people are rows that all its sites share. */
  const projectAll = async (owner?: OwnerId) => {
    for (const site of await stores.sites.sites()) {
      if (owner === undefined || site.owner === owner) await project({ owner: site.owner, site: site.id });
    }
  };
  const work = new Map<OwnerId, () => Promise<void>>();
  const projectOwner = (owner: OwnerId) => {
    const all = work.get(owner) ?? oneAtATime(() => projectAll(owner));
    work.set(owner, all);
    return all();
  };
  return {
    start: async () => {
      await projectAll();
      cancels.push(
        feed.listen(({ scope, topic }) => {
          // the site itself first: it is where someone waits
          if (topic === 'people')
            project(scope)
              .then(() => projectOwner(scope.owner))
              .catch(failed);
        }),
        runtime.every(LOOK_FOR_MIDNIGHT_EVERY_MS, () => {
          const today = siteDayOf(runtime.now());
          if (today === day) return;
          day = today;
          projectAll().catch(failed);
        }),
      );
    },
    project,
    startOver: (scope, digest) => run(scope, digest === undefined ? {} : { digest }),
    checksumOf: ({ lineage, version }) => checksums.get(`${lineage}/${version}`),
    stop: () => {
      for (const cancel of cancels) cancel();
    },
  };
}
