/** Which role may do what at a site. One table; a route without a row does not compile. */
import type { Scope, Site, SiteId } from '@portvakt/domain';
import { isId } from '@portvakt/domain';
import type { Role, Sessions, SignedIn, SiteReads } from '@portvakt/ports';
import { ProblemError } from './problem.ts';

export type Act = 'see_now' | 'see_list' | 'check_list' | 'see_people' | 'block_card' | 'command_gate' | 'record_passage';

const everyone: readonly Role[] = ['site_manager', 'safety_representative', 'guard', 'administrator'];
const may: Readonly<Record<Act, readonly Role[]>> = {
  see_now: everyone,
  /** The client's list shows no clock times, and the client sees no more than the list. */
  see_list: ['site_manager', 'safety_representative', 'client', 'administrator'],
  check_list: ['site_manager', 'client', 'administrator'],
  see_people: everyone,
  block_card: ['site_manager', 'administrator'],
  command_gate: ['site_manager', 'guard', 'administrator'],
  record_passage: ['site_manager', 'guard', 'administrator'],
};

export function rolesThatMay(act: Act): readonly Role[] {
  return may[act];
}

export interface Allowed {
  readonly who: SignedIn;
  readonly site: Site;
  readonly scope: Scope;
  readonly role: Role;
}

/** Who asks, and whether they may. Another owner's site is answered as one that does not exist. */
export async function allow(
  deps: { readonly reads: SiteReads; readonly sessions: Sessions },
  request: Request,
  site: string,
  act: Act,
): Promise<Allowed> {
  const who = await deps.sessions.read(request);
  if (who === undefined) throw new ProblemError('not_signed_in');
  const held = who.roles.filter((r) => r.site === site);
  if (!isId('site', site) || held.length === 0) throw new ProblemError('not_found');
  const role = held.find((r) => may[act].includes(r.role))?.role;
  if (role === undefined) throw new ProblemError('not_allowed');
  const found = await deps.reads.site(site as SiteId);
  if (found === undefined) throw new ProblemError('not_found');
  return { who, site: found, scope: { owner: found.owner, site: found.id }, role };
}
