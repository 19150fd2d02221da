#!/usr/bin/env node
/** `portvakt`: the one command of the product. Each subcommand is loaded when it is asked for. */
import { defineCommand, runCommand, runMain } from 'citty';
import { exitCodes } from './exit-codes.ts';

const load = (name: string) => () => import(`./commands/${name}.ts`).then((module) => module.command);

const portvakt = defineCommand({
  meta: { name: 'portvakt', version: '0.1.0', description: 'HMS-kort at the gate, who is inside, and the § 15 list of a building site' },
  subCommands: {
    demo: load('demo'),
    central: load('central'),
    edge: load('edge'),
    simulate: load('simulate'),
    compare: load('compare'),
    export: load('export'),
    doctor: load('doctor'),
  },
});

const words = process.argv.slice(2);
if (words.some((word) => word === '--help' || word === '-h') || (words.length === 1 && words[0] === '--version')) {
  await runMain(portvakt);
} else {
  try {
    await runCommand(portvakt, { rawArgs: words });
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'CLIError') throw cause;
    process.stderr.write(`${cause.message.replace(/\.$/, '')}. See portvakt --help\n`);
    process.exitCode = exitCodes.usage;
  }
}
