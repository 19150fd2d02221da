/** The centre's database for an export, and the site it is about. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Site } from '@portvakt/domain';
import { OperatingError } from '@portvakt/ports';
import { type CentralReader, openCentralReader } from '@portvakt/storage';
import { centrePath } from '../compare/find-sites.ts';

export interface CentrePlace {
  readonly data: string;
  /** An address; without one it is the centre's own file in the data folder. */
  readonly database: string | undefined;
  readonly code: string;
}

/** Opens, does, closes. */
export async function withSite<T>(place: CentrePlace, act: (centre: CentralReader, site: Site) => Promise<T>): Promise<T> {
  const at = placeOf(place.database ?? centrePath(place.data));
  if (!at.includes('://') && !existsSync(at))
    throw new OperatingError(
      'store_unavailable',
      `There is no database at ${at}. Give its place with --database or its folder with --data.`,
    );
  const centre = await openCentralReader(at);
  try {
    const site = await centre.sites.siteByCode(place.code);
    if (site !== undefined) return await act(centre, site);
    const codes = (await centre.sites.sites()).map((known) => known.code);
    throw new OperatingError('config', `There is no site "${place.code}". Known: ${codes.join(', ') || 'none'}.`);
  } finally {
    await centre.close();
  }
}

/** `file:///path`, `file:path` as the centre's own setting takes it, a path, or a server's address. */
function placeOf(address: string): string {
  if (address.startsWith('file://')) return fileURLToPath(address);
  return address.startsWith('file:') ? decodeURIComponent(address.slice('file:'.length)) : address;
}
