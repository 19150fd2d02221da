/** What is sent to describe a site. */

import type { Site } from '@portvakt/domain';
import { type EquipmentWiring, equipment, id, siteShape } from '@portvakt/protocol';
import { z } from 'zod';

const described = siteShape.omit({ id: true, owner: true }).extend({ listKeeper: id('enterprise').nullable().default(null) });

/** A site whose parts fit together: one zone outside, every portal between two zones of it, no id twice. */
export const siteDescription = described.superRefine((site, context) => {
  const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (site.zones.filter((z) => z.outside).length !== 1) fault('zones', 'exactly one zone is outside');
  const zones = new Set<string>(site.zones.map((z) => z.id));
  const portals = site.gates.flatMap((g) => g.portals);
  if (portals.some((p) => !zones.has(p.from) || !zones.has(p.to) || p.from === p.to))
    fault('gates', 'a portal leads from one zone of the site to another');
  const ids = [...site.zones, ...site.gates, ...portals, ...portals.flatMap((p) => p.readers)].map((part) => part.id);
  if (new Set(ids).size !== ids.length) fault('gates', 'an id stands twice');
});

/** The id may be made by whoever makes the site; else it is made here. */
export const newSite = z.strictObject({ id: id('site').optional(), description: siteDescription });

export const equipmentList = z.strictObject({
  equipment: z.array(z.strictObject({ agent: id('agent').nullable(), wiring: equipment })).max(200),
});

export function siteOf(ids: Pick<Site, 'id' | 'owner'>, description: z.output<typeof siteDescription>): Site {
  return { ...description, ...ids, listKeeper: description.listKeeper ?? undefined };
}

/** Which gates and readers a line of wiring serves. */
export function servedBy(wiring: EquipmentWiring) {
  switch (wiring.channel) {
    case 'serial_reader':
      return { readers: [wiring.reader], gates: [] };
    case 'serial_gate':
      return { readers: [], gates: [wiring.gate] };
    case 'mqtt_gate':
      return { readers: wiring.readers, gates: [wiring.gate] };
  }
}
