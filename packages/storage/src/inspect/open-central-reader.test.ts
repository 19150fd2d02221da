import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openCentralStores } from '../central/open-central-stores.ts';
import { openEntryStore } from '../edge/open-entry-store.ts';
import { inspectFile } from './file-state.ts';
import { openCentralReader } from './open-central-reader.ts';

const freshPath = () => join(mkdtempSync(join(tmpdir(), 'portvakt-inspect-')), 'some.db');
const own = { id: 'own_1', name: 'Eier' } as const;

describe('the centre, read by another', () => {
  it('sees what the centre wrote while the centre still runs, and cannot write itself', async () => {
    const path = freshPath();
    const stores = await openCentralStores(pathToFileURL(path).href, { create: true });
    const reader = await openCentralReader(path);
    await stores.sites.putOwner(own);
    expect(await reader.sites.owners()).toEqual([own]);
    await expect(reader.sites.putOwner(own)).rejects.toThrow(TypeError);
    await reader.close();
    await stores.close();
  });

  it('is not there where no file is', async () => {
    await expect(openCentralReader(freshPath())).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});

describe('a file that is inspected', () => {
  it('is whole and current when it was just made', async () => {
    const path = freshPath();
    await (await openEntryStore(path, { owner: 'own_1', site: 'sit_1', agent: 'agt_1' })).close();
    expect(await inspectFile(path, 'edge')).toEqual({ damage: [], form: 'current' });
  });

  it('is newer when it knows of migrations that this program does not', async () => {
    const path = freshPath();
    await (await openEntryStore(path, { owner: 'own_1', site: 'sit_1', agent: 'agt_1' })).close();
    expect((await inspectFile(path, 'central')).form).toBe('newer');
  });

  it('is older when it has none, and damaged when it is no database', async () => {
    const empty = freshPath();
    writeFileSync(empty, '');
    expect(await inspectFile(empty, 'edge')).toEqual({ damage: [], form: 'older' });
    const other = freshPath();
    writeFileSync(other, 'this is no database at all, and long enough to be looked at twice by anyone who opens it');
    expect(await inspectFile(other, 'edge')).toMatchObject({ form: 'unknown' });
  });
});
