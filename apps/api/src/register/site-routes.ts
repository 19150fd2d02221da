/** Sites: described, wired, and opened to a box by a one-time code. */
import { randomBytes, randomInt } from 'node:crypto';
import { documented, ProblemError, readBody } from '@portvakt/desk';
import { idOf, type OwnerId } from '@portvakt/domain';
import type { SignedIn, SiteKeys } from '@portvakt/ports';
import { id, instant as instantShape } from '@portvakt/protocol';
import { makeSealingKey, makeSigningKey } from '@portvakt/trust';
import { Hono } from 'hono';
import { z } from 'zod';
import { enrolCodeHash } from '../agent-link/enrol-route.ts';
import { type Central, instant } from '../central.ts';
import { allowedAt, signedIn } from './authority.ts';
import { equipmentList, newSite, servedBy, siteDescription, siteOf } from './site-shapes.ts';

const SITE_BYTES_MAX = 512 * 1024;
const ENROL_CODE_HOLDS_MS = 24 * 3_600_000;
/** Without the letters and digits that are taken for each other. */
const CODE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 16;

const madeSite = z.strictObject({ id: id('site'), owner: id('owner') });
const enrolCode = z.strictObject({ code: z.string(), expiresAt: instantShape });

export function siteRoutes(central: Central): Hono {
  const { stores, runtime, feed, projector } = central;
  const app = new Hono();

  app.post('/sites', documented({ summary: 'Add a site', tag: 'register', body: newSite, answers: { 201: madeSite } }), async (c) => {
    const who = await signedIn(central, c);
    const owner = await ownerFor(central, who);
    const sent = await readBody(c, newSite, SITE_BYTES_MAX);
    const site = siteOf({ id: sent.id ?? idOf('site', runtime.uuidv7()), owner }, sent.description);
    const taken = (await stores.sites.site(site.id)) ?? (await stores.sites.siteByCode(site.code));
    if (taken !== undefined)
      throw new ProblemError('conflict', { errors: [{ pointer: '#/description/code', message: 'there is a site with this code or id' }] });
    await stores.sites.putSite(site, makeKeys(central));
    await stores.roles.putRole({ account: who.account as never, owner, site: site.id, role: 'administrator' }); // a session's account is an account id
    await projector.project({ owner, site: site.id });
    await feed.catchUp();
    return c.json({ id: site.id, owner }, 201);
  });

  app.put(
    '/sites/:site',
    documented({ summary: 'Describe a site anew', tag: 'register', body: siteDescription, answers: { 204: null } }),
    async (c) => {
      const { scope } = await allowedAt(central, c, 'describe_site');
      const description = await readBody(c, siteDescription, SITE_BYTES_MAX);
      const other = await stores.sites.siteByCode(description.code);
      if (other !== undefined && other.id !== scope.site) throw new ProblemError('conflict');
      await stores.sites.putSite(siteOf({ id: scope.site, owner: scope.owner }, description), await stores.sites.keys(scope));
      await feed.catchUp();
      return c.body(null, 204);
    },
  );

  app.put(
    '/sites/:site/equipment',
    documented({ summary: 'How readers and gates are wired', tag: 'register', body: equipmentList, answers: { 204: null } }),
    async (c) => {
      const { scope, site } = await allowedAt(central, c, 'wire_equipment');
      const { equipment } = await readBody(c, equipmentList, SITE_BYTES_MAX);
      const agents = new Set((await stores.agents.agents(scope.site)).map((a) => a.id));
      const here = new Set<string>(site.gates.flatMap((g) => [g.id, ...g.portals.flatMap((p) => p.readers.map((r) => r.id))]));
      const lines = equipment.map(({ agent, wiring }) => ({
        agent: agent ?? undefined,
        connection: JSON.stringify(wiring),
        ...servedBy(wiring),
      }));
      const stray = lines.findIndex(
        (l) => (l.agent !== undefined && !agents.has(l.agent)) || [...l.gates, ...l.readers].some((part) => !here.has(part)),
      );
      if (stray >= 0)
        throw new ProblemError('invalid_input', {
          errors: [{ pointer: `#/equipment/${stray}`, message: 'names an agent, gate or reader that is not at this site' }],
        });
      await stores.sites.putEquipment(scope, lines);
      await feed.catchUp();
      return c.body(null, 204);
    },
  );

  app.post(
    '/sites/:site/enrol-codes',
    documented({ summary: 'A one-time code for a box, shown once', tag: 'register', answers: { 201: enrolCode } }),
    async (c) => {
      const { scope } = await allowedAt(central, c, 'make_enrol_code');
      const letters = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]);
      const code = letters.join('').replace(/(.{4})(?=.)/g, '$1-');
      const expiresAt = instant(runtime, ENROL_CODE_HOLDS_MS);
      await stores.agents.putEnrolCode(scope, enrolCodeHash(code), expiresAt);
      return c.json({ code, expiresAt }, 201, { 'cache-control': 'no-store' });
    },
  );

  app.post(
    '/sites/:site/list-key',
    documented({
      summary: 'A new key for the card-status list; every box gets the list anew',
      tag: 'register',
      answers: { 204: null },
    }),
    async (c) => {
      const { scope } = await allowedAt(central, c, 'change_list_key');
      await projector.startOver(scope, makeDigest(central));
      return c.body(null, 204);
    },
  );

  return app;
}

/**
 * The owner a new site is for: the one whose sites the asker administers. Before the first site there is only the account that first run
 * made, so whoever is signed in then is it.
 */
async function ownerFor({ stores }: Central, { roles, account }: SignedIn): Promise<OwnerId> {
  const administered = roles.find((r) => r.role === 'administrator')?.owner;
  if (account.startsWith('key_')) throw new ProblemError('not_allowed'); // a key is for one site
  if (administered !== undefined) return administered as OwnerId; // as the role store gave it
  const [owner] = await stores.sites.owners();
  if (owner === undefined || (await stores.sites.sites()).length > 0) throw new ProblemError('not_allowed');
  return owner.id;
}

function makeKeys(central: Central): SiteKeys {
  return { signing: makeSigningKey(), sealing: makeSealingKey(), digest: makeDigest(central) };
}

function makeDigest({ runtime }: Central): SiteKeys['digest'] {
  return { id: idOf('key', runtime.uuidv7()), key: randomBytes(16).toString('hex') };
}
