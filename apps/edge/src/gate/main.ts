/** The gate process, wired to the machine. */
import { openChannels } from '@portvakt/firmware-bridge';
import { systemRuntime } from '@portvakt/ports/system';
import { openEntryStore } from '@portvakt/storage';
import { makeLog } from '../log.ts';
import { awaitIdentity } from '../state/await-identity.ts';
import { stateDir } from '../state/state-dir.ts';
import { runAsChild } from '../supervisor/as-child.ts';
import { Gate } from './gate.ts';

/** The others hear of a grown log at most this often. */
const TELL_EVERY_MS = 20;

const runtime = systemRuntime();

runAsChild(runtime, async (config, tell) => {
  const log = makeLog(config.logLevel, 'gate');
  const dir = stateDir(config.stateDir);
  let stopped = false;
  let told = false;
  let gate: Gate | undefined;
  const started = awaitIdentity(dir.identity, runtime, () => stopped).then(async (me) => {
    if (me === undefined) return;
    const { owner, site, agent } = me;
    gate = new Gate({
      dir,
      me,
      runtime,
      log,
      openLog: () => openEntryStore(dir.log, { owner, site, agent }),
      openChannels: (equipment) => openChannels(equipment, { scope: { owner, site }, mqtt: config.mqtt, runtime }),
      breathe: () => new Promise((resolve) => void setImmediate(resolve)),
      grown: () => {
        if (told) return;
        told = true;
        runtime.after(TELL_EVERY_MS, () => {
          told = false;
          tell({ kind: 'nudge', topic: 'log' });
        });
      },
    });
    await gate.start();
    log.info('gate process ready');
  });
  // a start that fails is a crash: the supervisor begins again
  started.catch((cause: unknown) => {
    log.fatal({ err: cause }, 'gate process');
    process.exit(1);
  });
  return {
    nudged: (topic) => {
      if (topic !== 'log' && topic !== 'status') void gate?.look();
    },
    alive: () => gate?.alive ?? true,
    close: async () => {
      stopped = true;
      await gate?.close();
    },
  };
});
