import { readConfig as readCentralConfig, startCentral } from '@portvakt/api';
import { isOperating } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { defineCommand } from 'citty';
import { builtPages } from '../built-pages.ts';
import { exitCodes } from '../exit-codes.ts';
import { untilStopped } from '../until-stopped.ts';

export const command = defineCommand({
  meta: {
    name: 'central',
    description: `The centre: API, pages and database. Settings: PORTVAKT_CENTRAL_* (all are listed when one is wrong). Exit codes: ${exitCodes.ok} stopped, ${exitCodes.failed} failed, ${exitCodes.usage} wrong settings.`,
  },
  run: async () => {
    try {
      const dashboard = await builtPages();
      const central = await startCentral(readCentralConfig(), {
        runtime: systemRuntime(),
        ...(dashboard === undefined ? {} : { dashboard }),
      });
      process.stdout.write(`The centre answers at ${central.url}\n`);
      await untilStopped();
      await central.close();
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
      process.stderr.write(`${cause.message}\n`);
      process.exitCode = cause.code === 'config' ? exitCodes.usage : exitCodes.failed;
    }
  },
});
