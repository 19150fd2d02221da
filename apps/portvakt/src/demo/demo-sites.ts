/** The sites of the demo, as data: another site is another entry here, and no code. */

import { join } from 'node:path';
import { defaultPolicy, type EnterpriseId, type GateId, idOf, type OwnerId, type ReaderId, type Site, type SiteId } from '@portvakt/domain';
import type { EquipmentWiring } from '@portvakt/protocol';
import { seeded } from '../simulate/seeded.ts';
import type { SimulatedGate } from '../simulate/simulated-site.ts';

export type GateKind = 'serial_turnstile' | 'mqtt_turnstile' | 'mqtt_boom';

export interface DemoSite {
  readonly code: string;
  readonly name: string;
  readonly address: string;
  readonly seed: number;
  readonly people: number;
  readonly gates: readonly { readonly plate: string; readonly name: string; readonly kind: GateKind }[];
}

export const demoSites: readonly DemoSite[] = [
  {
    code: 'fjordbyen-b4',
    name: 'Fjordbyen B4',
    address: 'Kaigata 1, 0150 Oslo',
    seed: 4,
    people: 240,
    gates: [
      { plate: 'P1', name: 'Hovedporten', kind: 'serial_turnstile' },
      { plate: 'P2', name: 'Sjøporten', kind: 'serial_turnstile' },
      { plate: 'P3', name: 'Nordporten', kind: 'mqtt_turnstile' },
      { plate: 'P4', name: 'Kjøreporten', kind: 'mqtt_boom' },
    ],
  },
  {
    code: 'nordhavn-k2',
    name: 'Nordhavn K2',
    address: 'Bryggeveien 9, 0151 Oslo',
    seed: 11,
    people: 24,
    gates: [{ plate: 'P1', name: 'Porten', kind: 'mqtt_turnstile' }],
  },
];

export interface LaidOutSite {
  readonly site: Site;
  readonly equipment: readonly EquipmentWiring[];
  readonly gates: readonly SimulatedGate[];
}

/** Gives a demo site its ids (from the seed alone) and wires its gates to lines under `devices`. */
export function layOutSite(demo: DemoSite, owner: OwnerId, client: EnterpriseId, devices: string): LaidOutSite {
  const chance = seeded(demo.seed * 1_000 + 1);
  const newId = () => chance.uuidv7(Date.UTC(2026, 0, 5, 6));
  const id: SiteId = idOf('site', newId());
  const outside = idOf('zone', newId());
  const inside = idOf('zone', newId());
  const gates = demo.gates.map(({ plate, name, kind }) => {
    const gate: GateId = idOf('gate', newId());
    const into: ReaderId = idOf('reader', newId());
    const out: ReaderId = idOf('reader', newId());
    const portals = [
      { id: idOf('portal', newId()), direction: 'in', from: outside, to: inside, readers: [{ id: into, name: `${plate} inn` }] },
      { id: idOf('portal', newId()), direction: 'out', from: inside, to: outside, readers: [{ id: out, name: `${plate} ut` }] },
    ] as const;
    const line = (which: string) => join(devices, `${demo.code}-${plate.toLowerCase()}-${which}`);
    const simulated: SimulatedGate =
      kind === 'serial_turnstile'
        ? { kind, plate, gate, readers: { in: into, out }, lines: { in: line('in'), out: line('out'), barrier: line('barrier') } }
        : { kind, plate, gate, readers: { in: into, out } };
    return { simulated, described: { id: gate, plate, name, evidence: kind === 'mqtt_boom' ? 'assumed' : 'sensed', portals } as const };
  });
  return {
    site: {
      id,
      owner,
      code: demo.code,
      name: demo.name,
      address: demo.address,
      client,
      listKeeper: undefined,
      zones: [
        { id: outside, name: 'Utenfor', outside: true },
        { id: inside, name: 'Plassen', outside: false },
      ],
      gates: gates.map((g) => g.described),
      policy: defaultPolicy,
    },
    equipment: gates.flatMap((g) => wiringOf(g.simulated)),
    gates: gates.map((g) => g.simulated),
  };
}

function wiringOf(gate: SimulatedGate): readonly EquipmentWiring[] {
  if (gate.kind !== 'serial_turnstile') return [{ channel: 'mqtt_gate', gate: gate.gate, readers: [gate.readers.in, gate.readers.out] }];
  return [
    { channel: 'serial_reader', protocol: 'em4100', path: gate.lines.in, baud: 9_600, reader: gate.readers.in },
    { channel: 'serial_reader', protocol: 'em4100', path: gate.lines.out, baud: 9_600, reader: gate.readers.out },
    { channel: 'serial_gate', protocol: 'onetech', path: gate.lines.barrier, baud: 9_600, gate: gate.gate, inwards: 'A' },
  ];
}
