/** Holds every import of the tree to the floors, the doors, the declared dependencies and the libraries' rooms. */
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Tree } from '../tree/files.ts';
import { type Finding, finding } from '../tree/finding.ts';
import { purposeOf, type Room, readRooms, roomOf, SCOPE } from '../tree/rooms.ts';
import type { Parsed } from '../tree/syntax.ts';
import { findCycles } from './cycles.ts';
import { type Edge, edgesOf } from './edges.ts';
import { SHOWROOM } from './floors.ts';
import { judgeLibrary } from './judge-library.ts';
import { judgeRoom } from './judge-room.ts';

export interface Imports {
  readonly findings: readonly Finding[];
  readonly edges: number;
}

export function checkImports(tree: Tree, parsed: readonly Parsed[]): Imports {
  const rooms = readRooms(tree);
  const known = new Set(tree.files);
  const graph = new Map<string, string[]>();
  const findings: Finding[] = [];
  let edges = 0;
  for (const module of parsed) {
    const room = roomOf(rooms, module.file);
    if (!room) continue;
    for (const edge of edgesOf(module)) {
      edges++;
      const inside = insideTarget(edge, room);
      if (inside !== undefined) {
        findings.push(...judgeInside(edge, room, inside));
        if (known.has(inside)) graph.set(edge.file, [...(graph.get(edge.file) ?? []), inside]);
      } else if (edge.target.startsWith(SCOPE)) findings.push(...judgeRoom(edge, room, rooms));
      else if (!isVirtual(edge.target, room)) findings.push(...judgeLibrary(edge, room, isBuiltin(edge.target)));
    }
  }
  for (const ring of findCycles(graph)) {
    findings.push(
      finding(
        ring[0] ?? '',
        0,
        `imports itself through ${[...ring.slice(1), ring[0]].join(' → ')}`,
        'move what both need to a file below them',
      ),
    );
  }
  return { findings, edges };
}

/** Path from the root of a relative or `#` import; undefined for anything else. */
function insideTarget(edge: Edge, room: Room): string | undefined {
  const bare = edge.target.replace(/\?.*$/, '');
  if (bare.startsWith('.')) return posix.join(posix.dirname(edge.file), bare);
  if (!bare.startsWith('#')) return undefined;
  for (const [pattern, place] of Object.entries(room.manifest.imports ?? {})) {
    const [before = '', after] = pattern.split('*');
    if (after === undefined ? bare === pattern : bare.startsWith(before))
      return posix.join(room.dir, place.replace('*', bare.slice(before.length)));
  }
  return `${room.dir}/${bare}`;
}

function judgeInside(edge: Edge, room: Room, inside: string): Finding[] {
  if (!inside.startsWith(`${room.dir}/`)) {
    return [
      finding(
        edge.file,
        edge.line,
        `"${edge.target}" leaves the package`,
        'import the other package by its name, through a door its exports list',
      ),
    ];
  }
  if (purposeOf(edge.file) === 'production' && ['double', 'test'].includes(purposeOf(inside)) && room.name !== SHOWROOM) {
    return [
      finding(edge.file, edge.line, `production code imports "${edge.target}"`, 'doubles and tests are for tests; pass the real thing in'),
    ];
  }
  return [];
}

/** Modules that SvelteKit and Vite make up. */
const isVirtual = (target: string, room: Room): boolean => room.name === 'dashboard' && /^(\$|virtual:)/.test(target);
