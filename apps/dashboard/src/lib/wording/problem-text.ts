/** What to tell a person when the desk said no: what is so, then what to do. */
import type { DeskAnswer } from '#lib/desk/answer.ts';
import { m } from '#lib/paraglide/messages.js';

type Code = Extract<DeskAnswer<unknown>, { ok: false }>['code'];

const texts: Partial<Readonly<Record<Code, () => string>>> = {
  not_signed_in: m.problem_not_signed_in,
  wrong_sign_in: m.problem_wrong_sign_in,
  too_many_tries: m.problem_too_many_tries,
  too_many_requests: m.problem_too_many_tries,
  accounts_too_old: m.problem_accounts_too_old,
  not_allowed: m.problem_not_allowed,
  not_found: m.problem_not_found,
  invalid_input: m.problem_invalid_input,
  conflict: m.problem_conflict,
  already_set_up: m.problem_already_set_up,
  centre_needed: m.problem_centre_needed,
  unreachable: m.problem_unreachable,
};

export function deskProblemText(code: Code): string {
  return (texts[code] ?? m.problem_unavailable)();
}
