/**
 * Measuring by comparison: contestants take turns in short rounds, and each round is judged by itself.
 *
 * A machine changes its pace by the second, so two times measured one after the other say little. Two that were measured
 * side by side, many times, give a ratio that holds; its spread says how well.
 */

/** Does its work once and gives what one piece of it cost, usually nanoseconds. */
export type Contestant = () => number | Promise<number>;

/** One figure with how far it went either way. Smaller is better, always: turn round what is not. */
export interface Ratio {
  readonly name: string;
  /** Median over the rounds. */
  readonly ratio: number;
  /** Lowest and highest over the rounds. */
  readonly low: number;
  readonly high: number;
  /** What it should not exceed. */
  readonly goal?: number;
  /** Of the figure, when it is no ratio: `ns`, `B`. */
  readonly unit?: string;
}

const WARM_UP_ROUNDS = 2;

/** The samples of every contestant, round by round. Each round starts with another one, so that none always runs after the same. */
export async function interleave<Name extends string>(
  contestants: Readonly<Record<Name, Contestant>>,
  { rounds }: { readonly rounds: number },
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[]; // the keys of that very record
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + WARM_UP_ROUNDS + turn) % names.length]!;
      const cost = await contestants[name]();
      if (round >= 0) samples[name].push(cost);
    }
  }
  return samples;
}

/** How the cost of one compares with that of another in the same round. */
export function ratioOf(name: string, samples: readonly number[], toSamples: readonly number[], goal?: number): Ratio {
  return { name, ...spread(samples.map((sample, round) => sample / toSamples[round]!)), ...(goal === undefined ? {} : { goal }) };
}

/** A figure by itself, with its unit. */
export function figureOf(name: string, samples: readonly number[], unit: string, goal?: number): Ratio {
  return { name, ...spread(samples), unit, ...(goal === undefined ? {} : { goal }) };
}

/** A table for people, one figure a line. */
export function printRatios(title: string, ratios: readonly Ratio[]): string {
  const width = Math.max(...ratios.map(({ name }) => name.length));
  const lines = ratios.map(({ name, ratio, low, high, goal, unit = '×' }) => {
    const figures = `${digits(ratio).padStart(8)} ${unit.padEnd(2)}  (${digits(low)} … ${digits(high)})`;
    const verdict = goal === undefined ? '' : `  goal ≤ ${goal} ${unit}${ratio <= goal ? '' : '  missed'}`;
    return `  ${name.padEnd(width)} ${figures}${verdict}`;
  });
  return [title, ...lines, ''].join('\n');
}

function spread(samples: readonly number[]): { ratio: number; low: number; high: number } {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const ratio = sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { ratio, low: sorted[0]!, high: sorted.at(-1)! };
}

function digits(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure >= 10 ? figure.toFixed(1) : figure.toFixed(figure >= 0.1 ? 2 : 3);
}
