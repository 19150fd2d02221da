import { existsSync } from 'node:fs';
import { OperatingError } from '@portvakt/ports';
import { openEntryReader } from '@portvakt/storage';
import { defineCommand } from 'citty';
import { logPath } from '../compare/find-sites.ts';
import { codes, dataOf, placeOf, sharedArgs, told } from './export-call.ts';
import { centreLines, edgeLines } from './log-lines.ts';
import { withSite } from './open-centre.ts';
import { writeOut } from './write-out.ts';

export const logCommand = defineCommand({
  meta: {
    name: 'log',
    description: `The log of the gates as JSON lines {epoch, sequence, hash, envelope}, without the parts about people. ${codes}`,
  },
  args: {
    ...sharedArgs,
    from: {
      type: 'enum',
      options: ['edge', 'centre'],
      default: 'edge',
      description: "edge: the box's own log in the data folder; centre: what has reached the centre",
    },
    json: { type: 'boolean', default: true, description: 'JSON lines; there is no other form' },
  },
  run: ({ args }) =>
    told(async () => {
      if (args.from === 'centre') {
        await withSite(placeOf(args), async (centre, site) => writeOut(args.out, centreLines(centre, await centre.agents.agents(site.id))));
        return;
      }
      const path = logPath(dataOf(args.data), args.site);
      if (!existsSync(path))
        throw new OperatingError('config', `There is no log at ${path}. A box has a folder edge-<site code> in the data folder.`);
      const edge = await openEntryReader(path);
      try {
        await writeOut(args.out, edgeLines(edge));
      } finally {
        await edge.close();
      }
    }),
});
