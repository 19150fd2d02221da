/** The boxes whose state lies under a data folder, and where in it what the doctor reads is kept. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Box {
  readonly code: string;
  readonly folder: string;
  readonly log: string;
  readonly identity: string;
  /** Which list the centre called current last, and when. */
  readonly confirmed: string;
  /** How far the centre has the log, by the box's own note. */
  readonly watermark: string;
  /** The site as it came from the centre: signed, not sealed. */
  readonly siteConfig: string;
}

const PREFIX = 'edge-';

export function boxesIn(data: string): readonly Box[] {
  if (!existsSync(data)) return [];
  const names = readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name.startsWith(PREFIX));
  return names.map(({ name }) => {
    const folder = join(data, name);
    return {
      code: name.slice(PREFIX.length),
      folder,
      log: join(folder, 'log.db'),
      identity: join(folder, 'identity.json'),
      confirmed: join(folder, 'down', 'confirmed.json'),
      watermark: join(folder, 'link', 'watermark.json'),
      siteConfig: join(folder, 'down', 'site-config.json'),
    };
  });
}
