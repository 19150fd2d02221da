import { describe, expect, it } from 'vitest';
import { comesFromElsewhere } from './same-site.ts';

const post = (headers: Record<string, string>, method = 'POST') => new Request('https://plass.example/login', { method, headers });

describe('a change asked for from elsewhere', () => {
  it('is told by the browser first', () => {
    expect(comesFromElsewhere(post({ 'sec-fetch-site': 'cross-site', origin: 'http://plass.example', host: 'plass.example' }))).toBe(true);
    expect(comesFromElsewhere(post({ 'sec-fetch-site': 'same-site' }))).toBe(true);
    expect(comesFromElsewhere(post({ 'sec-fetch-site': 'same-origin' }))).toBe(false);
  });

  it('compares hosts where the browser says nothing, as over plain http on site', () => {
    expect(comesFromElsewhere(post({ origin: 'http://192.0.2.7:8080', host: '192.0.2.7:8080' }))).toBe(false);
    expect(comesFromElsewhere(post({ origin: 'http://evil.example', host: '192.0.2.7:8080' }))).toBe(true);
    expect(comesFromElsewhere(post({ origin: 'null', host: '192.0.2.7:8080' }))).toBe(true);
  });

  it('lets reading through', () => {
    expect(comesFromElsewhere(post({ 'sec-fetch-site': 'cross-site' }, 'GET'))).toBe(false);
  });
});
