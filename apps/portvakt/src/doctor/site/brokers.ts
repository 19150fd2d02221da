/** Whether the MQTT brokers can be reached: the one that is named, and those of the simulated sites while the demo runs. */
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Runtime } from '@portvakt/ports';
import { readHeld } from '../../demo/lock.ts';
import { readSimulatedSite } from '../../simulate/simulated-site.ts';
import { type Examined, fault, type Look, ok, type Patient } from '../examine.ts';

const WITHIN_MS = 2_000;
const PORT = 1_883;
const PORT_TLS = 8_883;

export const lookAtBrokers: Look = async (patient) => {
  const urls = [...new Set([...(patient.broker === undefined ? [] : [patient.broker]), ...ofRunningDemo(patient)])];
  const found: Examined[] = [];
  for (const url of urls) found.push(await judgeBroker(url, patient.runtime));
  return found.length > 0 ? found : [ok('broker', 'none is named, and no demo runs')];
};

async function judgeBroker(url: string, runtime: Runtime): Promise<Examined> {
  if (!URL.canParse(url)) return fault('broker', 'its address cannot be read', 'Write it as mqtt://host:1883 or mqtts://host:8883.');
  const { hostname, port, protocol } = new URL(url);
  const name = `broker ${hostname}`; // the address may hold a password
  const number = Number(port) || (protocol === 'mqtts:' ? PORT_TLS : PORT);
  const answer = await reach(hostname, number, runtime);
  return answer === undefined
    ? ok(name, `answers on port ${number}`)
    : fault(name, `port ${number}: ${answer}`, 'Start the broker, or mend its address or the firewall between.');
}

/** `undefined`: it can be reached; else why not. */
function reach(host: string, port: number, runtime: Runtime): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (answer: string | undefined) => {
      cancel();
      socket.destroy();
      resolve(answer);
    };
    const cancel = runtime.after(WITHIN_MS, () => done(`no answer within ${WITHIN_MS} ms`));
    socket.once('connect', () => done(undefined));
    socket.once('error', (cause) => done(cause.message));
  });
}

/** A demo that stopped in order has given back its lock, and its broker stopped with it. */
function ofRunningDemo({ data }: Patient): readonly string[] {
  const street = join(data, 'sim');
  if (readHeld(join(data, 'running.json')) === undefined || !existsSync(street)) return [];
  const files = readdirSync(street).map((code) => join(street, code, 'site.json'));
  return files.filter((path) => existsSync(path)).flatMap((path) => readSimulatedSite(path).broker?.url ?? []);
}
