/** The first message of every connection: who writes, how far the centre has it, and how our clocks compare. */
import { OperatingError, type Runtime } from '@portvakt/ports';
import {
  epochResponse,
  type HelloRequest,
  type HelloResponse,
  helloResponse,
  PROTOCOL_VERSION,
  PROTOCOLS_SPOKEN,
} from '@portvakt/protocol';
import { PROGRAM } from '../program.ts';
import { jsonOf } from '../state/identity.ts';
import type { CentreClient } from './centre-client.ts';

export interface Greeted {
  readonly said: HelloResponse;
  /** Our wall clock less the centre's, milliseconds; the middle of the round trip stands for the moment of the answer. */
  readonly clockOffByMs: number;
}

export async function hello(
  client: CentreClient,
  runtime: Runtime,
  about: Pick<HelloRequest, 'epoch' | 'sequence' | 'clock' | 'list'>,
): Promise<Greeted> {
  const beganMs = runtime.now();
  const body: HelloRequest = { protocol: PROTOCOL_VERSION, program: PROGRAM, boot: runtime.bootId.slice(0, 64), ...about };
  const answer = await client.ask({ method: 'POST', path: 'hello', body });
  if (!answer.ok)
    throw new OperatingError(
      answer.status === 429 || answer.status >= 500 ? 'link_busy' : 'link_refused',
      `${answer.code ?? answer.status}`,
    );
  const read = helloResponse.safeParse(jsonOf(answer.bytes));
  if (!read.success || !PROTOCOLS_SPOKEN.includes(read.data.protocol)) throw new OperatingError('link_refused', 'protocol_unknown');
  const middleMs = (beganMs + runtime.now()) / 2;
  return { said: read.data, clockOffByMs: Math.round(middleMs - Date.parse(read.data.now)) };
}

/** Our log began anew: an epoch of its own, so that none of its entries is taken for one the centre has. */
export async function askEpoch(client: CentreClient): Promise<number> {
  const answer = await client.ask({ method: 'POST', path: 'epoch' });
  const read = answer.ok ? epochResponse.safeParse(jsonOf(answer.bytes)).data : undefined;
  if (read === undefined) throw new OperatingError('link_busy', 'no new epoch');
  return read.epoch;
}
