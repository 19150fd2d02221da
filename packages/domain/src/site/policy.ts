/** What a site has decided, in writing, about who passes and what happens when something fails. Every policy has a default. */
import type { CardType } from '../card/card.ts';

export interface SitePolicy {
  /** Card types that open the gates here. */
  readonly cardTypes: readonly CardType[];
  /** Days before expiry from which the holder is told. */
  readonly warnDaysBeforeExpiry: number;
  /** Age of the card-status list, in hours, past which `onOldList` applies. */
  readonly listAgeHoursMax: number;
  readonly onOldList: 'admit_and_alarm' | 'deny';
  /** Milliseconds a repeated read of one card at one reader counts as the same tap. */
  readonly holdMs: number;
  /** Milliseconds the log has to make an entry durable before the gate refuses. */
  readonly logWithinMs: number;
  /** Milliseconds a gate stays released for one passage. */
  readonly openForMs: number;
  /** Hours inside after which we no longer believe it. */
  readonly uncertainAfterHours: number;
}

export const defaultPolicy: SitePolicy = {
  cardTypes: ['construction', 'cleaning', 'car_care', 'goods_transport', 'site'],
  warnDaysBeforeExpiry: 30,
  listAgeHoursMax: 72,
  onOldList: 'admit_and_alarm',
  holdMs: 3_000,
  logWithinMs: 250,
  openForMs: 5_000,
  uncertainAfterHours: 14,
};
