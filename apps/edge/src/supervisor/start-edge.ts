/**
 * The site box: three processes that outlive each other. The gate process decides and opens; the link talks to the centre; the pages
 * serve the site. The supervisor starts them, starts them again, and passes nudges on; it holds nothing else.
 */
import type { Runtime } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import type { EdgeConfig } from '../config.ts';
import { makeLog } from '../log.ts';
import { prepareStateDir, stateDir } from '../state/state-dir.ts';
import { KeptChild } from './kept-child.ts';
import type { ChildName } from './programs.ts';

export interface RunningEdge {
  readonly pagesUrl: string;
  /** The children, for tests and for the curious. */
  readonly children: Readonly<Record<ChildName, { readonly pid: number | undefined; readonly restarts: number }>>;
  close(): Promise<void>;
}

export async function startEdge(config: EdgeConfig, runtime: Runtime = systemRuntime()): Promise<RunningEdge> {
  const log = makeLog(config.logLevel, 'supervisor');
  await prepareStateDir(stateDir(config.stateDir));
  const serving = Promise.withResolvers<string>();
  const names: readonly ChildName[] = ['gate', 'link', 'pages'];
  const children: readonly KeptChild[] = names.map(
    (name) =>
      new KeptChild(name, config, runtime, log, {
        nudge: (topic) => {
          for (const other of children) if (other.name !== name) other.nudge(topic);
        },
        serving: (url) => serving.resolve(url),
      }),
  );
  for (const child of children) child.start();
  const of = (name: ChildName) => children.find((child) => child.name === name)!;
  return {
    pagesUrl: await serving.promise,
    children: { gate: of('gate'), link: of('link'), pages: of('pages') },
    close: async () => {
      await Promise.all(children.map((child) => child.stop()));
    },
  };
}
