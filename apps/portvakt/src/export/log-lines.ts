/**
 * A log as JSON lines, without the personal parts: what anyone may be given to see for themselves that nothing was taken out or
 * changed. The envelope is the very text that was hashed: hash = SHA-256(hash before ‖ envelope).
 */
import type { AgentId } from '@portvakt/domain';
import type { EntryReader, LogEntry } from '@portvakt/ports';
import type { CentralReader } from '@portvakt/storage';

const PAGE = 500;

export async function* edgeLines(edge: Pick<EntryReader, 'epochs' | 'read'>): AsyncGenerator<string> {
  for (const epoch of await edge.epochs()) yield* lines((after) => edge.read(epoch, after, PAGE));
}

/** Of one agent after the other; each line of theirs names its agent in the envelope. */
export async function* centreLines(
  centre: Pick<CentralReader, 'agents' | 'ledger'>,
  agents: readonly { readonly id: AgentId; readonly epoch: number }[],
): AsyncGenerator<string> {
  for (const { id, epoch: newest } of agents) {
    for (let epoch = 1; epoch <= newest; epoch += 1) yield* lines((after) => centre.ledger.entries(id, epoch, after, PAGE));
  }
}

async function* lines(page: (after: number) => Promise<readonly LogEntry[]>): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const entries = await page(after);
    for (const { epoch, sequence, envelope, hash } of entries) yield `${JSON.stringify({ epoch, sequence, hash, envelope })}\n`;
    const last = entries.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}
