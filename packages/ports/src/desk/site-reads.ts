/**
 * What the desk (the pages and their contract) needs to be told, at the centre and at the edge alike. The centre answers from its
 * database, the edge from its own log and the site roster, so the same pages are served with the uplink cut.
 */
import type {
  Card,
  CardHolder,
  CardId,
  Engagement,
  Enterprise,
  HolderId,
  ListCheck,
  OverviewList,
  Scope,
  Site,
  SiteDay,
  SiteFacts,
  SiteId,
} from '@portvakt/domain';
import type { Role } from '../central/desk-records.ts';

export interface SiteReads {
  sites(account: SignedIn): Promise<readonly Site[]>;
  site(id: SiteId): Promise<Site | undefined>;
  facts(site: SiteId, nowMs: number): Promise<SiteFacts>;
  overviewList(site: SiteId, day: SiteDay): Promise<OverviewList>;
  checks(site: SiteId, from: SiteDay, until: SiteDay): Promise<readonly ListCheck[]>;
  people(site: SiteId): Promise<DeskPeople>;
  /** Where the answers come from, and how old they are. */
  source(site: SiteId): Promise<DeskSource>;
  /** Calls when something the pages show has changed; answers how to stop. */
  watch(site: SiteId, changed: (topic: 'now' | 'people' | 'list') => void): () => void;
}

export interface DeskPeople {
  readonly holders: readonly CardHolder[];
  readonly cards: readonly Card[];
  readonly enterprises: readonly Enterprise[];
  readonly engagements: readonly Engagement[];
}

export interface DeskSource {
  readonly from: 'centre' | 'edge';
  /** RFC 3339: people and cards are as they were known then. */
  readonly peopleAsOf: string;
  /** RFC 3339: accounts and roles are as they were known then. */
  readonly accountsAsOf: string;
  /** Whether the other end (the edges, or the centre) can be reached now. */
  readonly linked: boolean;
}

/** What only the centre can do. At the edge with the centre out of reach these reject with `link_down`. */
export interface SiteActs {
  block(scope: Scope, card: CardId, by: SignedIn, reason: string): Promise<'done' | 'no_such_card'>;
  unblock(scope: Scope, card: CardId, by: SignedIn): Promise<'done' | 'no_such_card'>;
  checkList(scope: Scope, check: ListCheck, by: SignedIn): Promise<void>;
  command(scope: Scope, command: DeskCommand, by: SignedIn): Promise<{ readonly command: string }>;
  /** A guard lets a person through by hand. Durable before it resolves. */
  manualPassage(
    scope: Scope,
    passage: { readonly holder: HolderId; readonly direction: 'in' | 'out'; readonly gate: string },
    by: SignedIn,
  ): Promise<void>;
}

export type DeskCommand =
  | { readonly kind: 'open'; readonly gate: string; readonly direction: 'in' | 'out' }
  | { readonly kind: 'identify'; readonly reader: string };

export interface SignedIn {
  readonly account: string;
  readonly name: string;
  readonly roles: readonly { readonly owner: string; readonly site: SiteId; readonly role: Role }[];
}

/** People who sign in. At the centre a library keeps the sessions; at the edge they are made against the accounts that came down signed. */
export interface Sessions {
  /** The cookie's account, or `undefined` when there is none, it ended or was revoked. */
  read(request: Request): Promise<SignedIn | undefined>;
  /** Answers the `Set-Cookie` values. `too_many`: wait before the next try. */
  signIn(
    request: Request,
    email: string,
    password: string,
  ): Promise<
    | { readonly ok: true; readonly cookies: readonly string[]; readonly who: SignedIn }
    | { readonly ok: false; readonly reason: 'wrong' | 'too_many' | 'accounts_too_old' }
  >;
  signOut(request: Request): Promise<readonly string[]>;
}
