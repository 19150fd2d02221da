/** Debian's mosquitto as a child process, with the same accounts and rules that our own broker keeps. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Scope } from '@portvakt/domain';
import { type BrokerAccount, usernameOf } from '../broker-accounts.ts';
import { siteRoot } from '../topics.ts';

/** A broker that a test may mistreat. */
export interface TestBroker {
  readonly url: string;
  readonly port: number;
  /** At once, without a word to anybody. */
  kill(): Promise<void>;
  /** Stays connected and does nothing any more; only a process of its own can. */
  hang?(): void;
}

export async function startMosquitto(scope: Scope, accounts: readonly BrokerAccount[], port?: number): Promise<TestBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-'));
  const listener = port ?? (await freePort());
  const write = (name: string, lines: readonly string[]) => {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`, { mode: 0o600 });
    return join(folder, name);
  };
  const passwords = write(
    'passwords',
    accounts.map((account) => `${usernameOf(account)}:${account.password}`),
  );
  await ended(spawn('mosquitto_passwd', ['-U', passwords], { stdio: 'ignore' }));
  const root = siteRoot(scope);
  const agents = accounts.filter(({ role }) => role === 'agent').map(usernameOf);
  const rules = write('acl', [
    ...agents.flatMap((name) => [`user ${name}`, `topic read ${root}#`, `topic write ${root}+/cmd`]),
    `pattern write ${root}%u/availability`,
    `pattern write ${root}%u/+/event`,
    `pattern write ${root}%u/cmd/ack`,
    `pattern read ${root}%u/cmd`,
  ]);
  const config = write('conf', [
    `listener ${listener} 127.0.0.1`,
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    'allow_anonymous false',
    `password_file ${passwords}`,
    `acl_file ${rules}`,
    'set_tcp_nodelay true',
    'log_dest stderr',
    'log_type all',
  ]);
  const child = spawn('mosquitto', ['-c', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  });
  const endWithUs = () => child.kill('SIGKILL'); // a test that fails leaves nothing running
  process.once('exit', endWithUs);
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`mosquitto ended: ${said.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      if (/mosquitto version .* running/.test(line)) resolve();
    });
  });
  return {
    url: `mqtt://127.0.0.1:${listener}`,
    port: listener,
    hang: () => void child.kill('SIGSTOP'),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      process.off('exit', endWithUs);
      child.removeAllListeners('exit');
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const ended = async (child: ReturnType<typeof spawn>): Promise<void> => {
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`mosquitto_passwd ended with ${code}`);
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}
