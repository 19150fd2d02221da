/** All that crosses a process, by name: what the protocol version is pinned to. */
import { z } from 'zod';
import * as downlink from './link/downlink.ts';
import * as enrol from './link/enrol.ts';
import * as uplink from './link/uplink.ts';
import * as envelope from './log/envelope.ts';
import * as gateTopics from './mqtt/gate-topics.ts';

/** JSON Schema of every message between programs of different age. A test pins its hash to the protocol version. */
export function wireSchemas(): string {
  const rooms = { downlink, enrol, uplink, envelope, gateTopics };
  const schemas = Object.entries(rooms).flatMap(([room, schemasOfRoom]) =>
    Object.entries(schemasOfRoom)
      .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType)
      .map(([name, schema]) => [`${room}.${name}`, z.toJSONSchema(schema, { unrepresentable: 'any' })] as const),
  );
  return JSON.stringify(Object.fromEntries(schemas.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
