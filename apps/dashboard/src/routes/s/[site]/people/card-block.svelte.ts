/** Blocking and unblocking a card: ask, do, tell, and ten seconds to undo. */
import type { DeskAnswer } from '#lib/desk/answer.ts';
import { sendToDesk } from '#lib/desk/send.ts';

export interface CardOf {
  readonly card: string;
  readonly name: string;
}

type Code = Extract<DeskAnswer<unknown>, { ok: false }>['code'];

export type Outcome =
  | { readonly kind: 'blocked'; readonly who: CardOf }
  | { readonly kind: 'unblocked'; readonly who: CardOf }
  | { readonly kind: 'failed'; readonly code: Code };

export const UNDO_MS = 10_000;

export class CardBlock {
  /** Whose card is being asked about; the dialog is open while it is set. */
  asking = $state<CardOf>();
  outcome = $state<Outcome>();
  /** What went wrong while the dialog stands open. */
  problem = $state<Code>();
  busy = $state(false);
  readonly #siteId: string;
  readonly #show: (card: string, reason: string | null) => void;
  #fade: ReturnType<typeof setTimeout> | undefined;

  constructor(siteId: string, show: (card: string, reason: string | null) => void) {
    this.#siteId = siteId;
    this.#show = show;
  }

  ask(who: CardOf): void {
    this.problem = undefined;
    this.asking = who;
  }

  async block(reason: string): Promise<void> {
    const who = this.asking;
    if (!who || this.busy) return;
    const answer = await this.#send(who, 'POST', { reason });
    if (!answer.ok) {
      this.problem = answer.code;
      return;
    }
    this.asking = undefined;
    this.#show(who.card, reason);
    this.#tell({ kind: 'blocked', who });
  }

  async unblock(who: CardOf): Promise<void> {
    if (this.busy) return;
    const answer = await this.#send(who, 'DELETE');
    if (answer.ok) this.#show(who.card, null);
    this.#tell(answer.ok ? { kind: 'unblocked', who } : { kind: 'failed', code: answer.code });
  }

  stop(): void {
    clearTimeout(this.#fade);
  }

  async #send({ card }: CardOf, method: 'POST' | 'DELETE', body?: { reason: string }): Promise<DeskAnswer<undefined>> {
    this.busy = true;
    try {
      return await sendToDesk<undefined>(`/sites/${this.#siteId}/cards/${card}/block`, method, body);
    } finally {
      this.busy = false;
    }
  }

  #tell(outcome: Outcome): void {
    clearTimeout(this.#fade);
    this.outcome = outcome;
    if (outcome.kind === 'failed') return;
    this.#fade = setTimeout(() => {
      this.outcome = undefined;
    }, UNDO_MS);
  }
}
