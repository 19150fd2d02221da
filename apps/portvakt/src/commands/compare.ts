import { resolve } from 'node:path';
import { isOperating } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { defineCommand } from 'citty';
import { type Comparison, compareRecords } from '../compare/compare-records.ts';
import { findSites } from '../compare/find-sites.ts';
import { openRecords } from '../compare/read/open-records.ts';
import { jsonOf } from '../compare/show/comparison-json.ts';
import { tableOf } from '../compare/show/table.ts';
import { readConfig } from '../config.ts';
import { exitCodes } from '../exit-codes.ts';

export const command = defineCommand({
  meta: {
    name: 'compare',
    description: `Three records of a site beside each other, entry by entry: what the simulated street saw, the log of the box, and the database of the centre, each read from its own file. Works while everything runs and when it is stopped. Exit codes: ${exitCodes.ok} in order, ${exitCodes.differs} something is lost, doubled or wrong, ${exitCodes.failed} a record cannot be read, ${exitCodes.usage} wrong settings.`,
  },
  args: {
    data: { type: 'string', description: 'folder the records lie in (default: PORTVAKT_DATA, else .data)' },
    site: { type: 'string', description: 'code of one site (default: all that are found)' },
    all: { type: 'boolean', default: false, description: 'every row, not only those that differ and the last 20' },
    json: { type: 'boolean', default: false, description: 'for a program' },
  },
  run: async ({ args }) => {
    try {
      const data = args.data === undefined ? readConfig().data : resolve(args.data);
      const codes = args.site === undefined ? findSites(data) : [args.site];
      if (codes.length === 0) {
        process.stderr.write(`No site has records under ${data}. Start the demo first, or give its folder with --data.\n`);
        process.exitCode = exitCodes.failed;
        return;
      }
      const runtime = systemRuntime();
      const comparisons: Comparison[] = [];
      for (const code of codes) comparisons.push(compareRecords(await openRecords(data, code, () => runtime.now())));
      const inOrder = comparisons.every((comparison) => comparison.inOrder);
      const sites = comparisons.map((comparison) => jsonOf(comparison, args));
      process.stdout.write(
        args.json
          ? `${JSON.stringify({ inOrder, sites }, null, 2)}\n`
          : comparisons.map((comparison) => tableOf(comparison, args)).join('\n'),
      );
      process.exitCode = inOrder ? exitCodes.ok : exitCodes.differs;
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
      process.stderr.write(`${cause.message}\n`);
      process.exitCode = cause.code === 'config' ? exitCodes.usage : exitCodes.failed;
    }
  },
});
