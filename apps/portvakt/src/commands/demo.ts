import { isOperating } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { defineCommand } from 'citty';
import { readConfig } from '../config.ts';
import { demoSites } from '../demo/demo-sites.ts';
import { runDemo } from '../demo/run-demo.ts';
import { exitCodes } from '../exit-codes.ts';

export const command = defineCommand({
  meta: {
    name: 'demo',
    description: `A whole site on embedded parts: centre, broker, edge agent, simulated gates and the pages. Runs until Ctrl-C and goes on from the same data at the next start. Settings: PORT (pages of the centre, default 8080), PORTVAKT_DATA (folder, default .data). Exit codes: ${exitCodes.ok} stopped, ${exitCodes.failed} failed, ${exitCodes.usage} wrong settings, ${exitCodes.running} runs already.`,
  },
  args: {
    sites: { type: 'string', default: '1', description: `how many sites, 1 to ${demoSites.length}` },
    speed: { type: 'string', default: '10', description: 'how many times faster than the wall the simulated day runs' },
    days: { type: 'string', description: 'stop the simulated people after this many days' },
  },
  run: async ({ args }) => {
    const sites = Number(args.sites);
    const speed = Number(args.speed);
    const days = args.days === undefined ? undefined : Number(args.days);
    if (!Number.isInteger(sites) || sites < 1 || sites > demoSites.length || !(speed > 0) || (days !== undefined && !(days >= 1))) {
      process.stderr.write(`--sites is 1 to ${demoSites.length}, --speed and --days are numbers above 0.\n`);
      process.exitCode = exitCodes.usage;
      return;
    }
    try {
      process.exitCode = await runDemo({ config: readConfig(), runtime: systemRuntime(), sites: demoSites.slice(0, sites), speed, days });
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
      process.stderr.write(`${cause.message}\n`);
      process.exitCode = cause.code === 'config' ? exitCodes.usage : exitCodes.failed;
    }
  },
});
