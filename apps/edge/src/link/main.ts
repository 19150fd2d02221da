/** The link process, wired to the machine. */
import { backOffMs } from '@portvakt/firmware-bridge';
import { type EntryReader, isOperating } from '@portvakt/ports';
import { systemRuntime } from '@portvakt/ports/system';
import { openEntryReader } from '@portvakt/storage';
import type { EdgeConfig } from '../config.ts';
import { makeLog } from '../log.ts';
import { type Identity, readIdentity, writeIdentity } from '../state/identity.ts';
import { stateDir } from '../state/state-dir.ts';
import { runAsChild } from '../supervisor/as-child.ts';
import type { FromChild } from '../supervisor/messages.ts';
import { agentToken } from './agent-token.ts';
import { centreClient } from './centre-client.ts';
import { enrol } from './enrol.ts';
import { Link } from './link.ts';

const ENROL_BACK_OFF = { firstMs: 1_000, maxMs: 60_000 };
const LOG_LOOK_MS = 500;

const runtime = systemRuntime();
const wait = (ms: number) => new Promise<void>((resolve) => runtime.after(ms, resolve));

runAsChild(runtime, async (config, tell) => {
  const log = makeLog(config.logLevel, 'link');
  const dir = stateDir(config.stateDir);
  let stopped = false;
  let link: Link | undefined;

  const begin = async () => {
    const me = (await readIdentity(dir.identity)) ?? (await enrolled(config, dir.identity, log, tell, () => stopped));
    if (me === undefined) return;
    const reader = await openedLog(dir.log, () => stopped);
    if (reader === undefined) return;
    const client = centreClient(config.centralUrl, runtime, agentToken(me, runtime));
    const breathe = () => new Promise<void>((resolve) => void setImmediate(resolve));
    link = new Link({ dir, me, client, reader, runtime, log, breathe, left: (topic) => tell({ kind: 'nudge', topic }) });
    await link.start();
  };
  begin().catch((cause: unknown) => {
    log.fatal({ err: cause }, 'link process');
    process.exit(1);
  });
  return {
    nudged: (topic) => {
      if (topic === 'log') link?.nudge();
    },
    // it may hang: nobody waits for it, and the supervisor only wants to know that its thread turns
    alive: () => true,
    close: async () => {
      stopped = true;
      await link?.close();
    },
  };
});

/** Tries until the centre takes the code. `undefined`: stopped first. */
async function enrolled(
  config: EdgeConfig,
  path: string,
  log: ReturnType<typeof makeLog>,
  tell: (message: FromChild) => void,
  stopped: () => boolean,
): Promise<Identity | undefined> {
  const client = centreClient(config.centralUrl, runtime);
  for (let failures = 1; !stopped(); failures += 1) {
    if (config.enrolCode === undefined) {
      log.error('this box is not enrolled: set PORTVAKT_EDGE_ENROL_CODE to a one-time code from the centre');
    } else {
      try {
        const me = await enrol(client, { code: config.enrolCode, name: config.name });
        await writeIdentity(path, me);
        tell({ kind: 'nudge', topic: 'identity' });
        log.info({ agent: me.agent }, 'enrolled');
        return me;
      } catch (cause) {
        if (!isOperating(cause)) throw cause;
        log.error({ code: cause.code, said: cause.message }, 'not enrolled');
      }
    }
    await wait(backOffMs(ENROL_BACK_OFF, failures, runtime.fraction()));
  }
  return undefined;
}

/** The gate process makes the log; until then there is nothing to carry. */
async function openedLog(path: string, stopped: () => boolean): Promise<EntryReader | undefined> {
  while (!stopped()) {
    try {
      return await openEntryReader(path);
    } catch (cause) {
      if (!isOperating(cause)) throw cause;
    }
    await wait(LOG_LOOK_MS);
  }
  return undefined;
}
