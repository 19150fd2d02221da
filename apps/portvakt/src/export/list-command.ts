import { isSiteDay } from '@portvakt/domain';
import { OperatingError } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { fileName } from '@portvakt/reports';
import { defineCommand } from 'citty';
import { codes, placeOf, sharedArgs, told } from './export-call.ts';
import { type ListFormat, listAs, listFormats, listOfDay } from './list-of-day.ts';
import { withSite } from './open-centre.ts';
import { writeOut } from './write-out.ts';

export const listCommand = defineCommand({
  meta: { name: 'list', description: `The § 15 list of one day: who shall work there, and nothing of who came or went. ${codes}` },
  args: {
    ...sharedArgs,
    date: { type: 'string', required: true, description: 'day, YYYY-MM-DD' },
    format: { type: 'enum', options: [...listFormats], default: 'json', description: 'json, csv (as a Norwegian Excel opens it) or pdf' },
    json: { type: 'boolean', default: false, description: 'the same as --format json' },
  },
  run: ({ args }) =>
    told(async () => {
      const { date, out } = args;
      if (!isSiteDay(date)) throw new OperatingError('config', 'A day is written YYYY-MM-DD.');
      const format = args.json ? 'json' : (args.format as ListFormat); // citty has checked it against the options
      if (format === 'pdf' && out === '-' && process.stdout.isTTY)
        throw new OperatingError('config', 'A PDF is not for the terminal: give a file with --out.');
      const runtime = systemRuntime();
      const document = await withSite(placeOf(args), (centre, site) => listOfDay(centre, site, date, runtime.now()));
      await writeOut(out, [await listAs(format, document)]);
      if (out !== '-')
        process.stderr.write(
          `${document.list.rows.length} rows on the list of ${date}: ${out} (usually named ${fileName(document, format)})\n`,
        );
    }),
});
