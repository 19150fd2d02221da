/** One log by itself: gapless, each entry following from the one before, each personal part the one that was committed to. */
import { CHAIN_START, chainHash, opensCommitment } from '@portvakt/trust';
import type { Fault } from '../finding.ts';
import { placeOf, type ReadEntry } from '../read/read-entry.ts';

/** Faults by place. Entries in order of epoch and sequence. */
export function checkLog(entries: readonly ReadEntry[]): ReadonlyMap<string, readonly Fault[]> {
  const found = new Map<string, readonly Fault[]>();
  let before: ReadEntry | undefined;
  for (const read of entries) {
    const here = faultsOf(read, before !== undefined && before.key.epoch === read.key.epoch ? before : undefined);
    if (here.length > 0) found.set(placeOf(read.key), here);
    before = read;
  }
  return found;
}

function faultsOf(read: ReadEntry, before: ReadEntry | undefined): readonly Fault[] {
  const { entry, envelope, personal } = read;
  const here: Fault[] = [];
  const follows = before === undefined ? entry.sequence === 1 : entry.sequence === before.entry.sequence + 1;
  if (before !== undefined && entry.sequence > before.entry.sequence + 1) here.push('edge_hole');
  // the oldest entry kept of a log whose beginning has been cleared has nothing to follow from
  if (follows && chainHash(before?.entry.hash ?? CHAIN_START, entry.envelope) !== entry.hash) here.push('chain_broken');
  if (envelope === undefined || personal === undefined) here.push('unreadable');
  else if (!commitmentHolds(read)) here.push('commitment_broken');
  return here;
}

/** A personal part that is gone proves nothing and breaks nothing. */
function commitmentHolds({ entry, envelope }: ReadEntry): boolean {
  if (entry.personal === null) return true;
  const commitment = envelope?.personal ?? null;
  return commitment !== null && entry.salt !== null && opensCommitment(commitment, entry.salt, entry.personal);
}
