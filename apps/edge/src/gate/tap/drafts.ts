/** What a tap leaves in the log. */
import type { Decision, Direction, Gate, Portal, TapId } from '@portvakt/domain';
import { type PersonalPart, toWireDecision } from '@portvakt/protocol';
import type { Moment } from '../clock/guarded-clock.ts';
import { type Draft, draft } from '../log/draft.ts';
import type { ReaderPlace } from '../site/places.ts';
import type { Judged } from './judge.ts';

export const NOBODY: PersonalPart = { holder: null, card: null, digest: null, key: null, sealed: null, by: null };

/** The part about the person: known by holder and card, or else the credential, sealed for the centre alone. */
export function personalOf(judged: Pick<Judged, 'person' | 'digest' | 'key'>, seal: () => string): PersonalPart {
  const { person, digest, key } = judged;
  return {
    holder: person?.holder ?? null,
    card: person?.card ?? null,
    digest,
    key,
    sealed: person === undefined ? seal() : null,
    by: null,
  };
}

export function tapDraft(
  moment: Moment,
  tap: TapId,
  place: ReaderPlace,
  cardType: Judged['cardType'],
  decision: Decision,
  personal: PersonalPart | null,
): Draft {
  const { gate, portal, reader } = place;
  const body = {
    kind: 'tap',
    tap,
    gate: gate.id,
    portal: portal.id,
    reader,
    direction: portal.direction,
    cardType,
    decision: toWireDecision(decision),
  } as const;
  return draft(moment, body, personal);
}

export interface Through {
  readonly tap: TapId | null;
  readonly gate: Gate;
  readonly portal: Portal;
  readonly evidence: Gate['evidence'];
  readonly told: 'gate' | 'guard';
  readonly personal: PersonalPart | null;
}

export function passageDraft(moment: Moment, { tap, gate, portal, evidence, told, personal }: Through): Draft {
  const { id, direction, from, to } = portal;
  return draft(moment, { kind: 'passage', tap, gate: gate.id, portal: id, direction, from, to, evidence, told }, personal);
}

export function notPassedDraft(moment: Moment, tap: TapId | null, gate: Gate['id'], direction: Direction): Draft {
  return draft(moment, { kind: 'not_passed', tap, gate, direction });
}
