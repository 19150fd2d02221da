/** May this file import that package of ours, through that door? */
import { type Finding, finding } from '../tree/finding.ts';
import { purposeOf, type Room, SCOPE } from '../tree/rooms.ts';
import { declared } from './declared.ts';
import type { Edge } from './edges.ts';
import { floorOf, PAGES_DOOR, SHOWROOM } from './floors.ts';

const DOUBLES = /^\.\/(testing|simulator)$/;

export function judgeRoom(edge: Edge, room: Room, rooms: readonly Room[]): Finding[] {
  const [name = '', ...path] = edge.target.slice(SCOPE.length).split('/');
  const door = path.length === 0 ? '.' : `./${path.join('/')}`;
  const other = rooms.find((r) => r.name === name);
  const say = (says: string, instead: string): Finding[] => [finding(edge.file, edge.line, says, instead)];
  if (!other) return say(`there is no package ${SCOPE}${name}`, 'correct the name, or add the package');
  if (!(door in (other.manifest.exports ?? {})))
    return say(`"${edge.target}" is not a door of ${name}`, `import from a door that ${other.dir}/package.json exports`);
  const purpose = purposeOf(edge.file);
  if (other === room) return purpose === 'test' ? [] : say(`${name} imports itself by name`, 'use a relative path inside a package');
  const floor = floorOf(room.name, edge.file);
  if (!floor) return say(`${room.name} has no floor`, 'give the package a line in .house/imports/floors.ts');
  const mayEnter = floor.rooms.includes(name) || (edge.target === PAGES_DOOR && ['api', 'edge'].includes(room.name));
  if (!mayEnter) {
    const below = floor.rooms.length === 0 ? 'nothing' : `only ${floor.rooms.join(', ')}`;
    return say(
      `${room.name} may not import ${name}`,
      `${room.name} imports ${below}; move the line to the room it belongs in, or pass it in as an argument`,
    );
  }
  if (DOUBLES.test(door) && purpose === 'production' && room.name !== SHOWROOM) {
    return say(`production code opens the doubles' door "${edge.target}"`, 'only tests and the demo may; pass the real thing in');
  }
  return declared(edge, room, `${SCOPE}${name}`);
}
