/** From a barrier that turned to a passage in the log, with the person it was released for where that is known. */
import type { Direction, GateId } from '@portvakt/domain';
import type { OrderId } from '@portvakt/ports';
import type { PersonalPart } from '@portvakt/protocol';
import type { GuardedClock } from '../clock/guarded-clock.ts';
import type { Appender } from '../log/appender.ts';
import type { Places } from '../site/places.ts';
import { notPassedDraft, passageDraft } from '../tap/drafts.ts';
import type { OutstandingGrants } from './outstanding-grants.ts';

export interface TurnParts {
  readonly appender: Appender;
  readonly clock: GuardedClock;
  readonly grants: OutstandingGrants<PersonalPart | null>;
  readonly places: Places;
}

export interface TurnPath {
  turned(gate: GateId, direction: Direction, result: 'passed' | 'not_passed', atMonotonicMs: number): void;
  /** The gate did not take the order of a tap. */
  notTaken(order: OrderId): void;
  /** Settles grants of which the barrier never told anything: its line was lost, or we were not there to hear it. */
  settleSilent(atMonotonicMs: number): void;
}

export function turnPath({ appender, clock, grants, places }: TurnParts): TurnPath {
  return {
    turned(gateId, direction, result, atMonotonicMs) {
      const gate = places.gate(gateId);
      const portal = places.portal(gateId, direction);
      if (gate === undefined || portal === undefined) return;
      const grant = grants.ended(gateId, direction, atMonotonicMs);
      const tap = grant?.tap ?? null;
      const moment = clock.moment();
      // where the grant was already taken for the passage a sensor's word would count it twice
      if (gate.evidence === 'assumed') return;
      if (result === 'not_passed') appender.append('fact', [notPassedDraft(moment, tap, gateId, direction)]);
      else
        appender.append('fact', [
          passageDraft(moment, { tap, gate, portal, evidence: gate.evidence, told: 'gate', personal: grant?.who ?? null }),
        ]);
    },
    settleSilent(atMonotonicMs) {
      for (const { gate: gateId, direction, tap, who } of grants.silent(atMonotonicMs)) {
        const gate = places.gate(gateId);
        const portal = places.portal(gateId, direction);
        // one let in is believed inside, one let out is not believed gone: a muster looks for one too many, never for one too few
        if (gate === undefined || portal === undefined || tap === undefined || direction === 'out') continue;
        if (gate.evidence === 'assumed') continue; // the grant was its passage
        appender.append('fact', [passageDraft(clock.moment(), { tap, gate, portal, evidence: 'assumed', told: 'gate', personal: who })]);
      }
    },
    notTaken(order) {
      const grant = grants.revoke(order);
      if (grant?.tap !== undefined) appender.append('fact', [notPassedDraft(clock.moment(), grant.tap, grant.gate, grant.direction)]);
    },
  };
}
