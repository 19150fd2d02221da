/** What the whole product's command reads from the environment. Each app has a schema of its own. */
import { resolve } from 'node:path';
import { OperatingError } from '@portvakt/ports';
import { z } from 'zod';

const schema = z.object({
  /** Port of the centre's pages; the edge's own pages take the ports after it. */
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is a whole number, 1 to 65000')
    .transform(Number)
    .pipe(z.int().min(1).max(65_000))
    .default(8080),
  /** Folder everything is kept in. */
  PORTVAKT_DATA: z.string().min(1).default('.data'),
});

export interface ProductConfig {
  readonly port: number;
  /** Absolute path. */
  readonly data: string;
}

/** Reads the environment; all faults are told at once. `from` is where a relative folder starts: where the person stands. */
export function readConfig(env: NodeJS.ProcessEnv = process.env, from = process.cwd()): ProductConfig {
  const read = schema.safeParse(env);
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n');
    throw new OperatingError('config', `These settings cannot be used:\n${faults}`, read.error);
  }
  return { port: read.data.PORT, data: resolve(from, read.data.PORTVAKT_DATA) };
}

/** The environment of a child: ours, less what is another app's, with its own settings. */
export function childEnvironment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^PORTVAKT_(CENTRAL|EDGE)_/.test(key)));
  return { ...inherited, ...own };
}

/** Whether the outcome goes to a terminal that shows colours. */
export function colours(): boolean {
  return process.stderr.isTTY === true && process.env.NO_COLOR === undefined;
}
