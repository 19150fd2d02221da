/** Commands are carried out once, restarts included: the nonce is durable before the command is. */
import type { Scope } from '@portvakt/domain';
import type { Database } from '../database/database.ts';

export interface SeenNonces {
  /** Whether the nonce is new. Durable when it resolves. `expiresMs`: milliseconds since 1970 UTC, when the command itself ends. */
  remember(nonce: string, expiresMs: number): Promise<boolean>;
  /** Lets go of nonces whose commands ended before an instant; that instant must lie behind any clock a command is judged by. */
  forget(beforeMs: number): Promise<void>;
}

const insert = 'INSERT INTO command_seen (owner, site, nonce, expires_ms) VALUES (?, ?, ?, ?) ON CONFLICT (nonce) DO NOTHING';
const remove = 'DELETE FROM command_seen WHERE expires_ms < ?';

export function seenNonces(database: Database, { owner, site }: Scope): SeenNonces {
  return {
    remember: async (nonce, expiresMs) => {
      const [answer] = await database.write([{ sql: insert, params: [owner, site, nonce, expiresMs] }]);
      return answer!.changes === 1;
    },
    forget: async (beforeMs) => void (await database.write([{ sql: remove, params: [beforeMs] }])),
  };
}
