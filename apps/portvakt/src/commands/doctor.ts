import { resolve } from 'node:path';
import { isOperating } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { defineCommand } from 'citty';
import { readConfig } from '../config.ts';
import { type Examined, fault, ok } from '../doctor/examine.ts';
import { examineAll } from '../doctor/examine-all.ts';
import { exitCodes } from '../exit-codes.ts';

const marks: Readonly<Record<Examined['state'], string>> = { ok: '✔', warning: '⚠', fault: '✖' };

export const command = defineCommand({
  meta: {
    name: 'doctor',
    description: `Looks the machine and the data folder over: version, settings, folder, databases, disk, clock, serial lines, broker, boxes. Changes nothing. Exit codes: ${exitCodes.ok} nothing is wrong (there may be warnings), ${exitCodes.differs} something is.`,
  },
  args: {
    data: { type: 'string', description: 'data folder (default: PORTVAKT_DATA, else .data)' },
    broker: { type: 'string', description: 'address of an MQTT broker to try, such as mqtt://10.0.0.5:1883' },
    json: { type: 'boolean', default: false, description: 'for a program' },
  },
  run: async ({ args }) => {
    const { data, settings } = readSettings(args.data);
    const rest = data === undefined ? [] : await examineAll({ data, broker: args.broker, runtime: systemRuntime() });
    const all = [settings, ...rest];
    const isWell = all.every((examined) => examined.state !== 'fault');
    process.stdout.write(args.json ? `${JSON.stringify({ ok: isWell, checks: all }, null, 2)}\n` : `${all.map(lineOf).join('\n')}\n`);
    process.exitCode = isWell ? exitCodes.ok : exitCodes.differs;
  },
});

/** A folder that was given stands, whatever the settings say. */
function readSettings(given: string | undefined): { readonly data: string | undefined; readonly settings: Examined } {
  const folder = given === undefined ? undefined : resolve(given);
  try {
    const config = readConfig();
    return { data: folder ?? config.data, settings: ok('settings', 'can be read') };
  } catch (cause) {
    if (!isOperating(cause, 'config')) throw cause;
    return { data: folder, settings: fault('settings', cause.message, 'Mend these settings in the environment.') };
  }
}

function lineOf({ name, state, found, fix }: Examined): string {
  const line = `${marks[state]} ${name}: ${found}`;
  return fix === null ? line : `${line}\n    ${fix}`;
}
