/** Ports of a demo: the one that was asked for, and those after it. */
export interface DemoPorts {
  readonly centre: number;
  /** Pages of the first site's box; the next sites follow. */
  readonly pages: number;
  readonly broker: number;
  /** The uplink of the first site, as a relay that can be cut; the next sites follow. */
  readonly uplink: number;
}

export function demoPorts(port: number): DemoPorts {
  return { centre: port, pages: port + 1, broker: port + 10, uplink: port + 20 };
}
