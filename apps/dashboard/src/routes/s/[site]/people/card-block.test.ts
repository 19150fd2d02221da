import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CardBlock, UNDO_MS } from './card-block.svelte.ts';

const who = { card: 'crd_1', name: 'Jonas Brå' };
let asked: { method: string; path: string; body: unknown }[];
let answer: () => Response;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answer = () => new Response(null, { status: 204 });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push({ method: init.method!, path, body: init.body ? JSON.parse(init.body as string) : undefined });
    return answer();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function blocking() {
  const shown: [string, string | null][] = [];
  return { shown, block: new CardBlock('sit_1', (card, reason) => shown.push([card, reason])) };
}

describe('blocking a card', () => {
  it('is asked first, then done, told, and can be undone', async () => {
    const { block, shown } = blocking();
    block.ask(who);
    expect(asked).toEqual([]);
    await block.block('Meldt tapt');
    expect(asked).toEqual([{ method: 'POST', path: '/api/v1/sites/sit_1/cards/crd_1/block', body: { reason: 'Meldt tapt' } }]);
    expect([block.asking, block.outcome]).toEqual([undefined, { kind: 'blocked', who }]);
    await block.unblock(who);
    expect(asked[1]).toEqual({ method: 'DELETE', path: '/api/v1/sites/sit_1/cards/crd_1/block', body: undefined });
    expect(shown).toEqual([
      ['crd_1', 'Meldt tapt'],
      ['crd_1', null],
    ]);
  });

  it('offers to undo for ten seconds', async () => {
    const { block } = blocking();
    block.ask(who);
    await block.block('Meldt tapt');
    vi.advanceTimersByTime(UNDO_MS - 1);
    expect(block.outcome).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(block.outcome).toBeUndefined();
  });

  it('keeps the dialog open and changes nothing when only the centre can do it', async () => {
    const { block, shown } = blocking();
    answer = () => Response.json({ code: 'centre_needed' }, { status: 503, headers: { 'content-type': 'application/problem+json' } });
    block.ask(who);
    await block.block('Meldt tapt');
    expect([block.asking, block.problem, shown]).toEqual([who, 'centre_needed', []]);
  });

  it('tells that there is no contact', async () => {
    const { block, shown } = blocking();
    answer = () => {
      throw new TypeError('fetch failed');
    };
    await block.unblock(who);
    expect([block.outcome, shown]).toEqual([{ kind: 'failed', code: 'unreachable' }, []]);
  });
});
