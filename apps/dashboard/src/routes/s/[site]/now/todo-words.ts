/** A matter to put right: what it is, and the one thing to do about it. */
import type { SiteNowView } from '@portvakt/protocol';
import type { SignState } from '#lib/marks/sign.ts';
import { m } from '#lib/paraglide/messages.js';

type Matter = SiteNowView['todo'][number];

export interface TodoWords {
  readonly is: SignState;
  readonly what: string;
  readonly text: string;
  readonly verb: string;
  readonly href: string;
}

export function todoWords({ kind, count, plates }: Matter, code: string): TodoWords {
  switch (kind) {
    case 'unmatched_taps':
      return { is: 'stop', what: m.todo_unmatched({ count }), text: m.todo_unmatched_text(), verb: m.todo_unmatched_verb(), href: '#feed' };
    case 'gate_offline':
      return {
        is: 'warn',
        what: m.todo_gate({ plates: plates.join(', ') }),
        text: m.todo_gate_text(),
        verb: m.todo_gate_verb(),
        href: '#gates',
      };
    case 'clock_untrusted':
      return { is: 'warn', what: m.todo_clock(), text: m.todo_clock_text(), verb: m.todo_clock_verb(), href: '#gates' };
    case 'list_old':
      return { is: 'warn', what: m.todo_list_old(), text: m.todo_list_old_text(), verb: m.todo_clock_verb(), href: '#gates' };
    case 'list_not_checked':
      return { is: 'warn', what: m.todo_list(), text: m.todo_list_text(), verb: m.todo_list_verb(), href: `/s/${code}/list` };
    case 'uncertain_people':
      return {
        is: 'unsure',
        what: m.todo_uncertain({ count }),
        text: m.todo_uncertain_text(),
        verb: m.todo_uncertain_verb(),
        href: `/s/${code}/people?show=uncertain`,
      };
    case 'missing_fields':
      return {
        is: 'warn',
        what: m.todo_missing({ count }),
        text: m.todo_missing_text(),
        verb: m.todo_missing_verb(),
        href: `/s/${code}/list?show=missing`,
      };
    case 'backlog':
      return { is: 'warn', what: m.todo_backlog({ count }), text: m.todo_backlog_text(), verb: m.todo_backlog_verb(), href: '#gates' };
  }
}
