/** How each box fares: whether it is enrolled, how old its list is, how far the centre is behind its log. */
import { existsSync } from 'node:fs';
import type { AgentId } from '@portvakt/domain';
import { isOperating } from '@portvakt/ports';
import { openCentralReader, openEntryReader } from '@portvakt/storage';
import { z } from 'zod';
import { centrePath } from '../../compare/find-sites.ts';
import { readEntry } from '../../compare/read/read-entry.ts';
import { type Examined, type Look, ok, type Patient, warning } from '../examine.ts';
import { type Box, boxesIn } from './boxes-in.ts';
import { jsonIn } from './json-in.ts';

const LIST_OLD_MS = 3_600_000;
const CLOCKS_APART_MS = 2_000;
/** What a busy minute leaves behind on a good link. */
const BACKLOG_SEEN = 200;
const FIX_LINK = 'Start the box and see that it reaches the centre; it goes on deciding by itself until then.';

/** The parts of its files that are read here; the box writes more. */
const confirmed = z.object({ confirmedMs: z.number(), clockOffByMs: z.number() });
const watermark = z.object({ epoch: z.number(), acknowledged: z.number() });

export const lookAtBoxes: Look = async (patient) => {
  const found: Examined[] = [];
  for (const box of boxesIn(patient.data)) {
    const name = `box at ${box.code}`;
    if (!existsSync(box.identity)) found.push(warning(name, 'not enrolled', 'Start it once with the code the centre gives out for it.'));
    found.push(...judgeList(name, box, patient.runtime.now()), ...(await backlogOf(name, box, patient)));
  }
  return found;
};

function judgeList(name: string, { confirmed: path }: Box, nowMs: number): readonly Examined[] {
  if (!existsSync(path)) return [warning(`${name}: list`, 'none confirmed yet', FIX_LINK)];
  const read = confirmed.safeParse(jsonIn(path));
  if (!read.success) return [warning(`${name}: list`, 'when it was confirmed cannot be read', FIX_LINK)];
  const { confirmedMs, clockOffByMs } = read.data;
  const age = nowMs - confirmedMs;
  const minutes = `confirmed ${Math.max(0, Math.round(age / 60_000))} min ago`;
  return [
    age > LIST_OLD_MS ? warning(`${name}: list`, minutes, FIX_LINK) : ok(`${name}: list`, minutes),
    ...(Math.abs(clockOffByMs) > CLOCKS_APART_MS
      ? [warning(`${name}: clock`, `${clockOffByMs} ms off the centre's`, 'Let one keeper of time serve both.')]
      : []),
  ];
}

async function backlogOf(name: string, box: Box, { data }: Patient): Promise<readonly Examined[]> {
  if (!existsSync(box.log)) return [];
  try {
    // log and centre are read one after the other, and the centre may have grown meanwhile
    const waiting = Math.max(0, await waitingIn(box, data));
    const words = `${waiting} entries not at the centre`;
    return [waiting > BACKLOG_SEEN ? warning(`${name}: log`, words, FIX_LINK) : ok(`${name}: log`, words)];
  } catch (cause) {
    if (!isOperating(cause)) throw cause;
    return [warning(`${name}: log`, `what waits cannot be counted: ${cause.message}`, 'See what is said of the databases.')];
  }
}

/** Counted from the two databases where both lie here, else by the box's own note of what the centre has told it. */
async function waitingIn({ log, watermark: path }: Box, data: string): Promise<number> {
  const reader = await openEntryReader(log);
  try {
    const head = await reader.head();
    if (head === undefined) return 0;
    if (!existsSync(centrePath(data))) {
      const noted = existsSync(path) ? watermark.safeParse(jsonIn(path)).data : undefined;
      return head.sequence - (noted?.epoch === head.epoch ? noted.acknowledged : 0);
    }
    const [entry] = await reader.read(head.epoch, head.sequence - 1, 1);
    const agent = entry && readEntry('agt_', entry).key.agent;
    return head.sequence - (agent === undefined ? 0 : await atCentre(data, agent, head.epoch));
  } finally {
    await reader.close();
  }
}

async function atCentre(data: string, agent: AgentId, epoch: number): Promise<number> {
  const centre = await openCentralReader(centrePath(data));
  try {
    return (await centre.ledger.head(agent, epoch))?.sequence ?? 0;
  } finally {
    await centre.close();
  }
}
