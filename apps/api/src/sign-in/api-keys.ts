/**
 * Keys for programs: `pv_` and 256 bits of chance, kept as a SHA-256. A key acts in one role at one site until it ends.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Runtime, SignedIn } from '@portvakt/ports';
import { id, roles } from '@portvakt/protocol';
import { z } from 'zod';
import type { Auth } from './auth.ts';

const keptKey = z.object({
  id: z.string(),
  name: z.string(),
  owner: id('owner'),
  site: id('site'),
  role: z.enum(roles),
  createdBy: z.string(),
});
export type ApiKey = z.infer<typeof keptKey>;

const KEY = /^Bearer (pv_[\w-]{43})$/;
const identifierOf = (key: string): string => `api-key:${createHash('sha256').update(key).digest('hex')}`;

export interface ApiKeys {
  /** The key itself is answered once and never again. */
  make(of: Omit<ApiKey, 'id'>, expiresAt: Date): Promise<{ readonly key: string; readonly id: string }>;
  /** Who acts with the key in the request; `undefined` without one that holds. */
  read(request: Request): Promise<SignedIn | undefined>;
}

export function apiKeys(auth: Auth, runtime: Runtime): ApiKeys {
  return {
    make: async (of, expiresAt) => {
      const { internalAdapter } = await auth.$context;
      const key = `pv_${randomBytes(32).toString('base64url')}`;
      const kept: ApiKey = { ...of, id: `key_${runtime.uuidv7()}` };
      await internalAdapter.createVerificationValue({ identifier: identifierOf(key), value: JSON.stringify(kept), expiresAt });
      return { key, id: kept.id };
    },
    read: async (request) => {
      const [, key] = KEY.exec(request.headers.get('authorization') ?? '') ?? [];
      if (key === undefined) return undefined;
      const { adapter } = await auth.$context;
      const [row] = await adapter.findMany<{ value: string; expiresAt: Date }>({
        model: 'verification',
        where: [{ field: 'identifier', value: identifierOf(key) }],
      });
      if (row === undefined || row.expiresAt.getTime() <= runtime.now()) return undefined;
      const { id: account, name, owner, site, role } = keptKey.parse(JSON.parse(row.value));
      return { account, name, roles: [{ owner, site, role }] };
    },
  };
}
