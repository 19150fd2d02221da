import { afterEach, describe, expect, it } from 'vitest';
import { makeLog } from '../log.ts';
import { freshStateDir } from '../testing/a-box.ts';
import { quickRuntime, until } from '../testing/quick-runtime.ts';
import { KeptChild } from './kept-child.ts';
import { SILENT_MAX_MS } from './messages.ts';

let child: KeptChild | undefined;
afterEach(async () => {
  await child?.stop();
});

async function aChild(times: number): Promise<KeptChild> {
  const { root } = await freshStateDir();
  // not enrolled: it waits for its identity, which is all it needs to live
  const config = {
    stateDir: root,
    centralUrl: 'http://127.0.0.1:9',
    enrolCode: undefined,
    name: 'x',
    pages: { host: '127.0.0.1', port: 0 },
    mqtt: undefined,
    logLevel: 'silent',
  } as const;
  child = new KeptChild('gate', config, quickRuntime(times), makeLog('silent', 'supervisor'), {
    nudge: () => undefined,
    serving: () => undefined,
  });
  child.start();
  return child;
}

describe('a child of the supervisor', () => {
  it('is started again when it is killed, each time after a longer wait', async () => {
    const kept = await aChild(1);
    const waits: number[] = [];
    for (let n = 1; n <= 4; n += 1) {
      const before = kept.pid!;
      process.kill(before, 'SIGKILL');
      await until(() => kept.restarts === n);
      const ended = performance.now();
      await until(() => kept.pid !== undefined && kept.pid !== before);
      waits.push(performance.now() - ended);
    }
    expect(waits[0]).toBeLessThan(waits[3]!);
    expect(waits[3]).toBeGreaterThan(700);
  });

  it('that hangs is killed and started again', async () => {
    const kept = await aChild(2);
    const before = kept.pid!;
    process.kill(before, 'SIGSTOP');
    const began = performance.now();
    await until(() => kept.pid !== undefined && kept.pid !== before);
    expect(performance.now() - began).toBeLessThan(SILENT_MAX_MS * 1.5);
  });

  it('ends when it is told to, and is not started again', async () => {
    const kept = await aChild(1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await kept.stop();
    expect(kept.pid).toBeUndefined();
    expect(kept.restarts).toBe(0);
  });
});
