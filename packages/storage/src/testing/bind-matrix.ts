/** Hands every odd value to a real database and prints what became of it; the test looks whether this process lived to tell. */
import { isOperating } from '@portvakt/ports';
import type { SqlValue, Statement } from '../database/database.ts';
import { openFileDatabase } from '../file/file-database.ts';

const odd: readonly (readonly [name: string, value: unknown])[] = [
  ['true', true],
  ['false', false],
  ['undefined', undefined],
  ['object', {}],
  ['object with toString', { toString: () => 'x' }],
  ['array', [1]],
  ['date', new Date(0)],
  ['function', () => 1],
  ['symbol', Symbol('x')],
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['integer beyond 2^53', 2 ** 53],
  ['1e300', 1e300],
  ['bigint beyond 64 bits', 2n ** 63n],
  ['half a surrogate pair', 'a\ud800b'],
  ['the other half', '\udc00'],
  ['NUL', 'a\0b'],
  ['array buffer', new ArrayBuffer(2)],
  ['data view', new DataView(new ArrayBuffer(2))],
  ['Uint16Array', new Uint16Array(2)],
  ['boxed text', Object('x')],
  ['map', new Map()],
];
const fine: readonly SqlValue[] = [
  '',
  'Æøå ł 🦺',
  0,
  -0,
  1.5,
  -(2 ** 53) + 1,
  2 ** 53 - 1,
  2n ** 63n - 1n,
  -(2n ** 63n),
  null,
  new Uint8Array(),
  Uint8Array.of(0, 255),
  Buffer.from('x'),
];
const counts: readonly (readonly SqlValue[])[] = [[], [1, 2]];

const database = await openFileDatabase(process.argv[2]!, { create: true, reads: 'own' });
await database.write([{ sql: 'CREATE TABLE t (a ANY) STRICT' }]);
// a caller without types is what this is about
const params = (values: readonly unknown[]) => values as readonly SqlValue[];

async function told(statement: Statement): Promise<string> {
  const both = [database.write([statement]), database.query('SELECT ?', statement.params)];
  const ends = await Promise.allSettled(both);
  return ends
    .map((end) => (end.status === 'fulfilled' ? 'taken' : isOperating(end.reason) ? end.reason.code : String(end.reason)))
    .join(' ');
}

const sql = 'INSERT INTO t (a) VALUES (?)';
for (const [name, value] of odd) console.log(`${name}: ${await told({ sql, params: params([value]) })}`);
for (const values of counts) console.log(`${values.length} for one: ${await told({ sql, params: values })}`);
console.log(`an object for the list: ${await told({ sql, params: { length: 1, 0: 'x' } as never })}`);
console.log(`a hole in the list: ${await told({ sql, params: new Array(1) as never })}`);

let same = 0;
for (const value of fine) {
  const [row] = await database.query('SELECT ? AS a', [value]);
  const back = row!.a;
  if (
    value instanceof Uint8Array
      ? Buffer.compare(value, back as Uint8Array) === 0
      : Object.is(back, typeof value === 'number' ? value + 0 : value)
  )
    same += 1;
  else console.log(`came back otherwise: ${String(value)}`);
}
console.log(
  `${same} of ${fine.length} fine values came back the same; ${(await database.query('SELECT count(*) AS n FROM t'))[0]!.n} odd ones stored`,
);
await database.close();
console.log('alive');
