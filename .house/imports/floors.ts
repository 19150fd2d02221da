/**
 * Which room may see which. An import goes down, never up, never sideways.
 *
 * A new package gets its floor here before its first import passes.
 */
export interface Floor {
  /** Packages of this repository it may import. */
  readonly rooms: readonly string[];
  /** Libraries it may import; `any` means what its package.json declares. */
  readonly libraries: readonly string[] | 'any';
  /** Whether it may import `node:` modules. */
  readonly node: boolean;
}

const promises = ['domain', 'ports', 'protocol', 'card-index'];
const adapters = ['storage', 'registers', 'reports', 'firmware-bridge'];
const adapter: Floor = { rooms: [...promises, 'trust'], libraries: 'any', node: true };
const app: Floor = { rooms: [...promises, 'trust', ...adapters, 'desk'], libraries: 'any', node: true };

export const FLOORS: Readonly<Record<string, Floor>> = {
  domain: { rooms: [], libraries: [], node: false },
  'card-index': { rooms: ['domain'], libraries: [], node: false },
  ports: { rooms: ['domain'], libraries: [], node: false },
  // keys, seals and the hash chain: what centre and edge must compute alike
  trust: { rooms: ['domain'], libraries: [], node: true },
  protocol: { rooms: ['domain'], libraries: ['zod'], node: false },
  // the one adapter that lies beside its port: the machine's own clock, timers and chance
  'ports/system': { rooms: ['domain'], libraries: ['uuidv7'], node: true },
  storage: adapter,
  registers: adapter,
  reports: adapter,
  'firmware-bridge': adapter,
  // the routes that centre and edge both serve
  desk: { rooms: [...promises, 'trust', 'reports'], libraries: 'any', node: true },
  api: app,
  edge: app,
  // `node` for the part that runs on the server; what reaches the browser is Vite's to refuse
  dashboard: { rooms: ['domain', 'protocol'], libraries: 'any', node: true },
  portvakt: { rooms: [...app.rooms, 'api', 'edge', 'dashboard'], libraries: 'any', node: true },
};

/** The built pages, the one thing both apps may take from the dashboard. */
export const PAGES_DOOR = '@portvakt/dashboard/handler';

/** The only room that may see every door, doubles' doors included: it runs a whole site for show. */
export const SHOWROOM = 'portvakt';

const SYSTEM = 'packages/ports/src/system/';

export const floorOf = (room: string, file: string): Floor | undefined => FLOORS[file.startsWith(SYSTEM) ? 'ports/system' : room];
