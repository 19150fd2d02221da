import { readEdgeConfig, startEdge } from '@portvakt/edge';
import { isOperating } from '@portvakt/ports';
import { defineCommand } from 'citty';
import { exitCodes } from '../exit-codes.ts';
import { untilStopped } from '../until-stopped.ts';

export const command = defineCommand({
  meta: {
    name: 'edge',
    description: `The box at a site: reads cards, decides, logs and opens, with or without the uplink; serves the site's own pages. Settings: PORTVAKT_EDGE_* (all are listed when one is wrong). Exit codes: ${exitCodes.ok} stopped, ${exitCodes.failed} failed, ${exitCodes.usage} wrong settings.`,
  },
  run: async () => {
    try {
      const edge = await startEdge(readEdgeConfig());
      process.stdout.write(`The site's own pages are at ${edge.pagesUrl}\n`);
      await untilStopped();
      await edge.close();
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
      process.stderr.write(`${cause.message}\n`);
      process.exitCode = cause.code === 'config' ? exitCodes.usage : exitCodes.failed;
    }
  },
});
