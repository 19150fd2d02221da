/** The demo talks to its centre over HTTP and signed in, as an integrator would. */
import { OperatingError } from '@portvakt/ports';

export interface CentreClient {
  get(path: string): Promise<unknown>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

export interface Credentials {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

const TIMEOUT_MS = 15_000;

/** Signs in, doing the first set-up where nobody has. */
export async function signInAtCentre(url: string, who: Credentials): Promise<CentreClient> {
  const jar = new Map<string, string>();
  const send: CentreClient['send'] = async (method, path, body) => request(url, jar, method, path, body);
  const client: CentreClient = { get: (path) => request(url, jar, 'GET', path), send };
  const { needed } = (await client.get('/api/v1/setup')) as { needed: boolean };
  if (needed) await send('POST', '/api/v1/setup', { owner: 'Lofthavn Byutvikling KF', ...who });
  await send('POST', '/api/v1/session', { email: who.email, password: who.password });
  return client;
}

async function request(url: string, jar: Map<string, string>, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      origin: url,
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  for (const cookie of response.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (name !== undefined && value !== undefined) jar.set(name, value);
  }
  const text = await response.text();
  if (!response.ok) throw new OperatingError('link_refused', `${method} ${path} was answered ${response.status}: ${text.slice(0, 400)}`);
  return text === '' ? undefined : JSON.parse(text);
}
