/**
 * The number two copies of a list are compared by: SHA-256 over the list alone, so it does not change with the hour it is printed.
 *
 * The text that is hashed is the list as JSON after RFC 8785 (keys sorted, no blanks, UTF-8), holding exactly these keys:
 *
 *     client { name } · day · rows [ { bornOn, cardNumber, employer { name, orgNumber }, familyName, givenName,
 *     hirer null | { name, orgNumber }, insteadOfCard } ] · site { address, name }
 *
 * All values are strings or `null`. The rows stand in the order of the list, which is the same for the same people.
 */
import { createHash } from 'node:crypto';
import type { OverviewList } from '@portvakt/domain';

/** 64 lower-case hex digits. */
export function digestOf(list: OverviewList): string {
  return createHash('sha256').update(canonicalJson(list), 'utf8').digest('hex');
}

/** The text that {@link digestOf} hashes. Keys stand in the order RFC 8785 sorts them. */
export function canonicalJson(list: OverviewList): string {
  const enterprise = ({ name, orgNumber }: { readonly name: string; readonly orgNumber: string | null }) => ({ name, orgNumber });
  return JSON.stringify({
    client: { name: list.client.name },
    day: list.day,
    rows: list.rows.map((row) => ({
      bornOn: row.bornOn,
      cardNumber: row.cardNumber,
      employer: enterprise(row.employer),
      familyName: row.familyName,
      givenName: row.givenName,
      hirer: row.hirer && enterprise(row.hirer),
      insteadOfCard: row.insteadOfCard,
    })),
    site: { address: list.site.address, name: list.site.name },
  });
}
