/** A gate on the broker: a turnstile that tells who walked, or a vehicle boom that can only be told to open. */

import type { GateId, OwnerId, ReaderId, SiteId } from '@portvakt/domain';
import { simulateMqttGate } from '@portvakt/firmware-bridge/simulator';
import type { Runtime } from '@portvakt/ports';
import { type GateEnd, type GateOutcome, PATIENCE_MS, WALK_MS } from './gate-end.ts';

export interface MqttGateEnds {
  readonly plate: string;
  readonly owner: OwnerId;
  readonly site: SiteId;
  readonly gate: GateId;
  readonly readers: { readonly in: ReaderId; readonly out: ReaderId };
  readonly senses: boolean;
  readonly url: string;
  readonly password: string;
}

export async function openMqttGate(ends: MqttGateEnds, runtime: Runtime): Promise<GateEnd> {
  let turnsRound = false;
  let opened: (direction: 'in' | 'out') => void = () => undefined;
  const gate = await simulateMqttGate({
    owner: ends.owner,
    site: ends.site,
    url: ends.url,
    username: ends.gate,
    password: ends.password,
    gate: ends.gate,
    readers: [ends.readers.in, ends.readers.out],
    senses: ends.senses,
    walk: () => (turnsRound ? 'not' : 'through'),
    delayMs: WALK_MS,
    onOpened: ({ direction }) => opened(direction),
  });
  return {
    plate: ends.plate,
    visit: (visit) =>
      new Promise<GateOutcome>((resolve) => {
        // a boom cannot see anyone turn round, so at it nobody does
        turnsRound = visit.turnsRound && ends.senses;
        const giveUp = runtime.after(PATIENCE_MS, () => {
          opened = () => undefined;
          resolve({ opened: false, walked: false });
        });
        opened = (direction) => {
          if (direction !== visit.direction) return;
          giveUp();
          opened = () => undefined;
          const walked = !turnsRound;
          runtime.after(WALK_MS + PAUSE_MS, () => resolve({ opened: true, walked }));
        };
        void gate.present(visit.credential, ends.readers[visit.direction]);
      }),
    unplug: () => gate.unplug(),
    plug: () => gate.plug(),
    close: () => gate.close(),
  };
}

/** Between one through the barrier and the next card. */
const PAUSE_MS = 50;
