/** Which role may do what with the register of a site. One table; an act without a row does not compile. */
import { ProblemError } from '@portvakt/desk';
import { isId, type Scope, type Site } from '@portvakt/domain';
import type { Role, SignedIn } from '@portvakt/ports';
import type { Context } from 'hono';
import { type Central, instant } from '../central.ts';

export type RegisterAct =
  | 'describe_site'
  | 'wire_equipment'
  | 'make_enrol_code'
  | 'change_list_key'
  | 'write_people'
  | 'record_engagements'
  | 'read_gates'
  | 'read_people'
  | 'read_presence'
  | 'read_passages'
  | 'read_agents'
  | 'read_quarantine'
  | 'add_account'
  | 'end_sessions'
  | 'make_key';

const administrator: readonly Role[] = ['administrator'];
const office: readonly Role[] = ['site_manager', 'administrator'];
const everyone: readonly Role[] = ['site_manager', 'safety_representative', 'client', 'guard', 'administrator'];

const may: Readonly<Record<RegisterAct, readonly Role[]>> = {
  describe_site: administrator,
  wire_equipment: administrator,
  make_enrol_code: administrator,
  change_list_key: administrator,
  write_people: office,
  record_engagements: office,
  read_gates: everyone,
  /** Dates of birth and whole card numbers: who keeps the register, nobody else. */
  read_people: office,
  read_presence: ['site_manager', 'safety_representative', 'guard', 'administrator'],
  /** Clock times of a person are a control measure (aml. ch. 9): not for the client, not for the guard. */
  read_passages: office,
  read_agents: office,
  read_quarantine: administrator,
  add_account: administrator,
  end_sessions: administrator,
  make_key: administrator,
};

/** Acts that read or change what is known about people: each leaves a line in the audit, without the data. */
const about: ReadonlySet<RegisterAct> = new Set([
  'write_people',
  'record_engagements',
  'read_people',
  'read_presence',
  'read_passages',
  'read_quarantine',
  'add_account',
  'end_sessions',
  'make_key',
]);

export function mayAct(role: Role, act: RegisterAct): boolean {
  return may[act].includes(role);
}

export interface AllowedAt {
  readonly who: SignedIn;
  readonly site: Site;
  readonly scope: Scope;
}

export async function signedIn({ signIn }: Central, c: Context): Promise<SignedIn> {
  const who = await signIn.sessions.read(c.req.raw);
  if (who === undefined) throw new ProblemError('not_signed_in');
  return who;
}

/** Who asks, and whether they may do this at the site of the address (or of the body). A site they have no role at is answered as one that does not exist. */
export async function allowedAt(
  central: Central,
  c: Context,
  act: RegisterAct,
  subject = c.req.path.split('/').at(-1) ?? '',
  id = c.req.param('site'),
): Promise<AllowedAt> {
  const who = await signedIn(central, c);
  const held = who.roles.filter((r) => r.site === id);
  if (!isId('site', id) || held.length === 0) throw new ProblemError('not_found');
  if (!held.some((r) => mayAct(r.role, act))) throw new ProblemError('not_allowed');
  const site = await central.stores.sites.site(id);
  if (site === undefined) throw new ProblemError('not_found');
  const scope = { owner: site.owner, site: id };
  if (about.has(act)) await central.stores.audit.put({ scope, at: instant(central.runtime), account: who.account, action: act, subject });
  return { who, site, scope };
}
