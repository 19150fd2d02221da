/** All rules of tidiness, in the order they are explained in CONTRIBUTING.md. */

import type { Tree } from '../tree/files.ts';
import type { Finding } from '../tree/finding.ts';
import { readRooms } from '../tree/rooms.ts';
import type { Parsed } from '../tree/syntax.ts';
import { clocksAndDice } from './clocks-and-dice.ts';
import { doors } from './doors.ts';
import { environment } from './environment.ts';
import { leftForLater } from './left-for-later.ts';
import { length } from './length.ts';
import { machinePaths } from './machine-paths.ts';
import { manifests } from './manifests.ts';
import { names } from './names.ts';
import { registryAddresses } from './registry-addresses.ts';
import type { Rule } from './rule.ts';
import { supplyChain } from './supply-chain.ts';
import { swallowed } from './swallowed.ts';
import { switchedOff } from './switched-off.ts';
import { testsThatTest } from './tests-that-test.ts';
import { topLevel } from './top-level.ts';

const RULES: readonly Rule[] = [
  topLevel,
  names,
  length,
  doors,
  leftForLater,
  testsThatTest,
  switchedOff,
  swallowed,
  environment,
  clocksAndDice,
  manifests,
  supplyChain,
  registryAddresses,
  machinePaths,
];

export function checkTidy(tree: Tree, parsed: readonly Parsed[]): { readonly findings: Finding[]; readonly rules: number } {
  const ground = { tree, parsed, rooms: readRooms(tree) };
  return { findings: RULES.flatMap((rule) => rule(ground)), rules: RULES.length };
}
