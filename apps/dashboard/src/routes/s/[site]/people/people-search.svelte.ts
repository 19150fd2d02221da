/** The search as it goes on: asked a moment after the last key, the answer to the newest question only. */
import type { PeopleView } from '@portvakt/protocol';
import type { DeskAnswer } from '#lib/desk/answer.ts';
import { sendToDesk } from '#lib/desk/send.ts';
import { LIMIT, withBlock } from './people-rows.ts';

const PAUSE_MS = 250;

export type SearchState = 'shown' | 'searching' | Extract<DeskAnswer<unknown>, { ok: false }>['code'];

export class PeopleSearch {
  text = $state('');
  view = $state.raw<PeopleView>()!;
  state = $state<SearchState>('shown');
  readonly #path: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;

  constructor(siteId: string, view: PeopleView, text: string) {
    this.#path = `/sites/${siteId}/people/search`;
    this.view = view;
    this.text = text;
  }

  type(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.run(), PAUSE_MS);
  }

  async run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.state = 'searching';
    try {
      const answer = await sendToDesk<PeopleView>(
        this.#path,
        'POST',
        { text: this.text.trim().slice(0, 100), limit: LIMIT },
        running.signal,
      );
      if (answer.ok) this.view = answer.value;
      this.state = answer.ok ? 'shown' : answer.code;
    } catch (fault) {
      // given up for a newer question, which will say how it went
      if (!running.signal.aborted) throw fault;
    }
  }

  showBlock(card: string, reason: string | null): void {
    this.view = { ...this.view, data: [...withBlock(this.view.data, card, reason)] };
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }
}
