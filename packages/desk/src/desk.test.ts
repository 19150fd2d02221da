import { overviewListPage, overviewListView, peopleView, problem, sessionView, siteNowView } from '@portvakt/protocol';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { rolesThatMay } from './authority.ts';
import { CARD, deskOfATest, OTHER_SITE, SITE } from './testing/site-of-a-test.ts';

const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });

describe('session', () => {
  it('signs in, tells who it is, and signs out', async () => {
    const desk = deskOfATest();
    const signedIn = await desk.request('/session', post({ email: 'kari@x.example', password: 'riktig hest' }));
    expect(signedIn.status).toBe(200);
    expect(signedIn.headers.get('set-cookie')).toContain('HttpOnly');
    expect(sessionView.parse(await signedIn.json()).sites[0]?.code).toBe('b4');
    const out = await desk.request('/session', { method: 'DELETE' });
    expect([out.status, out.headers.get('clear-site-data')]).toEqual([204, '"cache", "storage"']);
  });

  it.each([
    [401, 'wrong_sign_in', post({ email: 'kari@x.example', password: 'feil' })],
    [429, 'too_many_tries', post({ email: 'many@x.example', password: 'feil' })],
    [400, 'invalid_input', post({ email: 'kari@x.example' })],
    [400, 'invalid_input', post({ email: 'kari@x.example', password: 'x', 'kari@x.example': true })],
    [400, 'invalid_input', { method: 'POST', body: '{"email":' }],
    [400, 'invalid_input', { ...post({}), headers: { 'content-type': 'text/plain' } }],
    [413, 'too_large', post({ email: 'x'.repeat(70_000), password: 'x' })],
    [
      403,
      'not_allowed',
      { ...post({ email: 'kari@x.example', password: 'riktig hest' }), headers: { origin: 'https://elsewhere.example' } },
    ],
  ])('answers %i %s and echoes nothing', async (status, code, init) => {
    const answer = await deskOfATest().request('/session', init);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const text = await answer.text();
    expect(problem.parse(JSON.parse(text)).code).toBe(code);
    expect(text).not.toContain('kari@');
  });
});

describe('authority', () => {
  const routes = [
    ['see_now', `/sites/${SITE}/now`, {}],
    ['see_list', `/sites/${SITE}/overview-lists/2026-11-20/page`, {}],
    ['see_list', `/sites/${SITE}/overview-lists/2026-11-20`, {}],
    ['check_list', `/sites/${SITE}/overview-lists/2026-11-20/check`, post({ remark: null })],
    ['see_people', `/sites/${SITE}/people/search`, post({ text: '' })],
    ['block_card', `/sites/${SITE}/cards/${CARD}/block`, post({ reason: 'mistet' })],
    ['block_card', `/sites/${SITE}/cards/${CARD}/block`, { method: 'DELETE' }],
  ] as const;
  const roles = ['site_manager', 'safety_representative', 'client', 'guard', 'administrator'] as const;

  it.each(routes)('%s is for its roles alone: %s', async (act, path, init) => {
    for (const as of roles) {
      const answer = await deskOfATest().request(path, { ...init, as });
      expect([as, answer.status < 300]).toEqual([as, rolesThatMay(act).includes(as)]);
      if (!answer.ok) expect(answer.status).toBe(403);
    }
    expect((await deskOfATest().request(path, { ...init, as: 'nobody' })).status).toBe(401);
    expect((await deskOfATest().request(path.replace(SITE, OTHER_SITE), init)).status).toBe(404);
  });
});

describe('now', () => {
  it('is the shape of the contract, and nobody may keep it', async () => {
    const desk = deskOfATest();
    desk.walkIn();
    const answer = await desk.request(`/sites/${SITE}/now`);
    expect(siteNowView.parse(await answer.json()).counts).toEqual({ inside: 1, uncertain: 0, outside: 0, expected: 1 });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('streams the view at once and again when someone walks in', async () => {
    const desk = deskOfATest();
    const events = readEvents(await desk.request(`/sites/${SITE}/stream`));
    desk.runtime.advance(0);
    const first = await events.next();
    expect(siteNowView.parse(JSON.parse(first.data)).counts.inside).toBe(0);
    desk.walkIn();
    desk.runtime.advance(500);
    const second = await events.next();
    expect(siteNowView.parse(JSON.parse(second.data)).counts.inside).toBe(1);
    expect(second.id).not.toBe(first.id);
    await events.close();
  });

  it('ends the stream of a session that ended', async () => {
    const desk = deskOfATest();
    const events = readEvents(await desk.request(`/sites/${SITE}/stream`));
    desk.runtime.advance(0);
    await events.next();
    desk.endSessions();
    desk.runtime.advance(5_000);
    expect((await events.next()).event).toBe('ping');
    await expect(events.next()).rejects.toThrow('ended');
  });
});

describe('overview list', () => {
  it('comes in three formats with the same rows', { timeout: 30_000 }, async () => {
    const desk = deskOfATest();
    const json = await desk.request(`/sites/${SITE}/overview-lists/2026-11-20`);
    const csv = await desk.request(`/sites/${SITE}/overview-lists/2026-11-20`, { headers: { accept: 'text/html, text/csv;q=0.9' } });
    const pdf = await desk.request(`/sites/${SITE}/overview-lists/2026-11-20.pdf`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const rows = parse<Record<string, string>>(await csv.text(), { delimiter: ';', bom: true, columns: true });
    expect(rows.map((r) => r.Etternavn)).toEqual(['Løkkebø']);
    expect(JSON.stringify(await json.json())).toContain('Løkkebø');
    expect(pdf.headers.get('content-disposition')).toContain('oversiktsliste_b4_2026-11-20.pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('refuses a day that is none and a format that is not made', async () => {
    const desk = deskOfATest();
    expect((await desk.request(`/sites/${SITE}/overview-lists/2026-02-30`)).status).toBe(400);
    expect((await desk.request(`/sites/${SITE}/overview-lists/2026-11-20`, { headers: { accept: 'image/png' } })).status).toBe(406);
  });

  it('shows the check of the day and the month it stands in', async () => {
    const desk = deskOfATest();
    await desk.request(`/sites/${SITE}/overview-lists/2026-11-20/check`, post({ remark: 'to mangler er meldt' }));
    await desk.request(`/sites/${SITE}/overview-lists/2026-11-11/check`, post({ remark: null }));
    const page = overviewListPage.parse(await (await desk.request(`/sites/${SITE}/overview-lists/2026-11-20/page`)).json());
    expect(overviewListView.parse(page.list).rows).toHaveLength(1);
    expect(page.check?.remark).toBe('to mangler er meldt');
    const states = Object.fromEntries(page.calendar.map((d) => [d.day, d.state]));
    expect([states['2026-11-11'], states['2026-11-19'], states['2026-11-20'], states['2026-11-21']]).toEqual([
      'checked_later',
      'not_checked',
      'checked',
      'future',
    ]);
    expect(page.calendar).toHaveLength(30);
    const before = overviewListPage.parse(await (await desk.request(`/sites/${SITE}/overview-lists/2025-12-30/page`)).json());
    expect(new Set(before.calendar.map((d) => d.state))).toEqual(new Set(['unknown']));
  });
});

describe('people', () => {
  it.each([
    ['løk', 1],
    ['LØKKEBØ åse', 1],
    ['Åse', 1],
    ['4773', 1],
    ['tverrvik', 1],
    ['nobody', 0],
  ])('finds «%s» %i times', async (text, total) => {
    const answer = await deskOfATest().request(`/sites/${SITE}/people/search`, post({ text }));
    expect(peopleView.parse(await answer.json()).total).toBe(total);
  });

  it('blocks a card with a reason, and says when there is no such card', async () => {
    const desk = deskOfATest();
    expect((await desk.request(`/sites/${SITE}/cards/${CARD}/block`, post({ reason: 'mistet' }))).status).toBe(204);
    expect(desk.blocked).toEqual([{ card: CARD, reason: 'mistet' }]);
    expect((await desk.request(`/sites/${SITE}/cards/${CARD}/block`, post({ reason: ' ' }))).status).toBe(400);
    expect((await desk.request(`/sites/${SITE}/cards/${CARD.replace(/.$/, '9')}/block`, post({ reason: 'x' }))).status).toBe(404);
  });
});

interface StreamEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Reads server-sent events one by one. */
function readEvents(response: Response): { next(): Promise<StreamEvent>; close(): Promise<void> } {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<StreamEvent> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const fields = new Map(
          text
            .slice(0, end)
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
        );
        text = text.slice(end + 2);
        if (fields.has('data')) return { event: fields.get('event') ?? 'message', id: fields.get('id'), data: fields.get('data')! };
        continue;
      }
      const part = await reader.read();
      if (part.done) throw new Error('ended');
      text += part.value;
    }
  };
  return { next, close: () => reader.cancel() };
}
