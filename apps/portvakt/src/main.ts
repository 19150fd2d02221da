#!/usr/bin/env node
/** `portvakt`: the one command of the product. Each subcommand is loaded when it is asked for. */
import { defineCommand, runMain } from 'citty';

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

await runMain(portvakt);
