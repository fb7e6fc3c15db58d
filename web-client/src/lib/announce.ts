// The one polite live region (A5): it stands empty in index.html; messages queue up, a second apart, without
// repeats, and news about who is here at most every ten seconds. Never the clock.

const APART_MS = 1_000;
const PRESENCE_MS = 10_000;

interface Message {
  text: string;
  presence: boolean;
}

export class Announcer {
  #queue: Message[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = '';
  #lastPresence = -Infinity;
  #lastSaid = -Infinity;

  constructor(private readonly region: () => HTMLElement | null) {}

  /** Says `text` when its turn comes. Of news about presence only the latest is kept. */
  say(text: string, presence = false): void {
    if (presence) this.#queue = this.#queue.filter((message) => !message.presence);
    const newest = this.#queue.at(-1)?.text ?? this.#last;
    if (text === newest) return;
    this.#queue.push({ text, presence });
    this.#plan();
  }

  /** Forgets what waits and what was said last: it may not be heard or read any more. */
  hush(): void {
    this.#queue = [];
    this.#last = '';
    const region = this.region();
    if (region) region.textContent = '';
  }

  #plan(): void {
    // Anew each time: something that may be said at once must not wait for news about presence.
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#queue.length === 0) return;
    this.#timer = setTimeout(() => this.#next(), Math.max(0, this.#due() - Date.now()));
  }

  #due(): number {
    const apart = this.#lastSaid + APART_MS;
    const onlyPresence = this.#queue.every((message) => message.presence);
    return onlyPresence ? Math.max(apart, this.#lastPresence + PRESENCE_MS) : apart;
  }

  #next(): void {
    this.#timer = undefined;
    const now = Date.now();
    const ready = this.#queue.findIndex((message) => !message.presence || now >= this.#lastPresence + PRESENCE_MS);
    const [message] = ready < 0 ? [] : this.#queue.splice(ready, 1);
    if (message) {
      const region = this.region();
      if (region) region.textContent = message.text;
      this.#last = message.text;
      this.#lastSaid = now;
      if (message.presence) this.#lastPresence = now;
    }
    this.#plan();
  }
}

const page = new Announcer(() => document.getElementById('live'));

/** Politely, to screen readers only. */
export function announce(text: string, options: { presence?: boolean } = {}): void {
  page.say(text, options.presence);
}

/** Nothing that was said, or waits to be said, stays on the page. */
export function hush(): void {
  page.hush();
}
