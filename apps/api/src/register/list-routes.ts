/** Lists of what is at a site: `{ data, nextCursor }`, at most 200 rows a page, in order of id (passages: in order of arrival). */
import { documented } from '@portvakt/desk';
import { foldPassages, outsideOf, presenceOf, siteDayOf, startOfSiteDay } from '@portvakt/domain';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Central } from '../central.ts';
import { cursors } from '../http/cursor.ts';
import { readQuery } from '../http/query.ts';
import { type AllowedAt, allowedAt, type RegisterAct } from './authority.ts';
import {
  agentView,
  cardView,
  engagementView,
  enterpriseView,
  gateView,
  holderView,
  pageOf,
  passageView,
  presenceView,
  quarantineView,
  readerView,
  viewOf,
} from './list-views.ts';

export const ROWS_MAX = 200;
const NO_STORE = { 'cache-control': 'no-store' };
const page = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(ROWS_MAX))
    .default(50),
  cursor: z.string().max(200).optional(),
});

interface List {
  readonly name: string;
  readonly summary: string;
  readonly act: RegisterAct;
  readonly row: z.ZodType;
  rows(at: AllowedAt): Promise<readonly { readonly id: string }[]>;
}

export function listRoutes(central: Central): Hono {
  const { stores, config } = central;
  const signed = cursors(config.secret);
  const app = new Hono();

  for (const list of listsOf(central)) {
    app.get(
      `/sites/:site/${list.name}`,
      documented({ summary: list.summary, tag: 'register', answers: { 200: pageOf(list.row) } }),
      async (c) => {
        const at = await allowedAt(central, c, list.act);
        const { limit, after } = asked(c, at, list.name);
        const all = (await list.rows(at)).toSorted((a, b) => (a.id < b.id ? -1 : 1)).filter((row) => after === undefined || row.id > after);
        const data = all.slice(0, limit);
        return c.json(
          { data, nextCursor: all.length > limit ? signed.make(`${list.name} ${at.scope.site}`, data.at(-1)?.id ?? '') : null },
          200,
          NO_STORE,
        );
      },
    );
  }

  app.get(
    '/sites/:site/passages',
    documented({
      summary: 'Passages in order of arrival, for those who follow along',
      tag: 'register',
      answers: { 200: pageOf(passageView) },
    }),
    async (c) => {
      const at = await allowedAt(central, c, 'read_passages');
      const { limit, after } = asked(c, at, 'passages');
      const rows = await stores.ledger.passagesAfter(at.scope, after === undefined ? 0 : Number(after), limit);
      const last = rows.at(-1)?.position;
      // also at the end: the cursor is where the next ones will come
      const nextCursor = last === undefined ? null : signed.make(`passages ${at.scope.site}`, String(last));
      return c.json({ data: rows.map((r) => viewOf.passage(r.passage, r.receivedAt)), nextCursor }, 200, NO_STORE);
    },
  );

  app.get(
    '/sites/:site/quarantine',
    documented({ summary: 'Entries that were set aside, newest first', tag: 'register', answers: { 200: pageOf(quarantineView) } }),
    async (c) => {
      const { scope } = await allowedAt(central, c, 'read_quarantine');
      const { limit } = readQuery(c, page);
      const rows = await stores.ledger.quarantined(scope, limit);
      // without the raw entry: it is kept for whoever mends it, and may hold anything
      const data = rows.map(({ agent, epoch, sequence, receivedAt, reason }) => ({ agent, epoch, sequence, receivedAt, reason }));
      return c.json({ data, nextCursor: null }, 200, NO_STORE);
    },
  );

  function asked(c: Context, { scope }: AllowedAt, name: string): { readonly limit: number; readonly after: string | undefined } {
    const { limit, cursor } = readQuery(c, page);
    return { limit, after: cursor === undefined ? undefined : signed.read(`${name} ${scope.site}`, cursor) };
  }
  return app;
}

function listsOf({ stores, runtime }: Central): readonly List[] {
  const people = ({ scope }: AllowedAt) => stores.people.people(scope);
  return [
    { name: 'gates', summary: 'Gates', act: 'read_gates', row: gateView, rows: async ({ site }) => site.gates.map(viewOf.gate) },
    {
      name: 'readers',
      summary: 'Readers',
      act: 'read_gates',
      row: readerView,
      rows: async ({ site }) =>
        site.gates.flatMap((g) =>
          g.portals.flatMap((p) => p.readers.map(({ id, name }) => ({ id, name, gate: g.id, portal: p.id, direction: p.direction }))),
        ),
    },
    {
      name: 'enterprises',
      summary: 'Enterprises',
      act: 'read_people',
      row: enterpriseView,
      rows: async (at) => (await people(at)).enterprises.map(viewOf.enterprise),
    },
    {
      name: 'holders',
      summary: 'People',
      act: 'read_people',
      row: holderView,
      rows: async (at) => (await people(at)).holders.map(viewOf.holder),
    },
    { name: 'cards', summary: 'Cards', act: 'read_people', row: cardView, rows: async (at) => (await people(at)).cards.map(viewOf.card) },
    {
      name: 'engagements',
      summary: 'Engagements that hold',
      act: 'read_people',
      row: engagementView,
      rows: async (at) => (await people(at)).engagements.map(viewOf.engagement),
    },
    {
      name: 'presence',
      summary: 'Where each person is believed to be',
      act: 'read_presence',
      row: presenceView,
      rows: async ({ site, scope }) => {
        const nowMs = runtime.now();
        const passages = await stores.ledger.passagesForNow(scope, startOfSiteDay(siteDayOf(nowMs)));
        const context = { nowMs, outside: outsideOf(site), uncertainAfterHours: site.policy.uncertainAfterHours };
        return [...foldPassages(passages).values()].map((w) => viewOf.presence(w.holder, presenceOf(w, context), w.last.occurredMs));
      },
    },
    {
      name: 'agents',
      summary: 'Boxes at the site',
      act: 'read_agents',
      row: agentView,
      rows: async ({ scope }) => (await stores.agents.agents(scope.site)).map(viewOf.agent),
    },
  ];
}
