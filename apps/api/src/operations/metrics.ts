/** What is counted. No label names a person, a card or a site: labels are words of the protocol. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly entries: Counter<'kind'>;
  readonly lists: Counter<'kind'>;
  readonly streams: Gauge;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly faults: Counter;
  text(): Promise<string>;
  readonly contentType: string;
}

export function makeMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  return {
    entries: new Counter({
      name: 'portvakt_entries_total',
      help: 'Log entries taken up, by what became of them',
      labelNames: ['kind'],
      registers,
    }),
    lists: new Counter({
      name: 'portvakt_card_lists_total',
      help: 'Answers to agents that asked for the card-status list',
      labelNames: ['kind'],
      registers,
    }),
    streams: new Gauge({ name: 'portvakt_agent_streams', help: 'Agents listening', registers }),
    requests: new Histogram({
      name: 'portvakt_request_seconds',
      help: 'Time to answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.25, 1, 5],
      registers,
    }),
    faults: new Counter({ name: 'portvakt_faults_total', help: 'Requests that ended in a fault of ours', registers }),
    text: () => register.metrics(),
    contentType: register.contentType,
  };
}
