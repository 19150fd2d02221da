/** The pages process, wired to the machine. */
import type { DashboardHandler } from '@portvakt/desk';
import { type EntryReader, isOperating, type Runtime } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { openEntryReader } from '@portvakt/storage';
import { makeLog } from '../log.ts';
import { awaitIdentity } from '../state/await-identity.ts';
import { stateDir } from '../state/state-dir.ts';
import { runAsChild } from '../supervisor/as-child.ts';
import { type RunningPages, startPages } from './pages.ts';

const TRY_EVERY_MS = 250;

const runtime = systemRuntime();

runAsChild(runtime, async (config, tell) => {
  const log = makeLog(config.logLevel, 'pages');
  const dir = stateDir(config.stateDir);
  let stopped = false;
  let pages: RunningPages | undefined;
  const started = awaitIdentity(dir.identity, runtime, () => stopped).then(async (me) => {
    if (me === undefined) return;
    pages = await startPages({
      config,
      dir,
      me,
      runtime,
      log,
      openLog: () => openWhenThere(dir.log, runtime, () => stopped),
      dashboard: await builtPages(),
      nudge: () => tell({ kind: 'nudge', topic: 'inbox' }),
    });
    tell({ kind: 'serving', url: pages.url });
    log.info({ url: pages.url }, 'pages served');
  });
  // a start that fails is a crash: the supervisor begins again
  started.catch((cause: unknown) => {
    log.fatal({ err: cause }, 'pages process');
    process.exit(1);
  });
  return {
    nudged: () => pages?.look(),
    alive: () => true,
    close: async () => {
      stopped = true;
      await pages?.close();
    },
  };
});

/** The gate process makes the log; until then there is none to read. */
async function openWhenThere(path: string, clock: Runtime, stopped: () => boolean): Promise<EntryReader> {
  for (;;) {
    try {
      return await openEntryReader(path);
    } catch (cause) {
      if (!isOperating(cause, 'store_unavailable') || stopped()) throw cause;
    }
    await new Promise<void>((resolve) => void clock.after(TRY_EVERY_MS, resolve));
  }
}

/** The dashboard as it was built; without a build the contract alone is served. */
async function builtPages(): Promise<DashboardHandler | undefined> {
  try {
    const { handler } = await import('@portvakt/dashboard/handler');
    return handler;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw cause;
  }
}
