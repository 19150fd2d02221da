/** A gate process in this process, on a real folder and a real log, with channels that only remember. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel, ChannelEvent, OpenOrder, Runtime, Signal } from '@portvakt/ports';
import type { EquipmentWiring } from '@portvakt/protocol';
import { openEntryStore } from '@portvakt/storage';
import { Gate } from '../gate/gate.ts';
import { makeLog } from '../log.ts';
import { type Identity, writeIdentity } from '../state/identity.ts';
import { prepareStateDir, type StateDir, stateDir } from '../state/state-dir.ts';

export interface FakeHardware {
  readonly opened: OpenOrder[];
  readonly signals: Signal[];
  readonly started: number;
  tell(event: ChannelEvent): void;
}

/** One channel for whatever is wired. `takes`: whether the gate takes orders. */
export function fakeHardware(
  takes = true,
): FakeHardware & { readonly channels: (equipment: readonly EquipmentWiring[]) => readonly Channel[] } {
  const listeners = new Set<(event: ChannelEvent) => void>();
  const hardware = {
    opened: [] as OpenOrder[],
    signals: [] as Signal[],
    started: 0,
    tell: (event: ChannelEvent) => {
      const [first] = listeners;
      first?.(event);
    },
    channels: (equipment: readonly EquipmentWiring[]): readonly Channel[] => {
      if (equipment.length === 0) return [];
      let own: ((event: ChannelEvent) => void) | undefined;
      return [
        {
          name: 'fake',
          start: (listener) => {
            own = listener;
            listeners.add(listener);
            hardware.started += 1;
          },
          open: (order) => {
            hardware.opened.push(order);
            own?.({ kind: 'order', order: order.id, outcome: takes ? 'done' : 'expired' });
          },
          signal: (_, signal) => void hardware.signals.push(signal),
          identify: () => undefined,
          stop: async () => {
            if (own) listeners.delete(own);
          },
        },
      ];
    },
  };
  return hardware;
}

export async function freshStateDir(): Promise<StateDir> {
  const dir = stateDir(mkdtempSync(join(tmpdir(), 'portvakt-edge-')));
  await prepareStateDir(dir);
  return dir;
}

export async function startGate(dir: StateDir, me: Identity, runtime: Runtime, hardware: ReturnType<typeof fakeHardware>): Promise<Gate> {
  await writeIdentity(dir.identity, me);
  const gate = new Gate({
    dir,
    me,
    runtime,
    log: makeLog('silent', 'gate'),
    openLog: () => openEntryStore(dir.log, { owner: me.owner, site: me.site, agent: me.agent }),
    openChannels: hardware.channels,
    breathe: () => new Promise((resolve) => void setImmediate(resolve)),
    grown: () => undefined,
  });
  await gate.start();
  return gate;
}
