import { describe, expect, it } from 'vitest';
import { readSqlText } from './sql-text.ts';

describe('reading a statement', () => {
  it.each([
    ['SELECT 1', 0, 'read'],
    ['SELECT ?, ?', 2, 'read'],
    [`SELECT '?', "a?b", [c?], \`d?\`, ? -- ?\n /* ? */`, 1, 'read'],
    [`SELECT 'it''s ?' WHERE a = ?`, 1, 'read'],
    ['SELECT ?2, ?1, ?2', 2, 'read'],
    ['SELECT ?, ?5, ?', 6, 'read'],
    ["SELECT value ->> '$.a' FROM json_each(?);", 1, 'read'],
    ['INSERT INTO a SELECT ? FROM b', 1, 'write'],
    ['with x as (select 1) insert into a select * from x', 0, 'write'],
    ['with x as (select ?) select * from x', 1, 'read'],
    ['REPLACE INTO a VALUES (?)', 1, 'write'],
    ['SELECT replace(a, ?, ?) FROM b', 2, 'read'],
    ['-- first\nCREATE TRIGGER t BEFORE INSERT ON a BEGIN SELECT 1; SELECT 2; END;', 0, 'write'],
    ['begin immediate', 0, 'transaction'],
    ['PRAGMA synchronous = OFF', 0, 'transaction'],
    ["ATTACH 'x' AS y", 0, 'transaction'],
    ['COMMIT', 0, 'transaction'],
  ] as const)('%s', (sql, parameters, kind) => {
    expect(readSqlText(sql)).toEqual({ parameters, kind });
  });

  it.each(['SELECT 1; DELETE FROM a', 'SELECT :name', 'SELECT @name', 'SELECT $name', '', '-- nothing', 'SELECT 1\0'])(
    'takes no %j',
    (sql) => {
      expect(() => readSqlText(sql)).toThrow(TypeError);
    },
  );
});
