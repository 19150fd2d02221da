import { isOperating } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { defineCommand } from 'citty';
import { exitCodes } from '../exit-codes.ts';
import { openGates } from '../simulate/open-gates.ts';
import { runSite } from '../simulate/run-site.ts';
import { readSimulatedSite } from '../simulate/simulated-site.ts';
import { startUplinkRelay } from '../simulate/uplink-relay.ts';
import { untilStopped } from '../until-stopped.ts';

export const command = defineCommand({
  meta: {
    name: 'simulate',
    description: `The street side of a site: people, cards, readers and barriers, on real serial lines (pseudo-terminals) and a real broker. Keeps its own record of who walked where. Exit codes: ${exitCodes.ok} stopped or done, ${exitCodes.failed} failed, ${exitCodes.usage} the description cannot be used.`,
  },
  args: {
    site: {
      type: 'positional',
      required: true,
      description: 'file that describes the site: gates, lines, broker, seed (the demo writes one)',
    },
    days: { type: 'string', description: 'end after this many days' },
  },
  run: async ({ args }) => {
    try {
      const runtime = systemRuntime();
      const site = readSimulatedSite(args.site);
      const uplink = site.uplink ? await startUplinkRelay(site.uplink.listenPort, site.uplink.toPort) : undefined;
      const gates = await openGates(site, runtime);
      const say = (line: string) => process.stdout.write(`${line}\n`);
      const running = runSite(site, { runtime, gates, uplink, say, ...(args.days === undefined ? {} : { days: Number(args.days) }) });
      await Promise.race([untilStopped(), running.ended]);
      await running.stop();
      for (const gate of gates) await gate.close();
      await uplink?.close();
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
      process.stderr.write(`${cause.message}\n`);
      process.exitCode = cause.code === 'config' ? exitCodes.usage : exitCodes.failed;
    }
  },
});
