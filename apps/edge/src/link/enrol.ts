/** The box comes to the centre for the first time: a one-time code for an identity, with keys it made itself. */
import { OperatingError } from '@portvakt/ports';
import { enrolResponse, PROTOCOL_VERSION, PROTOCOLS_SPOKEN } from '@portvakt/protocol';
import { makeSealingKey, makeSigningKey } from '@portvakt/trust';
import { type Identity, jsonOf } from '../state/identity.ts';
import type { CentreClient } from './centre-client.ts';

export interface Enrolling {
  readonly code: string;
  readonly name: string;
}

/**
 * The identity, not yet written down. `link_refused` when the centre will not have us: trying again changes nothing until someone acts.
 * A crash before the identity is written costs the code; a new one is made at the centre.
 */
export async function enrol(client: CentreClient, { code, name }: Enrolling): Promise<Identity> {
  const [signing, sealing] = [makeSigningKey(), makeSealingKey()];
  const body = { protocol: PROTOCOL_VERSION, code, name, signingKey: signing.publicKey, sealingKey: sealing.publicKey };
  const answer = await client.ask({ method: 'POST', path: 'enrol', body });
  if (!answer.ok) {
    const lasting = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    throw new OperatingError(lasting ? 'link_refused' : 'link_busy', `the centre did not enrol the box: ${answer.code ?? answer.status}`);
  }
  const read = enrolResponse.safeParse(jsonOf(answer.bytes));
  if (!read.success || !PROTOCOLS_SPOKEN.includes(read.data.protocol))
    throw new OperatingError('link_refused', 'the centre speaks otherwise than we do');
  const { agent, owner, site, epoch, centre } = read.data;
  return { v: 1, agent, owner, site, name, epoch, signing, sealing, centre };
}
