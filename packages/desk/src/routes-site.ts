import {
  blockRequest,
  commandRequest,
  commandView,
  listCheckRequest,
  manualPassageRequest,
  overviewListPage,
  overviewListView,
  peopleSearchRequest,
  peopleView,
  siteNowView,
} from '@portvakt/protocol';
import { type Context, Hono } from 'hono';
import { type Act, type Allowed, allow } from './authority.ts';
import { readBody } from './body.ts';
import type { DeskDeps } from './desk-deps.ts';
import { documented } from './documented.ts';
import { liveSites } from './live-site.ts';
import { makeNowView, sourceView } from './now-view.ts';
import { exportList, listMediaTypes, readDay, wantedFormat } from './overview-list-export.ts';
import { makeListPage } from './overview-list-page.ts';
import { findPeople } from './people-view.ts';
import { ProblemError } from './problem.ts';
import { STREAMS_MAX, siteStreamResponse } from './stream.ts';

const NO_STORE = { 'cache-control': 'no-store' };

/** Everything about one site: reading, and the few things that are done at the desk. */
export function siteRoutes(deps: DeskDeps): Hono {
  const app = new Hono();
  const live = liveSites(deps.reads, deps.runtime, (error) => deps.failed?.(error));
  let streams = 0;

  const may = async (c: Context, act: Act, subject: string): Promise<Allowed> => {
    const allowed = await allow(deps, c.req.raw, c.req.param('site') ?? '', act);
    await deps.audit?.({
      scope: allowed.scope,
      at: new Date(deps.runtime.now()).toISOString(),
      account: allowed.who.account,
      action: act,
      subject,
    });
    return allowed;
  };

  app.get('/:site/now', documented({ summary: 'Who is inside now', tag: 'now', answers: { 200: siteNowView } }), async (c) => {
    const { site } = await may(c, 'see_now', 'now');
    return c.json(await makeNowView(deps.reads, deps.runtime, site.id), 200, NO_STORE);
  });

  app.get(
    '/:site/stream',
    documented({ summary: 'Who is inside, live (server-sent events)', tag: 'now', answers: { 200: ['text/event-stream'] } }),
    async (c) => {
      const { site, who } = await may(c, 'see_now', 'stream');
      if (streams >= STREAMS_MAX) throw new ProblemError('too_many_requests', { retryAfterS: 5 });
      streams += 1;
      let counted = true;
      const stillAllowed = async () => (await deps.sessions.read(c.req.raw))?.account === who.account;
      return siteStreamResponse(live(site.id), c.req.raw, { runtime: deps.runtime, stillAllowed }, () => {
        if (counted) streams -= 1;
        counted = false;
      });
    },
  );

  app.get(
    '/:site/overview-lists/:day/page',
    documented({ summary: 'The § 15 list with its check and calendar', tag: 'list', answers: { 200: overviewListPage } }),
    async (c) => {
      const { day } = readDay(c.req.param('day'));
      const { site } = await may(c, 'see_list', day);
      return c.json(await makeListPage(deps.reads, site.id, day, deps.runtime.now()), 200, NO_STORE);
    },
  );

  app.get(
    '/:site/overview-lists/:day',
    documented({
      summary: 'The § 15 list of a day as JSON, CSV or PDF',
      tag: 'list',
      answers: { 200: overviewListView, 406: listMediaTypes },
    }),
    async (c) => {
      const { day, suffix } = readDay(c.req.param('day'));
      const format = wantedFormat(suffix, c.req.header('accept'));
      const { site } = await may(c, 'see_list', `${day} ${format}`);
      return exportList(deps.reads, site, day, format, deps.runtime.now());
    },
  );

  app.post(
    '/:site/overview-lists/:day/check',
    documented({ summary: 'The list of the day is checked', tag: 'list', body: listCheckRequest, answers: { 204: null } }),
    async (c) => {
      const { day } = readDay(c.req.param('day'));
      const { remark } = await readBody(c, listCheckRequest);
      const { scope, who, role } = await may(c, 'check_list', day);
      await deps.acts.checkList(
        scope,
        { day, checkedAt: new Date(deps.runtime.now()).toISOString(), checkedBy: { name: who.name, role }, remark },
        who,
      );
      return c.body(null, 204);
    },
  );

  app.post(
    '/:site/people/search',
    documented({
      summary: 'Find people (a search is a body, so that no name stands in an address)',
      tag: 'people',
      body: peopleSearchRequest,
      answers: { 200: peopleView },
    }),
    async (c) => {
      const { text, limit } = await readBody(c, peopleSearchRequest);
      const { site } = await may(c, 'see_people', 'search');
      const [people, facts] = await Promise.all([deps.reads.people(site.id), deps.reads.facts(site.id, deps.runtime.now())]);
      return c.json({ ...findPeople(people, facts, text, limit), source: sourceView(await deps.reads.source(site.id)) }, 200, NO_STORE);
    },
  );

  app.post(
    '/:site/cards/:card/block',
    documented({ summary: 'Block a card', tag: 'people', body: blockRequest, answers: { 204: null } }),
    async (c) => {
      const { reason } = await readBody(c, blockRequest);
      const { scope, who } = await may(c, 'block_card', c.req.param('card'));
      if ((await deps.acts.block(scope, c.req.param('card') as never, who, reason)) === 'no_such_card') throw new ProblemError('not_found');
      return c.body(null, 204);
    },
  );

  app.delete(
    '/:site/cards/:card/block',
    documented({ summary: 'Lift the block of a card', tag: 'people', answers: { 204: null } }),
    async (c) => {
      const { scope, who } = await may(c, 'block_card', c.req.param('card'));
      if ((await deps.acts.unblock(scope, c.req.param('card') as never, who)) === 'no_such_card') throw new ProblemError('not_found');
      return c.body(null, 204);
    },
  );

  app.post(
    '/:site/commands',
    documented({ summary: 'Order a gate or reader', tag: 'gates', body: commandRequest, answers: { 202: commandView } }),
    async (c) => {
      const command = await readBody(c, commandRequest);
      const { scope, who } = await may(c, 'command_gate', command.kind);
      return c.json(await deps.acts.command(scope, command, who), 202);
    },
  );

  app.post(
    '/:site/manual-passages',
    documented({ summary: 'A guard let a person through by hand', tag: 'gates', body: manualPassageRequest, answers: { 204: null } }),
    async (c) => {
      const passage = await readBody(c, manualPassageRequest);
      const { scope, who } = await may(c, 'record_passage', passage.direction);
      await deps.acts.manualPassage(scope, passage, who);
      return c.body(null, 204);
    },
  );

  return app;
}
