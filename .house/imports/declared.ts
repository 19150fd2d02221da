/** Is what a file imports declared by its own package, where it will be needed? */
import { type Finding, finding } from '../tree/finding.ts';
import { purposeOf, type Room } from '../tree/rooms.ts';
import type { Edge } from './edges.ts';

/** Rooms that a bundler packs: everything they import is a development dependency. */
const BUNDLED = ['dashboard'];

export function declared(edge: Edge, room: Room, library: string): Finding[] {
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {}, peerDependencies = {} } = room.manifest;
  if ([dependencies, optionalDependencies, peerDependencies].some((list) => library in list)) return [];
  const development = purposeOf(edge.file) !== 'production' || edge.typeOnly || BUNDLED.includes(room.name);
  if (development && (library in devDependencies || `@types/${library}` in devDependencies)) return [];
  const list = development ? 'devDependencies' : 'dependencies';
  return [
    finding(
      edge.file,
      edge.line,
      `"${library}" is not among the ${list} of ${room.dir}`,
      `declare it there ("catalog:" for a library, "workspace:*" for a package)`,
    ),
  ];
}
