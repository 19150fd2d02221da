import { expect, it } from 'vitest';
import { digestOf } from './digest.ts';
import { documentOf } from './document.ts';
import { toJson } from './overview-list-json.ts';
import { listOf, rowOf, sampleContext } from './testing/sample-list.ts';

it('holds the list, who checked it and the digest, and nothing more', () => {
  const list = listOf([rowOf('Løkkebø', 'Åse', '1994-06-27', '01198302', 'betong', { hirer: 'entreprenor' })]);
  expect(JSON.parse(toJson(documentOf(list, sampleContext)))).toEqual({
    format: 'portvakt-oversiktsliste/1',
    code: 'b2',
    generatedAt: '2026-11-20T09:21:00+01:00',
    keptBy: 'Tverrvik Entreprenør AS',
    check: {
      day: '2026-11-20',
      checkedAt: '2026-11-20T08:20:00Z',
      checkedBy: { name: 'Kari Løvås', role: 'byggeplassleder' },
      remark: '2 mangler er meldt til firmaene',
    },
    digest: { algorithm: 'SHA-256', value: digestOf(list) },
    list,
  });
});

it('lets nothing through that is not in a–e', () => {
  const row = { ...rowOf('Bøe', 'Håkon', null, null), phone: '22 24 96 01', enteredAt: '07:05' };
  const json = toJson(documentOf(listOf([row]), { ...sampleContext, check: null }));
  expect(json).not.toMatch(/phone|enteredAt|07:05/);
  expect(JSON.parse(json)).toMatchObject({ check: null });
});

it('can be verified from itself', () => {
  const read = JSON.parse(toJson(documentOf(listOf(), sampleContext))) as {
    list: Parameters<typeof digestOf>[0];
    digest: { value: string };
  };
  expect(digestOf(read.list)).toBe(read.digest.value);
});
