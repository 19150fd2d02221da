/** Whose card was it? For entries of a card that the agent did not know: by digest, or by the credential that only the centre can open. */
import { digestKey, digestOf } from '@portvakt/card-index';
import { type CardId, type Credential, canonicalBytes, type HolderId } from '@portvakt/domain';
import type { SiteKeys, SitePeople } from '@portvakt/ports';
import { type PersonalPart, sealedCredential } from '@portvakt/protocol';
import { unseal } from '@portvakt/trust';

export interface Person {
  readonly holder: HolderId;
  readonly card: CardId;
}

/** Answers the one card a credential stands for; nobody where it is unknown or stands for several. */
export type Match = (personal: PersonalPart) => Person | undefined;

export function matchCredentials(people: Pick<SitePeople, 'cards' | 'credentials'>, keys: SiteKeys): Match {
  const key = digestKey(keys.digest.id, Buffer.from(keys.digest.key, 'hex'));
  const holders = new Map(people.cards.map((c) => [c.id, c.holder]));
  const byDigest = new Map<string, Set<CardId>>();
  for (const { card, credential } of people.credentials) {
    const digest = digestText(credential);
    byDigest.set(digest, (byDigest.get(digest) ?? new Set()).add(card));
  }

  function digestText(credential: Credential): string {
    const { high, low } = digestOf(key, canonicalBytes(credential));
    return [high, low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
  return (personal) => {
    const known = personal.key === keys.digest.id ? personal.digest : null;
    const opened = known === null && personal.sealed !== null ? openCredential(personal.sealed, keys) : undefined;
    const digest = known ?? (opened && digestText(opened));
    const [card, ...others] = digest === undefined ? [] : (byDigest.get(digest) ?? []);
    if (card === undefined || others.length > 0) return undefined;
    const holder = holders.get(card);
    return holder === undefined ? undefined : { holder, card };
  };
}

/** The credential in a sealed box, or `undefined` when it is not for this site or holds none. */
export function openCredential(box: string, keys: Pick<SiteKeys, 'sealing'>): Credential | undefined {
  const plain = unseal('credential', box, keys.sealing);
  if (plain === undefined) return undefined;
  try {
    return sealedCredential.safeParse(JSON.parse(Buffer.from(plain).toString('utf8'))).data;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
