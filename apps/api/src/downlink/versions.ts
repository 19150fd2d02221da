/**
 * Versions of what comes down as signed text: the position of the last change it is made from, and the day it is made on, for each
 * paper also carries a date it holds until and must be renewed before that.
 *
 * Never less for newer content, whichever instance answers. A centre restored from a copy may meet a version it has not got to yet: what
 * it has then goes down as the next one.
 */
import { dayNumber, type SiteId, siteDayOf } from '@portvakt/domain';
import type { ChangeTopic, Runtime } from '@portvakt/ports';
import type { ChangeFeed } from '../feed/change-feed.ts';

const DAYS_MAX = 100_000;

/** The version there is now, or `undefined` when the agent has it. Reads the feed first, so that a change committed anywhere counts. */
export async function versionToSend(
  feed: ChangeFeed,
  runtime: Runtime,
  site: SiteId,
  topics: readonly ChangeTopic[],
  have: number | undefined,
): Promise<number | undefined> {
  await feed.catchUp();
  const day = dayNumber(siteDayOf(runtime.now()));
  const version = feed.versionOf(site, topics) * DAYS_MAX + day;
  if (have === undefined || have < version) return version;
  const newest = feed.position() * DAYS_MAX + day;
  return have > newest ? have + 1 : undefined;
}
