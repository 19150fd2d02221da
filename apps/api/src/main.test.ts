import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemRuntime } from '@portvakt/ports/system';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CentralConfig } from './config.ts';
import { readConfig, startCentral } from './index.ts';
import { enrolAgent } from './testing/agent-double.ts';
import { callerWith, firstAdministrator, makeSite } from './testing/site-double.ts';
import { enrolCode } from './testing/staged-site.ts';

let folder: string;
let config: CentralConfig;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portvakt-main-'));
  config = readConfig({
    PORTVAKT_CENTRAL_DATABASE_URL: `file:${join(folder, 'central.db')}`,
    PORTVAKT_CENTRAL_PORT: '0',
    PORTVAKT_CENTRAL_SECRET: 'a secret that only this test knows 123',
    PORTVAKT_CENTRAL_LOG_LEVEL: 'silent',
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the centre as it runs', () => {
  it('answers over HTTP, counts for this machine alone, and stops within three seconds with streams open', async () => {
    const centre = await startCentral(config, { runtime: systemRuntime() });
    // the same calls as on the app, over a socket
    const over = { request: (path: string, init?: RequestInit) => fetch(`${centre.url}${path}`, init) } as unknown as Parameters<
      typeof firstAdministrator
    >[0];
    const call = callerWith(over, await firstAdministrator(over));
    const site = await makeSite(call, 'kaigata', 1);
    const agent = await enrolAgent(over, await enrolCode(call, site), Date.now);

    expect(await (await fetch(`${centre.url}/healthz`)).json()).toEqual({ alive: true });
    expect(await (await fetch(`${centre.url}/readyz`)).json()).toEqual({ ready: true, checks: { database: 'ok', clock: 'ok' } });
    const metrics = await (await fetch(`${centre.url}/metrics`)).text();
    expect(metrics).toContain('portvakt_request_seconds');
    expect(metrics).not.toContain(site.site);
    expect((await fetch(`${centre.url}/metrics`, { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(404);

    const stream = await agent.get('/stream');
    const reader = stream.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: hello');
    const beganMs = performance.now();
    await Promise.all([centre.close(), centre.close()]);
    expect(performance.now() - beganMs).toBeLessThan(3_000);
    await expect(fetch(`${centre.url}/healthz`)).rejects.toThrow();
    await reader.cancel().catch(() => 'the connection is cut already');

    const again = await startCentral(config, { runtime: systemRuntime() });
    expect(await (await fetch(`${again.url}/api/v1/setup`)).json()).toEqual({ needed: false });
    await again.close();
  });

  it('says that its port is taken', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    await expect(startCentral({ ...config, port }, { runtime: systemRuntime() })).rejects.toMatchObject({ code: 'port_in_use' });
    await new Promise((resolve) => other.close(resolve));
  });
});
