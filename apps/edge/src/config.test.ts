import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOperating } from '@portvakt/ports';
import { describe, expect, it } from 'vitest';
import { edgeEnvironmentExample, readEdgeConfig } from './config.ts';

const CENTRE = { PORTVAKT_EDGE_CENTRAL_URL: 'https://centre.example' };

function faultOf(environment: Record<string, string>): string {
  try {
    readEdgeConfig(environment);
  } catch (cause) {
    if (isOperating(cause, 'config')) return cause.message;
    throw cause;
  }
  return '';
}

describe('the environment of the box', () => {
  it('needs nothing but the centre', () => {
    expect(readEdgeConfig({ ...CENTRE, PORTVAKT_EDGE_NAME: 'Boks 1', OTHER: 'x' })).toEqual({
      stateDir: '.data/edge',
      centralUrl: 'https://centre.example',
      enrolCode: undefined,
      name: 'Boks 1',
      pages: { host: '0.0.0.0', port: 8090 },
      mqtt: undefined,
      logLevel: 'info',
    });
  });

  it('tells all faults at once and never a value', () => {
    const said = faultOf({
      PORTVAKT_EDGE_CENTRAL_URL: 'ftp://secret-host',
      PORTVAKT_EDGE_PAGES_PORT: '99999',
      PORTVAKT_EDGE_PAGE_PORT: '1',
      PORTVAKT_EDGE_MQTT_PASSWORD: 'hunter2',
    });
    for (const key of ['CENTRAL_URL', 'PAGES_PORT', 'PAGE_PORT: no such setting', 'go together']) expect(said).toContain(key);
    for (const value of ['secret-host', '99999', 'hunter2']) expect(said).not.toContain(value);
  });

  it('takes secrets from files', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'portvakt-config-')), 'code');
    writeFileSync(file, 'ABCD-EFGH\n');
    expect(readEdgeConfig({ ...CENTRE, PORTVAKT_EDGE_ENROL_CODE_FILE: file }).enrolCode).toBe('ABCD-EFGH');
    expect(faultOf({ ...CENTRE, PORTVAKT_EDGE_ENROL_CODE_FILE: `${file}.not` })).toContain('ENROL_CODE_FILE');
  });

  it('explains every key in the example', () => {
    const example = edgeEnvironmentExample();
    expect(example).toContain('PORTVAKT_EDGE_PAGES_PORT=8090');
    expect(example.split('\n\n')).toHaveLength(11);
  });
});
