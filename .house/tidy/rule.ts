/** What a rule of tidiness looks at: the whole tree, its parsed code, its packages. */

import type { Tree } from '../tree/files.ts';
import type { Finding } from '../tree/finding.ts';
import type { Room } from '../tree/rooms.ts';
import type { Parsed } from '../tree/syntax.ts';

export interface Ground {
  readonly tree: Tree;
  readonly parsed: readonly Parsed[];
  readonly rooms: readonly Room[];
}

export type Rule = (ground: Ground) => Finding[];

/** Applies a line-by-line look to some files. */
export function eachLine(
  tree: Tree,
  files: readonly string[],
  look: (line: string, file: string, number: number) => Finding | undefined,
): Finding[] {
  return files.flatMap((file) =>
    tree
      .text(file)
      .split('\n')
      .flatMap((line, i) => look(line, file, i + 1) ?? []),
  );
}
