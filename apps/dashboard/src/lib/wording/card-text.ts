import type { CardType, Proof } from '@portvakt/domain';
import { m } from '#lib/paraglide/messages.js';

const typeTexts: Readonly<Record<CardType, () => string>> = {
  construction: m.card_type_construction,
  cleaning: m.card_type_cleaning,
  car_care: m.card_type_car_care,
  goods_transport: m.card_type_goods_transport,
  site: m.card_type_site,
};

const proofTexts: Readonly<Record<Proof, () => string>> = {
  card_ordered: m.proof_card_ordered,
  pupil_on_placement: m.proof_pupil_on_placement,
  nav_measure: m.proof_nav_measure,
  introduction_programme: m.proof_introduction_programme,
  awaiting_d_number: m.proof_awaiting_d_number,
  short_assignment: m.proof_short_assignment,
  holiday_cover: m.proof_holiday_cover,
  visit: m.proof_visit,
};

export function cardTypeText(type: CardType): string {
  return typeTexts[type]();
}

/** What stands in for a card. The contract carries it as text, so an unknown one is shown as it came. */
export function proofText(proof: string): string {
  return proof in proofTexts ? proofTexts[proof as Proof]() : proof;
}
