import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { canonicalJson, digestOf } from './digest.ts';
import { listOf, rowOf, sampleRows } from './testing/sample-list.ts';

/** RFC 8785 for objects of strings and nulls, written apart from the source. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

it('is SHA-256 over the list as RFC 8785 writes it', () => {
  expect(canonicalJson(listOf())).toBe(canonical(listOf()));
  expect(digestOf(listOf())).toBe(createHash('sha256').update(canonical(listOf())).digest('hex'));
});

it('stays what it was: papers that were handed out must go on verifying', () => {
  expect(canonicalJson(listOf([rowOf('Bøe', 'Håkon', '1979-11-02', '01198302')]))).toBe(
    '{"client":{"name":"Lofthavn Byutvikling KF"},"day":"2026-11-20","rows":[{"bornOn":"1979-11-02","cardNumber":"01198302","employer":{"name":"Østbrå Betong AS","orgNumber":"316234585"},"familyName":"Bøe","givenName":"Håkon","hirer":null,"insteadOfCard":null}],"site":{"address":"Kaigata 9, 0150 Oslo","name":"Fjordbyen B2"}}',
  );
  expect(digestOf(listOf([]))).toBe('1f6b97554816c65e2889dc5597a0f7a08fb8bc3ca9b22478cd61d131755e5ee6');
});

it('does not change with the order of keys or with what is not in the list', () => {
  const { day, site, client, rows } = listOf();
  const other = { more: 'than a–e', rows: rows.map((row) => ({ phone: '22 24 96 01', ...row })), client, site, day };
  expect(digestOf(other)).toBe(digestOf(listOf()));
});

it('changes with every field and with the order of rows', () => {
  const digests = [
    listOf(),
    listOf(sampleRows.toReversed()),
    listOf(sampleRows.slice(1)),
    { ...listOf(), day: '2026-11-21' as const },
    { ...listOf(), site: { name: 'Fjordbyen B3', address: 'Kaigata 9, 0150 Oslo' } },
    ...(['familyName', 'givenName', 'cardNumber'] as const).map((key) => listOf(sampleRows.map((row) => ({ ...row, [key]: 'x' })))),
    listOf(sampleRows.map((row) => ({ ...row, bornOn: null }))),
    listOf(sampleRows.map((row) => ({ ...row, hirer: row.employer }))),
    listOf(sampleRows.map((row) => ({ ...row, insteadOfCard: 'visit' as const }))),
  ].map(digestOf);
  expect(new Set(digests).size).toBe(digests.length);
});
