/** What is known of a site at this moment, and how fresh it is: the stream as state that components read. */
import type { SiteNowView } from '@portvakt/protocol';
import type { Freshness } from './freshness.ts';
import { SiteStream, type Surroundings } from './site-stream.ts';

/** How long the word *Oppdatert* stands after a cut has ended. */
const UPDATED_MS = 4_000;

const browser: Surroundings = {
  open: (url) => new EventSource(url),
  nowMs: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
  chance: () => Math.random(),
};

export class LiveSite {
  /** `null`: this account may not see it, or it could not be had. */
  view = $state.raw<SiteNowView | null>(null);
  freshness = $state<Freshness>('waiting');
  /** Back after a cut, a moment ago. */
  updated = $state(false);
  /** The server's clock when something last came, milliseconds since 1970. */
  heardAtMs = $state(0);
  /** The server's clock now, as far as we can tell: the screen's own clock may be wrong. */
  nowMs = $state(0);
  #heardOnScreenMs = 0;
  #stream: SiteStream | undefined;
  #calm: (() => void) | undefined;

  constructor(view: SiteNowView | null) {
    if (view !== null) this.#anchor(view.asOf, 0);
    this.view = view;
  }

  get cut(): boolean {
    return this.freshness === 'cut';
  }

  /** Listens until the answer is called. `signedOut` is called when the line fails because the session ended. */
  listen(siteId: string, lookAtSession: () => void): () => void {
    this.freshness = 'waiting';
    this.#heardOnScreenMs = browser.nowMs();
    const stream = new SiteStream(`/api/v1/sites/${siteId}/stream`, browser, {
      heard: ({ at, snapshot }) => {
        const wasCut = this.freshness === 'cut';
        this.#anchor(at, browser.nowMs());
        // A guard on the one field that every part of the page hangs on; the rest is the server's of the same release.
        if (snapshot !== undefined) this.view = snapshot as SiteNowView;
        if (wasCut) this.#sayUpdated();
      },
      felt: (freshness) => {
        this.freshness = freshness;
        this.nowMs = this.heardAtMs + (browser.nowMs() - this.#heardOnScreenMs);
      },
      failed: (failures) => {
        if (failures >= 2) lookAtSession();
      },
    });
    this.#stream = stream;
    const nudge = (): void => {
      if (document.visibilityState === 'visible') stream.retryNow();
    };
    addEventListener('online', nudge);
    document.addEventListener('visibilitychange', nudge);
    stream.start();
    return () => {
      removeEventListener('online', nudge);
      document.removeEventListener('visibilitychange', nudge);
      this.#calm?.();
      stream.stop();
      this.#stream = undefined;
    };
  }

  retry(): void {
    this.#stream?.retryNow();
  }

  #anchor(at: string, onScreenMs: number): void {
    this.heardAtMs = Date.parse(at);
    this.#heardOnScreenMs = onScreenMs;
    this.nowMs = this.heardAtMs;
  }

  #sayUpdated(): void {
    this.#calm?.();
    this.updated = true;
    this.#calm = browser.after(UPDATED_MS, () => {
      this.updated = false;
    });
  }
}
