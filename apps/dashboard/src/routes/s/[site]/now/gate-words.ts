/** A gate's state as sign and words, and which gates' registrations are missing. */
import type { SiteNowView } from '@portvakt/protocol';
import { ageText } from '#lib/format/age.ts';
import { clock } from '#lib/format/site-time.ts';
import type { SignShape, SignState } from '#lib/marks/sign.ts';
import { m } from '#lib/paraglide/messages.js';

type Gate = SiteNowView['gates'][number];
type Agent = SiteNowView['agents'][number];

export interface GateWords {
  readonly is: SignState;
  readonly shape: SignShape;
  readonly word: string;
  readonly age: string;
  readonly aside: string;
}

interface Moment {
  /** When the picture is from: nothing came since, and while the line holds that means nothing changed. */
  readonly asOfMs: number;
  readonly nowMs: number;
  /** The screen has lost its server: a gate's state is not known, whatever it was. */
  readonly cut: boolean;
}

export function gateWords(gate: Gate, { asOfMs, nowMs, cut }: Moment): GateWords {
  const lastMs = gate.lastHeardAt === null ? undefined : Date.parse(gate.lastHeardAt);
  const last = lastMs === undefined ? m.gate_never() : m.gate_last({ time: clock(lastMs) });
  if (cut || gate.state === 'unknown') return { is: 'out', shape: 'unsure', word: m.gate_unknown(), age: last, aside: '' };
  const rate = m.gate_rate({ count: gate.passagesLastMinute });
  const age = lastMs === undefined ? '' : m.ago({ age: ageText(asOfMs - lastMs) });
  switch (gate.state) {
    case 'online':
      return { is: 'ok', shape: 'ok', word: m.gate_online(), age, aside: rate };
    case 'degraded':
      return { is: 'warn', shape: 'warn', word: m.gate_degraded(), age, aside: rate };
    case 'offline':
      return {
        is: 'warn',
        shape: 'cut',
        word: lastMs === undefined ? m.gate_offline() : m.gate_offline_for({ age: ageText(nowMs - lastMs) }),
        age: lastMs === undefined ? m.gate_never() : '',
        aside: lastMs === undefined ? '' : m.gate_safe_until({ time: clock(lastMs) }),
      };
  }
}

/** Gates that are cut off, and since when the count lacks them. */
export function missingGates(gates: readonly Gate[]): { readonly plates: string; readonly sinceMs: number | undefined } | undefined {
  const down = gates.filter((gate) => gate.state === 'offline');
  if (down.length === 0) return undefined;
  const heard = down.map((gate) => gate.lastHeardAt).filter((at) => at !== null);
  return {
    plates: down.map((gate) => gate.plate).join(', '),
    sinceMs: heard.length === down.length ? Math.min(...heard.map((at) => Date.parse(at))) : undefined,
  };
}

/** An agent sends within seconds; a few facts on the way are no queue. */
const SILENT_AFTER_MS = 60_000;
const QUEUE_FROM = 10;

/** From gate to centre: what is wrong with an agent's line, its queue or its clock. */
export function agentWords(agent: Agent, nowMs: number): readonly string[] {
  const silentMs = agent.lastHeardAt === null ? undefined : nowMs - Date.parse(agent.lastHeardAt);
  const silent = silentMs === undefined || silentMs > SILENT_AFTER_MS;
  const queued = agent.backlog ?? 0;
  return [
    ...(silent
      ? [silentMs === undefined ? m.agent_never({ name: agent.name }) : m.agent_silent({ name: agent.name, age: ageText(silentMs) })]
      : []),
    ...(queued >= QUEUE_FROM || (queued > 0 && silent) ? [m.agent_backlog({ name: agent.name, count: queued })] : []),
    ...(agent.clock === 'untrusted' ? [m.agent_clock({ name: agent.name })] : []),
  ];
}
