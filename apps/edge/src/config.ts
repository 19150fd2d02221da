/**
 * What the box is told by its environment: the one place that reads it.
 *
 * A key of ours that is not known is a fault, for it is most often a known one misspelt. All faults are told at once, and never a value.
 */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { OperatingError } from '@portvakt/ports';
import { personText } from '@portvakt/protocol';
import { z } from 'zod';
import { type LogLevel, logLevels } from './log.ts';

const PREFIX = 'PORTVAKT_EDGE_';

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.int().min(0).max(65_535));

/** A secret may stand in a file instead (`…_FILE`), so that it is in no process list. */
const SECRETS = ['ENROL_CODE', 'MQTT_PASSWORD'] as const;

const settings = z.strictObject({
  STATE_DIR: z.string().min(1).default('.data/edge').describe('folder the box keeps everything in; its own, mode 0700'),
  CENTRAL_URL: z.url({ protocol: /^https?$/ }).describe('address of the centre; https outside one machine'),
  ENROL_CODE: z.string().min(8).max(40).optional().describe('one-time code from the centre; needed once, until the box is enrolled'),
  NAME: personText(60).optional().describe('what the box is called on the pages. Default: the name of the machine'),
  PAGES_HOST: z.string().min(1).default('0.0.0.0').describe('address the pages listen on, on the site’s own network'),
  PAGES_PORT: port.default(8090).describe('TCP port of the pages; 0 takes a free one'),
  MQTT_URL: z
    .url({ protocol: /^mqtts?$/ })
    .optional()
    .describe('broker of the gates that speak MQTT: mqtt://… or mqtts://…; user and password below'),
  MQTT_USERNAME: z.string().min(1).max(120).optional().describe('who the box is at the broker'),
  MQTT_PASSWORD: z.string().min(1).max(200).optional().describe('its password there'),
  MQTT_CA_FILE: z.string().min(1).optional().describe('certificate authority of the broker, PEM, when the system does not know it'),
  LOG_LEVEL: z
    .enum(logLevels)
    .default('info')
    .describe(`one of ${logLevels.join(', ')}`),
});

export interface EdgeConfig {
  readonly stateDir: string;
  readonly centralUrl: string;
  readonly enrolCode: string | undefined;
  readonly name: string;
  readonly pages: { readonly host: string; readonly port: number };
  readonly mqtt: { readonly url: string; readonly username: string; readonly password: string; readonly ca?: string } | undefined;
  readonly logLevel: LogLevel;
}

/** Reads the environment, or throws one `config` error that names every fault. */
export function readEdgeConfig(environment: Readonly<Record<string, string | undefined>> = process.env): EdgeConfig {
  const faults: string[] = [];
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith(PREFIX) && value !== undefined && value !== '') given[name.slice(PREFIX.length)] = value;
  }
  for (const key of SECRETS) takeFromFile(given, key, faults);
  const read = settings.safeParse(given);
  if (!read.success) faults.push(...read.error.issues.flatMap(faultsOf));
  const mqttKeys = ['MQTT_URL', 'MQTT_USERNAME', 'MQTT_PASSWORD'].filter((key) => given[key] !== undefined);
  if (mqttKeys.length > 0 && mqttKeys.length < 3)
    faults.push(`${PREFIX}MQTT_URL, ${PREFIX}MQTT_USERNAME and ${PREFIX}MQTT_PASSWORD go together`);
  const ca = given.MQTT_CA_FILE === undefined ? undefined : fileText(given.MQTT_CA_FILE);
  if (given.MQTT_CA_FILE !== undefined && ca === undefined) faults.push(`${PREFIX}MQTT_CA_FILE: cannot be read`);
  if (faults.length > 0 || !read.success)
    throw new OperatingError('config', `the environment is not as it should be:\n  ${faults.join('\n  ')}`);
  const { data } = read;
  const { MQTT_URL: url, MQTT_USERNAME: username, MQTT_PASSWORD: password } = data;
  return {
    stateDir: data.STATE_DIR,
    centralUrl: data.CENTRAL_URL,
    enrolCode: data.ENROL_CODE,
    name: data.NAME ?? hostname().slice(0, 60),
    pages: { host: data.PAGES_HOST, port: data.PAGES_PORT },
    mqtt: url && username && password ? { url, username, password, ...(ca === undefined ? {} : { ca }) } : undefined,
    logLevel: data.LOG_LEVEL,
  };
}

/** The example file: every key with its meaning, its default where it has one. */
export function edgeEnvironmentExample(): string {
  return Object.entries(settings.shape)
    .map(([key, schema]) => {
      const unset = schema.safeParse(undefined);
      const value = unset.success && unset.data !== undefined ? String(unset.data) : '';
      return `# ${schema.description ?? ''}\n${value === '' ? '# ' : ''}${PREFIX}${key}=${value}\n`;
    })
    .join('\n');
}

function takeFromFile(given: Record<string, string>, key: string, faults: string[]): void {
  const file = given[`${key}_FILE`];
  if (file === undefined) return;
  delete given[`${key}_FILE`];
  const text = fileText(file);
  if (text === undefined) faults.push(`${PREFIX}${key}_FILE: cannot be read`);
  else given[key] = text.trim();
}

function fileText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error) return undefined; // told as a fault, without what was in it
    throw cause;
  }
}

/** Names the key and what it should be; never what it was. */
function faultsOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${PREFIX}${key}: no such setting`);
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return [`${PREFIX}${issue.path.join('.')}: ${isMissing ? 'is missing' : issue.message}`];
}
