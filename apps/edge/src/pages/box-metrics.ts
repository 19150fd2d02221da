/** Counters for Prometheus, from the gate's status file; answered to this machine alone. No person is in any of them. */
import type { GateStatus } from '../gate/gate-status.ts';
import type { LinkGlance } from './link-glance.ts';

export function boxMetrics(status: GateStatus | undefined, link: LinkGlance | undefined): string {
  const lines: string[] = [];
  const put = (name: string, help: string, type: 'gauge' | 'counter', values: readonly (readonly [labels: string, value: number])[]) => {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...values.map(([labels, value]) => `${name}${labels} ${value}`));
  };
  const labelled = (name: string, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([key, value]) => [`{${name}="${key.replace(/["\\\n]/g, '_')}"}`, value] as const);
  put('portvakt_edge_gate_up', 'Whether the gate process tells how it fares', 'gauge', [['', status ? 1 : 0]]);
  put('portvakt_edge_linked', 'Whether the centre can be reached', 'gauge', [['', link?.connected ? 1 : 0]]);
  if (status) {
    put('portvakt_edge_log_sequence', 'End of the durable log', 'counter', [['', status.sequence]]);
    put('portvakt_edge_log_waiting', 'Entries that wait for the disk', 'gauge', [['', status.waiting]]);
    put('portvakt_edge_decisions_total', 'Decisions by outcome', 'counter', labelled('outcome', status.tallies.decisions));
    put('portvakt_edge_line_faults_total', 'Faults on lines by kind', 'counter', labelled('fault', status.tallies.faults));
    put('portvakt_edge_lost_total', 'What a full queue dropped, by kind', 'counter', labelled('kind', status.tallies.lost));
    put('portvakt_edge_append_seconds_sum', 'Time spent making entries durable', 'counter', [['', status.tallies.appendMsSum / 1_000]]);
    put('portvakt_edge_append_seconds_count', 'Appends', 'counter', [['', status.tallies.appends]]);
    put(
      'portvakt_edge_list_age_seconds',
      'Since the centre confirmed the card-status list',
      'gauge',
      status.list ? [['', status.list.ageS]] : [],
    );
    put(
      'portvakt_edge_uplink_backlog',
      'Entries the centre does not have',
      'gauge',
      link ? [['', Math.max(0, status.sequence - link.acknowledged)]] : [],
    );
  }
  return `${lines.join('\n')}\n`;
}
