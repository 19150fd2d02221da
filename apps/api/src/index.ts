/** The centre: what knows cards, people, enterprises and sites, and hands changes to the sites. */
export { type CentralConfig, environmentExample, readConfig } from './config.ts';
export { type CentralParts, type RunningCentral, startCentral } from './main.ts';
export type { OpenStores } from './open-centre.ts';
