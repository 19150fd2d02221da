/** Where a reader stands: the gate and the way through it that a tap there asks for. Built once for each site configuration. */
import type { Direction, Gate, GateId, Portal, ReaderId, Site } from '@portvakt/domain';

export interface ReaderPlace {
  readonly reader: ReaderId;
  readonly gate: Gate;
  readonly portal: Portal;
}

export interface Places {
  readonly site: Site;
  ofReader(reader: ReaderId): ReaderPlace | undefined;
  gate(gate: GateId): Gate | undefined;
  /** The way through a gate in a direction; `undefined` where there is none. */
  portal(gate: GateId, direction: Direction): Portal | undefined;
}

export function placesOf(site: Site): Places {
  const readers = new Map<ReaderId, ReaderPlace>();
  const gates = new Map<GateId, Gate>();
  for (const gate of site.gates) {
    gates.set(gate.id, gate);
    for (const portal of gate.portals) for (const { id } of portal.readers) readers.set(id, { reader: id, gate, portal });
  }
  return {
    site,
    ofReader: (reader) => readers.get(reader),
    gate: (gate) => gates.get(gate),
    portal: (gate, direction) => gates.get(gate)?.portals.find((portal) => portal.direction === direction),
  };
}
