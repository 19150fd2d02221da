import type { SiteNowView } from '@portvakt/protocol';
import { describe, expect, it } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { agentWords, gateWords, missingGates } from './gate-words.ts';

overwriteGetLocale(() => 'nb');

const nowMs = Date.parse('2026-11-20T08:12:40Z');
const gate = (change: Partial<SiteNowView['gates'][number]> = {}): SiteNowView['gates'][number] => ({
  id: 'gat_1',
  plate: 'P1',
  name: 'Hovedporten',
  state: 'online',
  lastHeardAt: '2026-11-20T08:12:39Z',
  passagesLastMinute: 6,
  readers: [],
  ...change,
});
const live = { asOfMs: nowMs, nowMs, cut: false };

describe('a gate', () => {
  it('is live with an age', () => {
    expect(gateWords(gate(), live)).toMatchObject({ is: 'ok', word: 'Direkte', age: '1 s siden', aside: '6 siste min' });
  });

  it('that is cut off says since when, and until when the count is certain', () => {
    const words = gateWords(gate({ state: 'offline', lastHeardAt: '2026-11-20T08:01:00Z' }), live);
    expect(words).toMatchObject({ is: 'warn', shape: 'cut', word: 'Frakoblet 11 min', aside: 'sikkert til 09:01' });
  });

  it('is unknown, whatever it was, when the screen has lost its server', () => {
    expect(gateWords(gate(), { ...live, cut: true })).toMatchObject({
      is: 'out',
      shape: 'unsure',
      word: 'Ukjent',
      age: 'sist 09:12',
      aside: '',
    });
  });

  it('never seen is never called live', () => {
    expect(gateWords(gate({ state: 'unknown', lastHeardAt: null }), live)).toMatchObject({ word: 'Ukjent', age: 'aldri hørt' });
    expect(gateWords(gate({ state: 'offline', lastHeardAt: null }), live)).toMatchObject({ word: 'Frakoblet', age: 'aldri hørt' });
  });
});

describe('what the count lacks', () => {
  it('is told by plate and from the earliest', () => {
    const gates = [
      gate(),
      gate({ plate: 'P2', state: 'offline', lastHeardAt: '2026-11-20T08:05:00Z' }),
      gate({ plate: 'P3', state: 'offline', lastHeardAt: '2026-11-20T08:01:00Z' }),
    ];
    expect(missingGates(gates)).toEqual({ plates: 'P2, P3', sinceMs: Date.parse('2026-11-20T08:01:00Z') });
    expect(missingGates([gate()])).toBeUndefined();
  });

  it('has no beginning when a gate was never heard', () => {
    expect(missingGates([gate({ state: 'offline', lastHeardAt: null })])?.sinceMs).toBeUndefined();
  });
});

describe('the line from gate to centre', () => {
  const agent = (change: Partial<SiteNowView['agents'][number]> = {}): SiteNowView['agents'][number] => ({
    agent: 'agt_1',
    name: 'P2',
    lastHeardAt: '2026-11-20T08:12:35Z',
    backlog: 0,
    listVersion: 4,
    listAgeS: 20,
    clock: 'synchronised',
    ...change,
  });

  it('is quiet when all is well, also with a few facts on the way', () => {
    expect(agentWords(agent(), nowMs)).toEqual([]);
    expect(agentWords(agent({ backlog: 3 }), nowMs)).toEqual([]);
  });

  it('tells of a silent agent, its queue and its clock', () => {
    expect(agentWords(agent({ lastHeardAt: '2026-11-20T08:01:00Z', backlog: 14, clock: 'untrusted' }), nowMs)).toEqual([
      'P2 har ikke svart på 11 min',
      'P2 har 14 registreringer i kø',
      'P2 har feil klokke',
    ]);
    expect(agentWords(agent({ lastHeardAt: null, backlog: null }), nowMs)).toEqual(['P2 har aldri svart']);
  });
});
