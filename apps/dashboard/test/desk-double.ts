/** Stands in for the desk: answers the contract with an invented site, over the same door that centre and edge use. */
import type { OverviewListPage, ProblemCode, SiteNowView } from '@portvakt/protocol';
import { problems } from '@portvakt/protocol';
import { emptyView, listPage, nowView, people, SITE, START_MS, session } from './site-double.ts';

export interface DeskDouble {
  readonly answer: (request: Request) => Promise<Response>;
  /** What the next views are made from. */
  change(make: (view: SiteNowView) => SiteNowView): void;
  /** Cuts the stream and refuses everything, as a line that is down. */
  readonly line: { up: boolean };
}

export type Scenario = 'day' | 'empty' | 'edge' | 'setup';

const COOKIE = 'portvakt-double=1';
const PASSWORD = 'riktig-passord';

export function deskDouble(scenario: Scenario = 'day'): DeskDouble {
  const began = Date.now();
  const serverMs = (): number => (scenario === 'empty' ? Date.parse(emptyView().asOf) : START_MS) + (Date.now() - began);
  const line = { up: true };
  let make = (view: SiteNowView): SiteNowView => view;
  let check: OverviewListPage['check'] = null;
  const told = new Set<() => void>();

  const view = (): SiteNowView => {
    const base = scenario === 'empty' ? emptyView() : nowView(serverMs());
    const checked = check ? { ...base, todo: base.todo.filter((t) => t.kind !== 'list_not_checked') } : base;
    return make(
      scenario === 'edge'
        ? { ...checked, source: { ...base.source, from: 'edge', linked: false, peopleAsOf: '2026-11-20T05:41:00Z' } }
        : checked,
    );
  };

  const routes: readonly (readonly [
    method: string,
    path: RegExp,
    run: (match: RegExpExecArray, request: Request) => Response | Promise<Response>,
  ])[] = [
    ['GET', /^\/sites\/SITE\/now$/, () => Response.json(view())],
    ['GET', /^\/sites\/SITE\/stream$/, (_, request) => stream(request)],
    [
      'GET',
      /^\/sites\/SITE\/overview-lists\/([\d-]{10})\/page$/,
      ([, day]) => Response.json(listPage(day!, day === '2026-11-20' ? check : null)),
    ],
    ['POST', /^\/sites\/SITE\/overview-lists\/([\d-]{10})\/check$/, ([, day], request) => checkList(day!, request)],
    ['POST', /^\/sites\/SITE\/people\/search$/, (_, request) => search(request)],
    ['POST', /^\/sites\/SITE\/cards\/([\w-]+)\/block$/, ([, id], request) => setBlock(id!, request)],
    ['DELETE', /^\/sites\/SITE\/cards\/([\w-]+)\/block$/, ([, id]) => setBlock(id!, undefined)],
  ];

  async function answer(request: Request): Promise<Response> {
    if (!line.up) throw new TypeError('the line is down');
    const path = new URL(request.url).pathname.replace(/^\/api\/v1/, '').replace(`/sites/${SITE}/`, '/sites/SITE/');
    if (path === '/setup') return setup(request);
    if (path === '/session' && request.method === 'POST') return signIn(request);
    if (!request.headers.get('cookie')?.includes(COOKIE)) return problem('not_signed_in');
    if (path === '/session')
      return request.method === 'DELETE'
        ? new Response(null, { status: 204, headers: { 'set-cookie': `${COOKIE}; Max-Age=0; Path=/` } })
        : Response.json(session);
    for (const [method, pattern, run] of routes) {
      const match = pattern.exec(path);
      if (match && method === request.method) return run(match, request);
    }
    return problem('not_found');
  }

  async function signIn(request: Request): Promise<Response> {
    const { password } = (await request.json()) as { password: string };
    if (password !== PASSWORD) return problem('wrong_sign_in');
    return Response.json(session, { headers: { 'set-cookie': `${COOKIE}; Path=/; HttpOnly; SameSite=Lax` } });
  }

  function setup(request: Request): Response {
    if (request.method === 'POST') return problem('already_set_up');
    return Response.json({ needed: scenario === 'setup' });
  }

  async function checkList(day: string, request: Request): Promise<Response> {
    const { remark } = (await request.json()) as { remark: string | null };
    if (scenario === 'edge') return problem('centre_needed');
    check = {
      day: day as never,
      checkedAt: new Date(serverMs()).toISOString(),
      checkedBy: { name: session.name, role: 'site_manager' },
      remark,
    };
    for (const tell of told) tell();
    return new Response(null, { status: 204 });
  }

  async function search(request: Request): Promise<Response> {
    const { text, limit } = (await request.json()) as { text: string; limit: number };
    const wanted = text.toLocaleLowerCase('nb');
    const found =
      scenario === 'empty'
        ? []
        : people.filter((p) => JSON.stringify([p.givenName, p.familyName, p.employments]).toLocaleLowerCase('nb').includes(wanted));
    return Response.json({ data: found.slice(0, limit), total: found.length, source: view().source });
  }

  async function setBlock(id: string, request: Request | undefined): Promise<Response> {
    if (scenario === 'edge') return problem('centre_needed');
    const reason = request ? ((await request.json()) as { reason: string }).reason : null;
    for (const employment of people.flatMap((p) => p.employments)) {
      if (employment.card?.id === id) Object.assign(employment.card, { blocked: reason !== null, blockedReason: reason });
    }
    return new Response(null, { status: 204 });
  }

  function stream(request: Request): Response {
    const text = new TextEncoder();
    let stop = (): void => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const send = (event: string, data: unknown, id = ''): void =>
          controller.enqueue(text.encode(`event: ${event}\n${id}data: ${JSON.stringify(data)}\n\n`));
        const tell = (): void => send('now', view(), `id: ${serverMs()}\n`);
        const beat = setInterval(() => (line.up ? send('ping', { at: new Date(serverMs()).toISOString() }) : end()), 1000);
        const end = (): void => {
          stop();
          controller.error(new Error('the line went down'));
        };
        told.add(tell);
        stop = () => {
          clearInterval(beat);
          told.delete(tell);
        };
        tell();
        request.signal.addEventListener('abort', stop);
      },
      cancel: () => stop(),
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
  }

  return {
    answer,
    line,
    change(next) {
      make = next;
      for (const tell of told) tell();
    },
  };
}

function problem(code: ProblemCode): Response {
  const { status, title } = problems[code];
  return Response.json({ type: 'about:blank', title, status, code }, { status, headers: { 'content-type': 'application/problem+json' } });
}
