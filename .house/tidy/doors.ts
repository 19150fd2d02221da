/** A package has the doors its `exports` list, each of them there; no other file is called index. */
import { finding } from '../tree/finding.ts';
import type { Rule } from './rule.ts';

/** Made by a build: not in the tree of a fresh clone. */
const BUILT = /^\.\/(build|dist)\//;

export const doors: Rule = ({ tree, rooms }) => {
  const known = new Set(tree.files);
  const targets = rooms.flatMap((room) =>
    Object.values(room.manifest.exports ?? {})
      .flatMap((door) => (typeof door === 'string' ? [door] : Object.values(door)))
      .map((target) => ({ room, target, file: `${room.dir}/${target.slice(2)}` })),
  );
  const missing = targets
    .filter(({ target, file }) => !BUILT.test(target) && !known.has(file))
    .map(({ room, target }) =>
      finding(`${room.dir}/package.json`, 0, `exports "${target}", which does not exist`, 'write the door or take it out of exports'),
    );
  const listed = new Set(targets.map(({ file }) => file));
  const extra = tree.files
    .filter((file) => /(^|\/)index\.[cm]?[jt]s$/.test(file) && !listed.has(file))
    .map((file) =>
      finding(file, 0, 'is an index that is no door', 'import the files themselves; only a door in exports is called index.ts'),
    );
  return [...missing, ...extra];
};
