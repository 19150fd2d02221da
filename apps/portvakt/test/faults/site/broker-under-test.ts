/**
 * The broker of the site: our own, or Debian's mosquitto with no rules at all, where anybody may say anything about any gate. What the box
 * is to refuse must reach it first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GateId, Scope } from '@portvakt/domain';
import { startEmbeddedBroker } from '@portvakt/firmware-bridge';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

export type BrokerKind = 'embedded' | 'lawless';

export interface BrokerUnderTest {
  readonly url: string;
  close(): Promise<void>;
}

export const AGENT = { username: 'agent', password: 'agent-of-the-test' } as const;
export const GATE_PASSWORD = 'gate-of-the-test';

export async function startBroker(kind: BrokerKind, scope: Scope, gates: readonly GateId[], folder: string): Promise<BrokerUnderTest> {
  if (kind === 'lawless') return await startLawless(folder);
  const broker = await startEmbeddedBroker({
    scope,
    port: 0,
    accounts: [{ role: 'agent', ...AGENT }, ...gates.map((gate) => ({ role: 'gate', gate, password: GATE_PASSWORD }) as const)],
  });
  return { url: `mqtt://127.0.0.1:${broker.port}`, close: () => broker.close() };
}

async function startLawless(folder: string): Promise<BrokerUnderTest> {
  const port = await freePort();
  const config = join(folder, 'mosquitto.conf');
  const lines = [`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'set_tcp_nodelay true', 'log_dest stderr'];
  writeFileSync(config, `${[...lines, ...(process.getuid?.() === 0 ? ['user root'] : [])].join('\n')}\n`);
  const child = spawn('mosquitto', ['-c', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  await running(child);
  return {
    url: `mqtt://127.0.0.1:${port}`,
    close: async () => {
      process.off('exit', endWithUs);
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function running(child: ChildProcess): Promise<void> {
  let said = '';
  let fault: Error | undefined;
  child.once('error', (cause) => {
    fault = cause;
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    said += bytes.toString('utf8');
  });
  await eventually(
    'mosquitto',
    () => {
      if (fault !== undefined || child.exitCode !== null) throw new Error(`mosquitto ended: ${said}`, { cause: fault });
      return /mosquitto version .* running/.test(said);
    },
    10_000,
    () => said,
  );
}
