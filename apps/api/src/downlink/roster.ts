/** The site roster: names behind the slots of the card-status list, for this site alone, sealed to one agent. */
import { type Engagement, type ListCheck, lastValidDay, siteDayOf } from '@portvakt/domain';
import type { Agent, CentralStores, Runtime, SitePeople } from '@portvakt/ports';
import type { RosterPeople } from '@portvakt/protocol';
import { type SignedText, seal, signText } from '@portvakt/trust';
import { instant } from '../central.ts';
import { addressedTo } from './addressed.ts';

/** The roster's own clock: an agent that hears nothing new for so long deletes it. */
export const DELETE_AFTER_MS = 30 * 86_400_000;
const NEVER = '9999-12-31';

export async function makeRoster(stores: CentralStores, runtime: Runtime, agent: Agent, version: number): Promise<SignedText> {
  const { scope } = agent;
  const day = siteDayOf(runtime.now());
  const [people, keys, checks] = await Promise.all([
    stores.people.people(scope),
    stores.sites.keys(scope),
    stores.checks.checks(scope, day, day),
  ]);
  const slots = await stores.cardStatus.slots(
    scope,
    people.cards.map((c) => c.id),
  );
  const content = rosterPeople(people, slots, checks.at(-1));
  const sealed = seal('roster', Buffer.from(JSON.stringify(content), 'utf8'), agent.sealingKey);
  const payload = { kind: 'roster', ...addressedTo(agent, version, runtime), deleteAfter: instant(runtime, DELETE_AFTER_MS), sealed };
  return signText('roster', JSON.stringify(payload), keys.signing.privateKey);
}

function rosterPeople(
  people: SitePeople,
  slots: ReadonlyMap<SitePeople['cards'][number]['id'], number>,
  check: ListCheck | undefined,
): RosterPeople {
  return {
    slots: people.cards.flatMap((card) => {
      const slot = slots.get(card.id);
      return slot === undefined ? [] : [[slot, card.holder, card.id] as const];
    }) as RosterPeople['slots'],
    holders: people.holders.map(({ id, givenName, familyName, bornOn, language }) => ({
      id,
      givenName,
      familyName,
      bornOn: bornOn ?? null,
      language,
    })),
    enterprises: people.enterprises.map(({ id, name, orgNumber, soleProprietor }) => ({
      id,
      name,
      orgNumber: orgNumber ?? null,
      soleProprietor,
    })),
    cards: people.cards.map((card) => {
      const last = lastValidDay(card);
      return {
        id: card.id,
        holder: card.holder,
        employer: card.employer,
        type: card.type,
        number: card.number?.printed ?? null,
        lastValidOn: last === NEVER ? null : last,
        blocked: card.blocked !== undefined,
      };
    }),
    engagements: people.engagements.map(engagementLine),
    check: check
      ? { day: check.day, checkedAt: check.checkedAt, name: check.checkedBy.name, role: check.checkedBy.role, remark: check.remark }
      : null,
  };
}

function engagementLine({ id, holder, employer, hirer, validFrom, validUntil, evidence }: Engagement): RosterPeople['engagements'][number] {
  return {
    id,
    holder,
    employer,
    hirer: hirer ?? null,
    validFrom,
    validUntil: validUntil ?? null,
    card: evidence.kind === 'card' ? evidence.card : null,
    proof: evidence.kind === 'proof' ? evidence.proof : null,
    proofSince: evidence.kind === 'proof' ? evidence.since : null,
  };
}
