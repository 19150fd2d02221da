/** Lines for operators, JSON on standard output. Never a name, a birth date, a card number or a credential; keys are struck out besides. */
import pino from 'pino';

export type Logger = pino.Logger;

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const STRUCK = [
  '*.privateKey',
  '*.password',
  '*.code',
  '*.token',
  '*.bits',
  '*.personal',
  '*.credential',
  '*.familyName',
  '*.givenName',
  '*.email',
];

export function makeLog(level: LogLevel, process: 'supervisor' | 'gate' | 'link' | 'pages'): Logger {
  return pino({ level, base: { process }, redact: STRUCK, timestamp: pino.stdTimeFunctions.isoTime });
}
