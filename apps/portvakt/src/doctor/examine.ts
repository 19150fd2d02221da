/** One look at one thing: what was found, whether it is as it should be, and in one line what to do when it is not. */
import type { Runtime } from '@portvakt/ports';

export interface Examined {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly found: string;
  readonly fix: string | null;
}

export interface Patient {
  /** Data folder, absolute. */
  readonly data: string;
  /** Address of a broker to try, besides those the simulated sites name. */
  readonly broker: string | undefined;
  readonly runtime: Runtime;
}

export type Look = (patient: Patient) => Promise<readonly Examined[]>;

export const ok = (name: string, found: string): Examined => ({ name, state: 'ok', found, fix: null });
export const warning = (name: string, found: string, fix: string): Examined => ({ name, state: 'warning', found, fix });
export const fault = (name: string, found: string, fix: string): Examined => ({ name, state: 'fault', found, fix });
