import { idOf, type Scope } from '@portvakt/domain';
import type { ChangeTopic } from '@portvakt/ports';
import { manualRuntime } from '@portvakt/ports/testing';
import { uuidv7 } from 'uuidv7';
import { expect, it } from 'vitest';
import { type Change, changeFeed, POLL_MS } from './change-feed.ts';

const scope: Scope = { owner: idOf('owner', uuidv7()), site: idOf('site', uuidv7()) };

function table(first: number) {
  const rows: Change[] = Array.from({ length: first }, (_, i) => ({ position: i + 1, scope, topic: 'ledger' }));
  return {
    add: (topic: ChangeTopic) => rows.push({ position: rows.length + 1, scope, topic }),
    latest: async () => rows.length,
    after: async (position: number, limit: number) => rows.slice(position, position + limit),
  };
}

it('tells what comes after it began, in order, however much at once', async () => {
  const changes = table(3);
  const feed = changeFeed(changes, manualRuntime(), () => undefined);
  const heard: number[] = [];
  feed.listen(({ position }) => heard.push(position));
  await feed.start();
  for (let i = 0; i < 1_200; i += 1) changes.add('people');
  await feed.catchUp();
  expect(heard).toEqual(Array.from({ length: 1_200 }, (_, i) => i + 4));
});

it('looks by itself every hundred milliseconds, and not after it was stopped', async () => {
  const runtime = manualRuntime();
  const changes = table(0);
  const feed = changeFeed(changes, runtime, () => undefined);
  const heard: ChangeTopic[] = [];
  feed.listen(({ topic }) => heard.push(topic));
  await feed.start();
  changes.add('commands');
  runtime.advance(POLL_MS);
  await feed.catchUp();
  expect(heard).toEqual(['commands']);
  feed.stop();
  changes.add('commands');
  runtime.advance(POLL_MS * 5);
  await Promise.resolve();
  expect(heard).toEqual(['commands']);
});

it('tells the version of some topics: never less than where it began', async () => {
  const changes = table(10);
  const feed = changeFeed(changes, manualRuntime(), () => undefined);
  await feed.start();
  expect(feed.versionOf(scope.site, ['people'])).toBe(10);
  changes.add('ledger');
  changes.add('people');
  changes.add('ledger');
  await feed.catchUp();
  expect(feed.versionOf(scope.site, ['people', 'site'])).toBe(12);
  expect(feed.versionOf(idOf('site', uuidv7()), ['people'])).toBe(10);
  expect(feed.position()).toBe(13);
});
