/** Counters for Prometheus, from the gate's status file; answered to this machine alone. No person is in any of them. */
import type { GateStatus } from '../gate/gate-status.ts';
import { APPEND_BUCKETS_MS } from '../gate/tallies.ts';
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
    const { appendBuckets, appendMsSum, appends } = status.tallies;
    const upTo = [...APPEND_BUCKETS_MS.map((ms) => String(ms / 1_000)), '+Inf'];
    lines.push(
      '# HELP portvakt_edge_append_seconds Time until entries were durable',
      '# TYPE portvakt_edge_append_seconds histogram',
      ...appendBuckets.map((count, i) => `portvakt_edge_append_seconds_bucket{le="${upTo[i] ?? '+Inf'}"} ${count}`),
      `portvakt_edge_append_seconds_sum ${appendMsSum / 1_000}`,
      `portvakt_edge_append_seconds_count ${appends}`,
    );
    put('portvakt_edge_alarms_total', 'Alarms raised since the gate process started', 'counter', [['', status.alarms]]);
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
