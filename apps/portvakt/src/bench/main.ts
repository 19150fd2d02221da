/**
 * `npm run bench [-- NAME…] [--rounds N] [--json]`: every figure as a ratio to a floor measured in the same run. Names: card-index,
 * tap-to-gate, ingest; none is all. Ends with 1 when a goal is missed by more than a tenth.
 */
import { parseArgs } from 'node:util';
import { printRatios, type Ratio } from './rounds.ts';

type Bench = (options: { rounds: number; json: boolean }) => Promise<readonly Ratio[]>;

const benches: Readonly<Record<string, { readonly title: string; readonly load: () => Promise<Bench> }>> = {
  'card-index': { title: 'Card-status index', load: async () => (await import('./card-index.ts')).benchCardIndex },
  'tap-to-gate': {
    title: 'Tap to gate command, over pseudo-terminals',
    load: async () => (await import('./tap-to-gate.ts')).benchTapToGate,
  },
  ingest: { title: 'Uplink ingest', load: async () => (await import('./ingest.ts')).benchIngest },
};

const ROUNDS_LEAST = 7;
const SLACK = 1.1;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '9' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const rounds = Number(values.rounds);
const unknown = names.filter((name) => !(name in benches));

if (values.help || unknown.length > 0 || !Number.isInteger(rounds) || rounds < ROUNDS_LEAST) {
  process.stderr.write(`bench [${Object.keys(benches).join('] [')}] [--rounds N, at least ${ROUNDS_LEAST}] [--json]\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  const results: Record<string, readonly Ratio[]> = {};
  for (const name of names) {
    const { title, load } = benches[name]!;
    const bench = await load();
    results[name] = await bench({ rounds, json: values.json });
    if (!values.json)
      process.stdout.write(`\n${printRatios(`${title}: median of ${rounds} interleaved rounds (lowest … highest)`, results[name])}`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ rounds, results }, null, 2)}\n`);
  const missed = Object.values(results)
    .flat()
    .filter((r) => r.goal !== undefined && r.ratio > r.goal * SLACK);
  for (const ratio of missed) process.stderr.write(`Goal missed by more than a tenth: ${ratio.name}\n`);
  process.exitCode = missed.length > 0 ? 1 : 0;
}
