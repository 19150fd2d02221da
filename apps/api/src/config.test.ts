import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { environmentExample, readConfig } from './config.ts';

const secret = 'x'.repeat(40);

it('has a default for all but the secret', () => {
  expect(readConfig({ PORTVAKT_CENTRAL_SECRET: secret, HOME: '/nowhere' })).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    logLevel: 'info',
    behindProxy: false,
  });
});

it('tells all faults at once, and never a secret', () => {
  const environment = {
    PORTVAKT_CENTRAL_SECRET: 'short-and-private',
    PORTVAKT_CENTRAL_PORT: '70000',
    PORTVAKT_CENTRAL_HOTS: 'x',
    PORTVAKT_CENTRAL_LOG_LEVEL: 'loud',
  };
  let message = '';
  try {
    readConfig(environment);
  } catch (cause) {
    message = String(cause);
  }
  for (const key of ['SECRET', 'PORT', 'HOTS', 'LOG_LEVEL']) expect(message).toContain(`PORTVAKT_CENTRAL_${key}`);
  expect(message).not.toContain('short-and-private');
});

it('takes a secret from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portvakt-config-'));
  writeFileSync(join(folder, 'secret'), `${secret}\n`);
  expect(readConfig({ PORTVAKT_CENTRAL_SECRET_FILE: join(folder, 'secret') }).secret).toBe(secret);
  expect(() => readConfig({ PORTVAKT_CENTRAL_SECRET_FILE: join(folder, 'gone') })).toThrow('cannot be read');
  rmSync(folder, { recursive: true });
});

it('writes an example that is itself a configuration, but for the secret', () => {
  const lines = environmentExample()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const environment = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  expect(readConfig({ ...environment, PORTVAKT_CENTRAL_SECRET: secret })).toMatchObject({ port: 8080 });
  expect(environmentExample()).toContain('PORTVAKT_CENTRAL_SECRET=');
});
