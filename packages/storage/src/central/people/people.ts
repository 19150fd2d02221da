/** The register of people, enterprises, cards and engagements. */
import type { Scope } from '@portvakt/domain';
import type { ChangeTopic, PeopleStore, SitePeople } from '@portvakt/ports';
import type { Answer, Database, Row, Statement } from '../../database/database.ts';
import { type JsonCell, jsonRows } from '../../database/json-rows.ts';
import { readPacked, unpacked } from '../../database/packed-rows.ts';
import { changed, changedIfAny } from '../desk/changes.ts';
import { orNull } from '../row-reading.ts';
import * as rows from './people-rows.ts';
import * as statements from './people-sql.ts';

const topic: ChangeTopic = 'people';

export function peopleStore(database: Database): PeopleStore {
  const put = async (scope: Scope, parts: readonly (readonly [sql: string, cells: readonly (readonly JsonCell[])[]])[]) => {
    const filled = parts.filter(([, cells]) => cells.length > 0);
    if (filled.length === 0) return;
    const writes = filled.map(([sql, cells]): Statement => ({ sql, params: [scope.owner, scope.site, jsonRows(cells)] }));
    await database.write([...writes, changed(scope, topic)]);
  };
  return {
    people: async (scope) => peopleOf(await database.read(everything.map(({ sql }) => ({ sql, params: [scope.owner, scope.site] })))),
    engagementHistory: async ({ owner, site }) =>
      (await readPacked(database, statements.selectHistory, [owner, site])).map(rows.engagementOf),
    putEnterprises: (scope, enterprises, chain) =>
      put(scope, [
        [statements.putEnterprises, enterprises.map(rows.enterpriseCells)],
        [statements.putLinks, chain.map(rows.linkCells)],
      ]),
    putHolders: (scope, holders) => put(scope, [[statements.putHolders, holders.map(rows.holderCells)]]),
    putCards: (scope, cards) => {
      const cells = cards.map(rows.cardCells);
      return put(scope, [
        [statements.noteFirstBlocks, cells],
        [statements.putCards, cells],
      ]);
    },
    putCredentials: (scope, credentials) => put(scope, [[statements.putCredentials, credentials.map(rows.credentialCells)]]),
    recordEngagements: (scope, engagements) => put(scope, [[statements.recordEngagements, engagements.map(rows.engagementCells)]]),
    setBlock: async (scope, card, blocked, lifted) => {
      const { owner, site } = scope;
      const told = blocked ?? lifted;
      const [updated] = await database.write([
        { sql: statements.setBlock, params: [orNull(blocked?.at), orNull(blocked?.by), orNull(blocked?.reason), owner, card] },
        {
          sql: statements.noteBlock,
          params: [owner, site, card, blocked ? 'blocked' : 'lifted', orNull(told?.at), orNull(told?.by), orNull(told?.reason)],
        },
        changedIfAny(scope, topic),
      ]);
      return updated!.changes > 0;
    },
    holder: async ({ owner, site }, holder) => {
      const [row] = await readPacked(database, statements.selectHolder, [owner, site, holder]);
      return row && rows.holderOf(row);
    },
  };
}

const everything = [
  statements.selectHolders,
  statements.selectEnterprises,
  statements.selectCards,
  statements.selectCredentials,
  statements.selectEngagements,
  statements.selectLinks,
];

function peopleOf(answers: readonly Answer[]): SitePeople {
  const as = <T>(place: number, of: (row: Row) => T) => unpacked(everything[place]!, answers[place]!).map(of);
  return {
    holders: as(0, rows.holderOf),
    enterprises: as(1, rows.enterpriseOf),
    cards: as(2, rows.cardOf),
    credentials: as(3, rows.credentialOf),
    engagements: as(4, rows.engagementOf),
    chain: as(5, rows.linkOf),
  };
}
