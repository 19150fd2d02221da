/** What a demo remembers from one start to the next: its secrets, its ports and the day it began. Readable by its owner alone. */

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isId, isSiteDay, type OwnerId, siteDayOf } from '@portvakt/domain';
import { z } from 'zod';

const schema = z.object({
  /** The day people and cards were made for. */
  firstDay: z.string().refine((text) => isSiteDay(text)),
  secret: z.string(),
  /** Passwords on the site's broker: of each gate by its id, and of the agent. */
  brokerPasswords: z.record(z.string(), z.string()),
  /** The owner of every site of the demo, once the centre has made it. */
  owner: z
    .string()
    .refine((text) => isId('owner', text))
    .nullable(),
  /** Codes of the sites that the centre knows, and of those whose people it knows too. */
  added: z.array(z.string()).default([]),
  seeded: z.array(z.string()),
});
type Kept = z.infer<typeof schema>;

export interface DemoState extends Kept {
  password(user: string): string;
  noteAdded(site: string, owner: OwnerId): void;
  noteSeeded(site: string): void;
}

export function openDemoState(data: string, nowMs: number): DemoState {
  const path = join(data, 'demo.json');
  const kept: Kept = existsSync(path)
    ? schema.parse(JSON.parse(readFileSync(path, 'utf8')))
    : { firstDay: siteDayOf(nowMs), secret: newSecret(), brokerPasswords: {}, owner: null, added: [], seeded: [] };
  const save = () => {
    writeFileSync(`${path}.new`, JSON.stringify(kept, null, 2), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  save();
  return {
    ...kept,
    password: (user) => {
      const known = kept.brokerPasswords[user];
      if (known !== undefined) return known;
      const made = newSecret();
      kept.brokerPasswords[user] = made;
      save();
      return made;
    },
    noteAdded: (site, owner) => {
      kept.added.push(site);
      kept.owner = owner;
      save();
    },
    noteSeeded: (site) => {
      kept.seeded.push(site);
      save();
    },
  };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
