/**
 * The log of the centre: what happened, never to whom. No request is logged with its address line's query, its headers or its body; as a
 * second lock, fields that could hold personal data are taken out whoever puts them in.
 */
import { type DestinationStream, type Logger, pino } from 'pino';
import type { CentralConfig } from '../config.ts';

const PERSONAL = [
  'name',
  'givenName',
  'familyName',
  'bornOn',
  'email',
  'password',
  'number',
  'cardNumber',
  'personal',
  'authorization',
  'cookie',
  'body',
  'key',
  'enrolCode',
];

export function makeLog(config: Pick<CentralConfig, 'logLevel'>, to?: DestinationStream): Logger {
  const options = {
    name: 'portvakt-centre',
    level: config.logLevel,
    redact: { paths: PERSONAL.flatMap((field) => (field === 'name' ? [`*.${field}`] : [field, `*.${field}`])), censor: '-' },
    serializers: { err: faultOf },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** Where it failed, not what with: messages of libraries like to quote values. */
function faultOf(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    frames,
    ...(error.cause === undefined ? {} : { cause: faultOf(error.cause) }),
  };
}
