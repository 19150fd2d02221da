/** A decision as JSON: what the domain leaves undefined is null on the wire, so that nothing is dropped unseen. */
import type { Decision } from '@portvakt/domain';
import type { WireDecision } from './envelope.ts';

export function toWireDecision(decision: Decision): WireDecision {
  const basis = decision.basis ? { ...decision.basis } : null;
  return decision.kind === 'denied'
    ? { kind: 'denied', reason: decision.reason, basis }
    : { kind: 'granted', notices: [...decision.notices], overridden: decision.overridden ?? null, basis };
}

export function fromWireDecision(decision: WireDecision): Decision {
  const basis = decision.basis ?? undefined;
  return decision.kind === 'denied'
    ? { kind: 'denied', reason: decision.reason, basis }
    : { kind: 'granted', notices: decision.notices, overridden: decision.overridden ?? undefined, basis };
}
