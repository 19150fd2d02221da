/** May this file import that library or `node:` module? */
import { type Finding, finding } from '../tree/finding.ts';
import { purposeOf, type Room } from '../tree/rooms.ts';
import { declared } from './declared.ts';
import type { Edge } from './edges.ts';
import { floorOf } from './floors.ts';
import { strayed } from './libraries.ts';

export function judgeLibrary(edge: Edge, room: Room, builtin: boolean): Finding[] {
  const say = (says: string, instead: string): Finding[] => [finding(edge.file, edge.line, says, instead)];
  const floor = floorOf(room.name, edge.file);
  if (!floor) return say(`${room.name} has no floor`, 'give the package a line in .house/imports/floors.ts');
  const production = purposeOf(edge.file) === 'production';
  if (builtin) {
    if (!edge.target.startsWith('node:')) return say(`"${edge.target}" is a module of Node`, `write "node:${edge.target}"`);
    if (production && !floor.node)
      return say(`${room.name} may not import "${edge.target}"`, 'it runs without Node; do this in an adapter, behind a port');
    return [];
  }
  const library = libraryOf(edge.target);
  const residence = strayed(library, room.name, edge.file);
  if (residence) return say(`"${library}" lives only in ${residence.rooms.join(' and ')}`, 'reach it through a port');
  if (production && floor.libraries !== 'any' && !floor.libraries.includes(library)) {
    const may = floor.libraries.length === 0 ? 'no library' : `only ${floor.libraries.join(', ')}`;
    return say(`${room.name} may not import "${library}"`, `it imports ${may}; do this in an adapter`);
  }
  return declared(edge, room, library);
}

/** `zod/v4` → `zod`, `@hono/node-server/conninfo` → `@hono/node-server`. */
const libraryOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
