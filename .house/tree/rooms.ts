/** The packages of the workspace: which files belong to which, what each declares and exports. */
import type { Tree } from './files.ts';

export interface Manifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly imports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Room {
  /** `domain`, `api`: the package's name without the scope. */
  readonly name: string;
  /** `packages/domain`. */
  readonly dir: string;
  readonly manifest: Manifest;
}

export const SCOPE = '@portvakt/';

export function readRooms(tree: Tree): Room[] {
  return tree.files
    .filter((file) => /^((packages|apps)\/[^/]+|firmware-bridge)\/package\.json$/.test(file))
    .map((file) => {
      // its shape is checked by pnpm before any of this runs
      const manifest = JSON.parse(tree.text(file)) as Manifest;
      return { name: manifest.name.replace(SCOPE, ''), dir: file.replace('/package.json', ''), manifest };
    });
}

export const roomOf = (rooms: readonly Room[], file: string): Room | undefined => rooms.find((room) => file.startsWith(`${room.dir}/`));

/** What a file is for; rules are softer for everything that does not run at a site. */
export type Purpose = 'production' | 'test' | 'double' | 'tool';

export function purposeOf(file: string): Purpose {
  if (/\.(test|spec)\.[a-z.]+$/.test(file) || /\/tests?\//.test(file)) return 'test';
  if (/\/(testing|simulator)\//.test(file)) return 'double';
  if (/\.config\.[cm]?[jt]s$/.test(file) || /^apps\/portvakt\/src\/(bench|screenshots)\//.test(file)) return 'tool';
  if (/^((packages|apps)\/[^/]+|firmware-bridge)\/(scripts\/)?[^/]+$/.test(file)) return 'tool';
  return 'production';
}
