/** What every part of the demo is started with. */
import type { Runtime } from '@portvakt/ports';
import type { ProductConfig } from '../config.ts';
import type { ChildPlan } from './children.ts';
import type { DemoSite } from './demo-sites.ts';

export interface DemoOptions {
  readonly config: ProductConfig;
  readonly runtime: Runtime;
  readonly sites: readonly DemoSite[];
  readonly speed: number;
  readonly days: number | undefined;
}

/** What stops when: nobody is left in an open barrier, and the log goes up before the centre goes down. */
export type StopOrder = 'street' | 'box' | 'broker' | 'centre';
export const STOP_ORDER: readonly StopOrder[] = ['street', 'box', 'broker', 'centre'];

export interface Stage {
  readonly options: DemoOptions;
  say(line: string): void;
  /** Starts one of our own commands as a process; answers its id. */
  child(plan: ChildPlan, order: StopOrder): { readonly pid: number | undefined };
  atEnd(order: StopOrder, stop: () => Promise<void>): void;
}
