/** An event as sign and words: what was decided, whose card it was, and why. */
import type { SiteNowView } from '@portvakt/protocol';
import type { SignState } from '#lib/marks/sign.ts';
import { m } from '#lib/paraglide/messages.js';
import { denialTexts, noticeTexts } from '#lib/wording/reason-text.ts';

type Item = SiteNowView['feed'][number];

export interface FeedWords {
  readonly key: string;
  readonly is: SignState;
  readonly word: string;
  readonly name: string;
  readonly enterprise: string;
  /** Reasons and notices; empty for the ordinary, which is most. */
  readonly why: readonly string[];
  /** `stop`: refused; the row is tinted. */
  readonly row: 'stop' | 'plain';
}

export function feedWords({ key, direction, decision, person }: Item): FeedWords {
  const common = {
    key: `${key.agent}/${key.epoch}/${key.sequence}`,
    name: person?.name || m.feed_unknown_card(),
    enterprise: person?.enterprise ?? '',
  };
  if (decision.kind === 'denied') {
    return { ...common, is: 'stop', word: m.feed_denied(), why: [denialTexts[decision.reason]()], row: 'stop' };
  }
  const overridden = decision.overridden === null ? [] : [m.feed_let_out({ reason: lower(denialTexts[decision.overridden]()) })];
  return {
    ...common,
    is: direction,
    word: direction === 'in' ? m.feed_in() : m.feed_out(),
    why: [...overridden, ...decision.notices.map((notice) => noticeTexts[notice]())],
    row: 'plain',
  };
}

const lower = (sentence: string): string => sentence.charAt(0).toLocaleLowerCase('nb') + sentence.slice(1);
