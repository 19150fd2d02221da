/** All gates of a site, on their lines and on the broker. */
import { OperatingError, type Runtime } from '@portvakt/ports';
import type { GateEnd } from './gate-end.ts';
import { openMqttGate } from './mqtt-gate-end.ts';
import { openSerialGate } from './serial-gate-end.ts';
import type { SimulatedGate, SimulatedSite } from './simulated-site.ts';

export async function openGates(site: SimulatedSite, runtime: Runtime): Promise<readonly GateEnd[]> {
  const gates: GateEnd[] = [];
  for (const gate of site.gates)
    gates.push(gate.kind === 'serial_turnstile' ? await openSerialGate(gate, runtime) : await openMqtt(site, gate, runtime));
  return gates;
}

function openMqtt(site: SimulatedSite, { plate, gate, readers, kind }: SimulatedGate, runtime: Runtime): Promise<GateEnd> {
  const password = site.broker?.passwords[gate];
  if (site.broker === null || password === undefined)
    throw new OperatingError('config', `${plate} speaks MQTT, and the description has no broker or password for it`);
  return openMqttGate(
    { plate, owner: site.owner, site: site.site, gate, readers, senses: kind === 'mqtt_turnstile', url: site.broker.url, password },
    runtime,
  );
}
