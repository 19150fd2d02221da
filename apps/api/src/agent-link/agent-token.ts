/**
 * Who calls: a short-lived JWT (RFC 7519) that the agent signs with its own Ed25519 key.
 *
 *     iss = sub = agent id    aud = portvakt-centre    iat, exp: at most 60 s apart
 *
 * A token is not remembered, so within its minute it can be used again by whoever has it: the link must be TLS outside one machine.
 * Everything that is done with one is idempotent or fenced by epoch, so a repeated request harms nobody but the one who repeats it.
 * An agent whose clock is wrong learns the centre's time from the `Date` header of the refusal.
 */
import { createPublicKey } from 'node:crypto';
import { ProblemError } from '@portvakt/desk';
import { isId } from '@portvakt/domain';
import type { Agent, AgentStore, Runtime } from '@portvakt/ports';
import { decodeJwt, errors, jwtVerify } from 'jose';

export const AUDIENCE = 'portvakt-centre';
const LIFE_MAX_S = 60;
const CLOCK_TOLERANCE_S = 30;
const TOKEN_LENGTH_MAX = 1_000;

/** The agent that calls, or a problem: nothing under `/agent/v1` but enrolment works without. */
export async function callingAgent(agents: AgentStore, runtime: Runtime, request: Request): Promise<Agent> {
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
  const agent = token === undefined || token.length > TOKEN_LENGTH_MAX ? undefined : await signer(agents, runtime, token);
  if (agent === undefined) throw new ProblemError('agent_refused');
  return agent;
}

/** The agent a token names and is signed by; `undefined` for anything else. */
async function signer(agents: AgentStore, runtime: Runtime, token: string): Promise<Agent | undefined> {
  try {
    const claimed = decodeJwt(token).sub;
    const agent = isId('agent', claimed) ? await agents.agent(claimed) : undefined;
    if (agent === undefined) return undefined;
    const key = createPublicKey({ key: Buffer.from(agent.signingKey, 'base64url'), format: 'der', type: 'spki' });
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA', 'Ed25519'],
      audience: AUDIENCE,
      issuer: agent.id,
      subject: agent.id,
      requiredClaims: ['iat', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(runtime.now()),
    });
    const { iat = 0, exp = Number.POSITIVE_INFINITY } = payload;
    const early = iat > runtime.now() / 1_000 + CLOCK_TOLERANCE_S;
    return exp - iat > LIFE_MAX_S || early ? undefined : agent;
  } catch (cause) {
    if (cause instanceof errors.JOSEError) return undefined;
    throw cause;
  }
}
