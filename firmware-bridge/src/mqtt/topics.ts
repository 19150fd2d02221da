/** Where each message of our own gates goes; the words themselves stand in the protocol package. */
import type { GateId, Scope } from '@portvakt/domain';
import { TOPIC_ROOT } from '@portvakt/protocol';

export interface GateTopics {
  readonly availability: string;
  /** What a reader (or `barrier`) of the gate saw. */
  event(of: string): string;
  readonly command: string;
  readonly ack: string;
}

export const siteRoot = ({ owner, site }: Scope): string => `${TOPIC_ROOT}/${owner}/${site}/`;

export function gateTopics(scope: Scope, gate: GateId): GateTopics {
  const root = `${siteRoot(scope)}${gate}`;
  return { availability: `${root}/availability`, event: (of) => `${root}/${of}/event`, command: `${root}/cmd`, ack: `${root}/cmd/ack` };
}

/** What the agent listens to: its own gates and nothing else; `+` so that a reader nobody configured is noticed. */
export function subscriptionsOf(scope: Scope, gates: Iterable<GateId>): string[] {
  return [...gates].flatMap((gate) => {
    const topics = gateTopics(scope, gate);
    return [topics.availability, topics.event('+'), topics.ack];
  });
}

export type TopicKind = 'availability' | 'card' | 'turn' | 'ack' | 'command';

export interface ReadTopic {
  readonly kind: TopicKind;
  /** As it stands in the topic; not yet known to be anybody. */
  readonly gate: string;
  readonly reader: string | undefined;
}

/** What the topic says of its message; `undefined` for a topic of others. */
export function readTopic(scope: Scope, topic: string): ReadTopic | undefined {
  const root = siteRoot(scope);
  if (!topic.startsWith(root)) return undefined;
  const [gate = '', first, second, ...more] = topic.slice(root.length).split('/');
  if (more.length > 0 || gate === '' || first === undefined) return undefined;
  if (second === undefined) {
    const kind = first === 'availability' ? 'availability' : first === 'cmd' ? 'command' : undefined;
    return kind && { kind, gate, reader: undefined };
  }
  if (first === 'cmd') return second === 'ack' ? { kind: 'ack', gate, reader: undefined } : undefined;
  if (second !== 'event') return undefined;
  return first === 'barrier' ? { kind: 'turn', gate, reader: undefined } : { kind: 'card', gate, reader: first };
}
