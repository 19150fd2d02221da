/**
 * What the centre is told by its environment: the one place that reads it.
 *
 * Every key has a default or is named as missing; a key of ours that is not known is a fault, for it is most often a known one misspelt.
 * All faults are told at once. A secret's value is never in a message.
 */
import { readFileSync } from 'node:fs';
import { OperatingError } from '@portvakt/ports';
import { z } from 'zod';

const PREFIX = 'PORTVAKT_CENTRAL_';
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most));

/** A secret may stand in a file instead (`…_FILE`), so that it is in no process list. */
const SECRETS = ['SECRET', 'DATABASE_URL'] as const;

const settings = z.strictObject({
  DATABASE_URL: z.string().min(1).default('file:.data/central.db').describe('libSQL address of the database: file:… or https://…'),
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  PORT: whole(0, 65_535).default(8080).describe('TCP port; 0 takes a free one'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('address people reach this by; https makes cookies secure. Default: http://HOST:PORT'),
  SECRET: z
    .string()
    .min(32)
    .describe('at least 32 characters of chance; signs cookies and page cursors. Make one: openssl rand -base64 48'),
  LOG_LEVEL: z
    .enum(logLevels)
    .default('info')
    .describe(`one of ${logLevels.join(', ')}`),
  SESSION_IDLE_MINUTES: whole(5, 1_440).default(120).describe('minutes without a request after which a session ends, 5 to 1440'),
  SESSION_HOURS_MAX: whole(1, 168).default(12).describe('hours after which a session ends whatever happens, 1 to 168'),
  BEHIND_PROXY: z
    .enum(['yes', 'no'])
    .default('no')
    .describe('yes: the last address in X-Forwarded-For is the client; only with a proxy of ours in front'),
});

export interface CentralConfig {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  /** `undefined`: made of host and the port that was taken. */
  readonly publicUrl: string | undefined;
  readonly secret: string;
  readonly logLevel: (typeof logLevels)[number];
  readonly sessionIdleMinutes: number;
  readonly sessionHoursMax: number;
  readonly behindProxy: boolean;
}

/** Reads the environment, or throws one `config` error that names every fault. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): CentralConfig {
  const faults: string[] = [];
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith(PREFIX) && value !== undefined && value !== '') given[name.slice(PREFIX.length)] = value;
  }
  for (const key of SECRETS) takeFromFile(given, key, faults);
  const read = settings.safeParse(given);
  if (!read.success) faults.push(...read.error.issues.flatMap(faultsOf));
  if (faults.length > 0 || !read.success)
    throw new OperatingError('config', `the environment is not as it should be:\n  ${faults.join('\n  ')}`);
  const { data } = read;
  return {
    databaseUrl: data.DATABASE_URL,
    host: data.HOST,
    port: data.PORT,
    publicUrl: data.PUBLIC_URL,
    secret: data.SECRET,
    logLevel: data.LOG_LEVEL,
    sessionIdleMinutes: data.SESSION_IDLE_MINUTES,
    sessionHoursMax: data.SESSION_HOURS_MAX,
    behindProxy: data.BEHIND_PROXY === 'yes',
  };
}

/** The example file: every key with its meaning, its default where it has one. */
export function environmentExample(): string {
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
  try {
    given[key] = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    faults.push(`${PREFIX}${key}_FILE: cannot be read`);
  }
}

/** Names the key and what it should be; never what it was. */
function faultsOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${PREFIX}${key}: no such setting`);
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return [`${PREFIX}${issue.path.join('.')}: ${isMissing ? 'is missing' : issue.message}`];
}
