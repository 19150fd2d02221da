/**
 * What the person at the gate sees and hears, in their own language.
 *
 * Polish, Lithuanian and Romanian are drafts: they need a native speaker's review before they stand at a gate. A text names nobody and
 * fits a reader's display. Shape, word, colour, in that order: green always means go, also when there is something to tell; amber is a
 * card nobody knows, red a refusal.
 */
import type { Decision, DenialReason, Direction, Language, Notice } from '@portvakt/domain';
import type { Signal } from '@portvakt/ports';
import en from './en.json' with { type: 'json' };
import lt from './lt.json' with { type: 'json' };
import nb from './nb.json' with { type: 'json' };
import nn from './nn.json' with { type: 'json' };
import pl from './pl.json' with { type: 'json' };
import ro from './ro.json' with { type: 'json' };

export type TextKey = DenialReason | Notice | 'granted_in' | 'granted_out';

export const texts: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { nb, nn, en, pl, lt, ro };

/** For someone the roster does not know. */
export const DEFAULT_LANGUAGE: Language = 'nb';

const HOLD_MS = { granted: 2_500, notice: 4_000, denied: 8_000, unknown: 10_000 } as const;

export function signalFor(decision: Decision, direction: Direction, language: Language = DEFAULT_LANGUAGE): Signal {
  const said = (key: TextKey) => texts[language][key];
  if (decision.kind === 'denied') {
    const unknown = decision.reason === 'card_unknown' || decision.reason === 'card_ambiguous';
    const [lamp, sound, holdMs] = unknown ? (['amber', 'unknown', HOLD_MS.unknown] as const) : (['red', 'denied', HOLD_MS.denied] as const);
    return { lamp, sound, text: said(decision.reason), language, holdMs };
  }
  if (direction === 'out') return { lamp: 'green', sound: 'granted_out', text: said('granted_out'), language, holdMs: HOLD_MS.granted };
  // that the list is old is the office's matter, not the worker's
  const notice = decision.notices.find((told) => told !== 'list_is_old');
  if (notice === undefined) return { lamp: 'green', sound: 'granted_in', text: said('granted_in'), language, holdMs: HOLD_MS.granted };
  return { lamp: 'green', sound: 'notice', text: said(notice), language, holdMs: HOLD_MS.notice };
}
