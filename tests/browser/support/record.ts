// Everything that reached one browser context, from its first byte to its last: websocket frames, HTTP bodies, and
// whatever the browser complained about. Only keeps; what may be in there is the tests' business.
import type { BrowserContext, Page } from '@playwright/test';

export interface Heard {
  /** "frame", or the address a body came from. */
  from: string;
  text: string;
}

/** Chromium's own words when a connection is gone: expected where a test takes the server or the network away. */
const GONE = /net::ERR_[A-Z_]+|WebSocket connection to .* failed/;

/** Over plain http the browser does without this header, and says so: every response has the same headers. */
const PLAIN = /^The Cross-Origin-Opener-Policy header has been ignored, because the URL's origin was untrustworthy/;

export class Record {
  readonly heard: Heard[] = [];
  readonly complaints: string[] = [];
  /** Set by tests that take the network away. */
  mayLoseConnection = false;
  /** Answers of the server that a test asks for, by status: Chromium writes an error for each. */
  readonly refusals = new Set<number>();
  readonly #reading: Promise<void>[] = [];

  constructor(context: BrowserContext) {
    context.on('page', (page) => this.#watch(page));
    context.on('response', (response) => {
      // A redirect has no body, and what comes from the browser's own cache came before.
      if (response.status() >= 300 && response.status() < 400) return;
      const from = response.url();
      if (!from.startsWith('http')) return;
      const at = this.heard.push({ from, text: '' }) - 1;
      const read = response.text().then(
        (text) => void (this.heard[at] = { from, text }),
        (why: unknown) => {
          // A page that was left or closed takes the bodies with it; those of data are read by the page first.
          // What a page was still asking for when the test was over reached nobody.
          const over = String(why).includes('has been closed');
          if (new URL(from).pathname.startsWith('/api/') && !this.mayLoseConnection && !over) this.complaints.push(`not recorded: ${from}: ${String(why)}`);
        },
      );
      this.#reading.push(read);
    });
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // The client asks for documents and leaves pages while asking: an abort is its own doing.
      if (why !== 'net::ERR_ABORTED' && !this.mayLoseConnection) this.complaints.push(`request: ${request.url()}: ${why}`);
    });
  }

  /** Where the record stands now: later things have a greater number. */
  get mark(): number {
    return this.heard.length;
  }

  /** Waits until every body that began to arrive is kept. */
  async whole(): Promise<void> {
    await Promise.all(this.#reading);
  }

  /** What was received at or after `from` and before `to` and matches. */
  find(what: RegExp | string, from = 0, to = Infinity): Heard[] {
    return this.heard.filter(({ text }, at) => at >= from && at < to && (typeof what === 'string' ? text.includes(what) : what.test(text)));
  }

  #watch(page: Page): void {
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => void this.heard.push({ from: 'frame', text: payload.toString() }));
      socket.on('socketerror', (why) => {
        if (!this.mayLoseConnection) this.complaints.push(`socket: ${why}`);
      });
    });
    page.on('pageerror', (error) => void this.complaints.push(`page: ${error.stack ?? error.message}`));
    page.on('crash', () => void this.complaints.push('the page crashed'));
    page.on('dialog', (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      if (this.mayLoseConnection && GONE.test(message.text())) return;
      if (PLAIN.test(message.text())) return;
      const status = Number(/responded with a status of (\d+)/.exec(message.text())?.[1]);
      if (this.refusals.has(status) && message.location().url.includes('/api/')) return;
      this.complaints.push(`console: ${message.text()} ${message.location().url}`);
    });
  }
}

/** Runs in every page before its own code: a breach of the content security policy becomes an error in the console. */
export function reportBreaches(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}
