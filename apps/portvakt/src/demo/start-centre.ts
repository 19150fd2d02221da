import { join } from 'node:path';
import { type CentreClient, signInAtCentre } from './centre-client.ts';
import { administrator } from './demo-accounts.ts';
import type { DemoState } from './demo-state.ts';
import type { DemoPorts } from './ports.ts';
import type { Stage } from './stage.ts';
import { answers, waitUntil } from './wait-until.ts';

export const READY_WITHIN_MS = 60_000;
/** Long enough for someone who stopped the centre by hand to see that the gates go on. */
export const CENTRE_RESTART_MS = 20_000;

export interface StartedCentre {
  readonly url: string;
  readonly pid: number | undefined;
  readonly client: CentreClient;
}

/** Starts the centre and signs in, doing the set-up the first time. */
export async function startCentre(
  { options: { config, runtime }, say, child }: Stage,
  ports: DemoPorts,
  state: DemoState,
): Promise<StartedCentre> {
  say('Starting the centre …');
  const url = `http://localhost:${ports.centre}`;
  const centre = child(
    {
      name: 'centre',
      command: ['central'],
      env: {
        PORTVAKT_CENTRAL_PORT: String(ports.centre),
        PORTVAKT_CENTRAL_HOST: '127.0.0.1',
        PORTVAKT_CENTRAL_PUBLIC_URL: url,
        PORTVAKT_CENTRAL_DATABASE_URL: `file:${join(config.data, 'central.db')}`,
        PORTVAKT_CENTRAL_SECRET: state.secret,
      },
      restartAfterMs: CENTRE_RESTART_MS,
    },
    'centre',
  );
  await waitUntil(`The centre answering (its log is ${join(config.data, 'logs', 'centre.log')})`, READY_WITHIN_MS, runtime, () =>
    answers(`${url}/readyz`),
  );
  return { url, pid: centre.pid, client: await signInAtCentre(url, administrator) };
}
