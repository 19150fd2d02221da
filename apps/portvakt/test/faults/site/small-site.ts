/** One turnstile on serial lines, one on the broker, and some thirty people of whom one carries a card that has run out. */
import type { Credential, HolderId, OwnerId, SiteDay } from '@portvakt/domain';
import { type DemoSite, type LaidOutSite, layOutSite } from '../../../src/demo/demo-sites.ts';
import { makePopulation, type Population } from '../../../src/simulate/population.ts';

export const CODE = 'proven';

/** A repeat within this is the same tap. Longer than a reader's repeats, short enough for people who come back at once. */
export const HOLD_MS = 500;
/** A machine that does other things as well must not be taken for a log that is gone. */
export const LOG_WITHIN_MS = 1_000;
/** Someone who was let through may still be on the way when the box has started again. */
const OPEN_FOR_MS = 12_000;
/** After this the box has made up its mind about everyone it let through and the barrier never told of: the release, its grace, a look. */
export const SILENT_AFTER_MS = OPEN_FOR_MS + 2_000 + 1_500;

const described: DemoSite = {
  code: CODE,
  name: 'Prøveplassen',
  address: 'Kaigata 1, 0150 Oslo',
  seed: 7,
  people: 30,
  gates: [
    { plate: 'P1', name: 'Hovedporten', kind: 'serial_turnstile' },
    { plate: 'P2', name: 'Sjøporten', kind: 'mqtt_turnstile' },
  ],
};

export interface Someone {
  /** `null`: nobody here knows the card. */
  readonly holder: HolderId | null;
  readonly credential: Credential;
}

export interface SmallSite {
  readonly population: Population;
  /** Whose cards open the gates; each with one card. */
  readonly people: readonly Someone[];
  readonly expired: Someone;
  readonly strangers: readonly Someone[];
  layOut(owner: OwnerId, devices: string): LaidOutSite;
}

export function smallSite(today: SiteDay): SmallSite {
  const population = makePopulation({ seed: described.seed, people: described.people, today });
  const carriers = population.people.flatMap(({ holder, habit, carried: [credential, second] }) =>
    credential === undefined || second !== undefined ? [] : [{ holder: holder.id, habit, credential }],
  );
  const expired = carriers.find(({ habit }) => habit === 'expired_card');
  if (expired === undefined) throw new Error('the population has nobody with an expired card');
  return {
    population,
    people: carriers.filter((one) => one !== expired),
    expired,
    strangers: population.strangers.map((credential) => ({ holder: null, credential })),
    layOut: (owner, devices) => {
      const laid = layOutSite(described, owner, population.client.id, devices);
      const policy = { ...laid.site.policy, holdMs: HOLD_MS, logWithinMs: LOG_WITHIN_MS, openForMs: OPEN_FOR_MS };
      return { ...laid, site: { ...laid.site, policy } };
    },
  };
}
