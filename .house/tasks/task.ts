/** One word after `npm run`: gets the repository's root and what stands after `--`, ends with an exit code. */
export type Task = (root: string, args: readonly string[]) => Promise<number>;
