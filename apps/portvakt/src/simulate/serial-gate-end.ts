/** A turnstile on three serial lines: a reader at each side, and the barrier. */
import { openLine, simulateEm4100Reader, simulateOnetechTurnstile, type TurnstileRecord } from '@portvakt/firmware-bridge/simulator';
import type { Runtime } from '@portvakt/ports';
import { type GateEnd, type GateOutcome, PATIENCE_MS, WALK_MS } from './gate-end.ts';

/** The side of the barrier that stands for inwards; the wiring of the site says the same. */
const INWARDS = 'A';

export async function openSerialGate(
  gate: { readonly plate: string; readonly lines: { readonly in: string; readonly out: string; readonly barrier: string } },
  runtime: Runtime,
): Promise<GateEnd> {
  const readers = { in: simulateEm4100Reader(await openLine(gate.lines.in)), out: simulateEm4100Reader(await openLine(gate.lines.out)) };
  let turnsRound = false;
  let saw: (entry: TurnstileRecord) => void = () => undefined;
  const barrier = simulateOnetechTurnstile(await openLine(gate.lines.barrier), {
    walk: () => (turnsRound ? 'not' : 'through'),
    delayMs: WALK_MS,
    onRecord: (entry) => saw(entry),
  });

  return {
    plate: gate.plate,
    visit: (visit) =>
      new Promise<GateOutcome>((resolve) => {
        turnsRound = visit.turnsRound;
        let opened = false;
        const done = (outcome: GateOutcome) => {
          saw = () => undefined;
          giveUp();
          resolve(outcome);
        };
        // a released barrier always tells in the end, so patience counts only until it opens
        const giveUp = runtime.after(PATIENCE_MS, () => opened || done({ opened: false, walked: false }));
        saw = ({ kind, side }) => {
          if ((side === INWARDS) !== (visit.direction === 'in')) return;
          if (kind === 'opened') opened = true;
          else if (opened) done({ opened, walked: kind === 'passed' });
        };
        void readers[visit.direction].present(visit.credential, { repeats: visit.reads });
      }),
    unplug: async () => {
      await readers.in.unplug();
      await readers.out.unplug();
    },
    plug: async () => {
      await readers.in.plug();
      await readers.out.plug();
    },
    close: async () => {
      await readers.in.close();
      await readers.out.close();
      await barrier.close();
    },
  };
}
