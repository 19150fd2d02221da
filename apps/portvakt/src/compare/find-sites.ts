/** Which sites have records under a data folder, and where each record lies. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const EDGE = 'edge-';

export const truthPath = (data: string, code: string): string => join(data, 'sim', code, 'truth.jsonl');
export const logPath = (data: string, code: string): string => join(data, `${EDGE}${code}`, 'log.db');
export const centrePath = (data: string): string => join(data, 'central.db');

/** Codes of the sites that have a box or a record of the street, in order. */
export function findSites(data: string): readonly string[] {
  const folders = (path: string) => (existsSync(path) ? readdirSync(path) : []);
  const boxes = folders(data)
    .filter((name) => name.startsWith(EDGE))
    .map((name) => name.slice(EDGE.length));
  const streets = folders(join(data, 'sim')).filter((code) => existsSync(truthPath(data, code)));
  return [...new Set([...boxes, ...streets])].toSorted();
}
