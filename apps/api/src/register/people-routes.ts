/** The register of people: rows put by id, a few hundred at once, all or none. */
import { documented, ProblemError, readBody } from '@portvakt/desk';
import { idOf, knownAt, type Scope } from '@portvakt/domain';
import type { SignedIn } from '@portvakt/ports';
import { Hono } from 'hono';
import { z } from 'zod';
import { type Central, instant } from '../central.ts';
import { allowedAt, mayAct } from './authority.ts';
import {
  cardRow,
  contractRow,
  credentialRow,
  engagementOf,
  engagementRow,
  enterpriseRow,
  holderRow,
  ROWS_BYTES_MAX,
  ROWS_MAX,
  rowsOf,
} from './people-shapes.ts';

const enterprises = z.strictObject({
  data: z.array(enterpriseRow).min(1).max(ROWS_MAX),
  chain: z.array(contractRow).max(ROWS_MAX).default([]),
});
const [holders, cards, credentials, engagements] = [rowsOf(holderRow), rowsOf(cardRow), rowsOf(credentialRow), rowsOf(engagementRow)];
const written = z.strictObject({ written: z.int() });
const recorded = z.strictObject({ ids: z.array(z.string()) });

export function peopleRoutes(central: Central): Hono {
  const { stores, runtime } = central;
  const app = new Hono();

  app.put(
    '/sites/:site/enterprises',
    documented({ summary: 'Add or change enterprises', tag: 'register', body: enterprises, answers: { 200: written } }),
    async (c) => {
      const { scope } = await allowedAt(central, c, 'write_people');
      const { data, chain } = await readBody(c, enterprises, ROWS_BYTES_MAX);
      const known = idsOf((await stores.people.people(scope)).enterprises, data);
      refuseStrays(chain, ({ enterprise, worksFor }) => known.has(enterprise) && known.has(worksFor), 'chain');
      await stores.people.putEnterprises(scope, data, chain);
      await settle(central, scope);
      return c.json({ written: data.length });
    },
  );

  app.put(
    '/sites/:site/holders',
    documented({ summary: 'Add or change people', tag: 'register', body: holders, answers: { 200: written } }),
    async (c) => {
      const { scope } = await allowedAt(central, c, 'write_people');
      const { data } = await readBody(c, holders, ROWS_BYTES_MAX);
      await stores.people.putHolders(scope, data);
      await settle(central, scope);
      return c.json({ written: data.length });
    },
  );

  app.put(
    '/sites/:site/cards',
    documented({ summary: 'Add or change cards', tag: 'register', body: cards, answers: { 200: written } }),
    async (c) => {
      const { scope, who } = await allowedAt(central, c, 'write_people');
      const { data } = await readBody(c, cards, ROWS_BYTES_MAX);
      const seen = await seenBy(central, who, scope);
      refuseStrays(data, (card) => seen.has(card.holder) && seen.has(card.employer));
      // a known card keeps its block, whatever a row says
      await stores.people.putCards(
        scope,
        data.map((card) => ({ ...card, blocked: undefined })),
      );
      await settle(central, scope);
      return c.json({ written: data.length });
    },
  );

  app.put(
    '/sites/:site/credentials',
    documented({ summary: 'Add or change what readers know cards by', tag: 'register', body: credentials, answers: { 200: written } }),
    async (c) => {
      const { scope } = await allowedAt(central, c, 'write_people');
      const { data } = await readBody(c, credentials, ROWS_BYTES_MAX);
      const known = idsOf((await stores.people.people(scope)).cards);
      refuseStrays(data, (row) => known.has(row.card));
      await stores.people.putCredentials(scope, data);
      await settle(central, scope);
      return c.json({ written: data.length });
    },
  );

  app.post(
    '/sites/:site/engagements',
    documented({
      summary: 'Record who works for whom, when; a correction supersedes',
      tag: 'register',
      body: engagements,
      answers: { 201: recorded },
    }),
    async (c) => {
      const { scope, who } = await allowedAt(central, c, 'record_engagements');
      const { data } = await readBody(c, engagements, ROWS_BYTES_MAX);
      const recordedAt = instant(runtime);
      const [seen, history] = await Promise.all([seenBy(central, who, scope), stores.people.engagementHistory(scope)]);
      const standing = idsOf(knownAt(history, recordedAt));
      refuseStrays(data, ({ holder, employer, hirer, evidence, supersedes }) => {
        const named = [holder, employer, ...(hirer === null ? [] : [hirer]), ...(evidence.kind === 'card' ? [evidence.card] : [])];
        return named.every((id) => seen.has(id)) && (supersedes === null || standing.has(supersedes));
      });
      const rows = data.map((row) =>
        engagementOf(row, { id: row.id ?? idOf('engagement', runtime.uuidv7()), recordedAt, author: who.account }),
      );
      await stores.people.recordEngagements(scope, rows);
      await settle(central, scope);
      return c.json({ ids: rows.map((row) => row.id) }, 201);
    },
  );

  return app;
}

/** Ids of what the asker keeps the register of: at this site, and at the owner's other sites where they may write too. */
async function seenBy({ stores }: Central, who: SignedIn, scope: Scope): Promise<ReadonlySet<string>> {
  const sites = new Set([
    scope.site,
    ...who.roles.filter((r) => r.owner === scope.owner && mayAct(r.role, 'write_people')).map((r) => r.site),
  ]);
  const all = await Promise.all([...sites].map((site) => stores.people.people({ owner: scope.owner, site })));
  return idsOf(...all.flatMap(({ holders: people, enterprises: firms, cards: theirs }) => [people, firms, theirs]));
}

function idsOf(...lists: readonly (readonly { readonly id: string }[])[]): ReadonlySet<string> {
  return new Set(lists.flat().map((row) => row.id));
}

/** Every id a row names stands at this very site. */
function refuseStrays<Row>(rows: readonly Row[], fits: (row: Row) => boolean, list = 'data'): void {
  const errors = rows.flatMap((row, i) =>
    fits(row) ? [] : [{ pointer: `#/${list}/${i}`, message: 'names something that is not at this site' }],
  );
  if (errors.length > 0) throw new ProblemError('invalid_input', { errors: errors.slice(0, 20) });
}

/** After a change: the list that the gates go by is up with it before the answer goes out. */
async function settle({ projector, feed }: Central, scope: Scope): Promise<void> {
  await projector.project(scope);
  await feed.catchUp();
}
