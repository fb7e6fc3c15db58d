// A JSON socket that comes back by itself. Knows hello, ping and close codes; nothing of sessions.
//
// Invariants
// - hello is the first frame on every connection; a connection is *adopted* when it first says something.
// - One adopted connection at most, and at most one more being tried beside it. Whichever speaks first stays:
//   `readyState` is a claim (phones leave dead sockets open), a frame is a fact.
// - Silence only counts while the page is visible. Waking opens a second connection at once, without back-off.
// - Close codes from FINAL on end it; every other end is followed by another try, for ever, while visible.

/** What a socket needs of the world; tests hand in their own. */
export interface World {
  WebSocket: new (url: string) => WebSocket;
  setTimeout: (run: () => void, ms: number) => number;
  clearTimeout: (id: number | undefined) => void;
  now: () => number;
  random: () => number;
  visible: () => boolean;
  /** Calls back on visible, pageshow and online; gives the way to stop. */
  onWake: (run: () => void) => () => void;
}

export interface Options<Out> {
  url: string;
  hello: Out;
  ping: Out;
  onFrame: (frame: unknown) => void;
  /** A new connection was adopted; its first frame follows. */
  onUp: () => void;
  /** No connection is left; another try is under way. */
  onDown: () => void;
  /** It will not come back: the close code says why. */
  onOver: (code: number) => void;
  onPing?: () => void;
  world?: World;
}

/** Silence after which a visible page stops believing in its connection. */
export const SILENCE_MS = 25_000;
/** Quiet after which a visible page asks "are you there?", so that silence means something. */
export const QUIET_MS = 10_000;
/** A connection that has not said a word by then is given up. */
export const OPEN_MS = 10_000;
/** Waits before a try, by failures in a row: the first is anywhere in 0–1 s, the others ± 50 %. */
export const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
/** A connection that lived this long was a good one: the next try starts without back-off again. */
export const STEADY_MS = 5_000;
/** A connection being tried for longer than this when the page wakes is from before its sleep. */
export const FRESH_MS = 2_000;
/** Close codes from here on are final. */
export const FINAL = 4500;
const NORMAL = 1000;

interface Connection {
  ws: WebSocket;
  born: number;
  giveUp: number | undefined;
}

export class Socket<Out> {
  readonly #opts: Options<Out>;
  readonly #world: World;
  #current: Connection | null = null;
  #trying: Connection | null = null;
  #failures = -1; // -1: the first try has its own wait
  #retry: number | undefined;
  #silence: number | undefined;
  #quiet: number | undefined;
  /** Runs out when the old connection did not answer after a waking: it is dead, whatever it says. */
  #proof: number | undefined;
  #over = false;
  readonly #unwake: () => void;

  constructor(opts: Options<Out>) {
    this.#opts = opts;
    this.#world = opts.world ?? browser();
    this.#unwake = this.#world.onWake(() => this.wake());
    this.#open();
  }

  get connected(): boolean {
    return this.#current !== null;
  }

  /** False when there is no connection; the caller keeps the frame. */
  send(frame: Out): boolean {
    return this.#current !== null && this.#say(this.#current, frame);
  }

  /** Somebody looks at the page again: ask the old connection and open a new one at the same moment. */
  wake(): void {
    if (this.#over) return;
    const { clearTimeout, setTimeout, now } = this.#world;
    const old = this.#current;
    if (old) {
      this.#ping();
      clearTimeout(this.#proof);
      this.#proof = setTimeout(() => {
        this.#drop(old);
        this.#lost(old);
      }, OPEN_MS);
    }
    if (this.#trying && now() - this.#trying.born > FRESH_MS) {
      this.#drop(this.#trying);
      this.#trying = null;
    }
    if (!this.#trying) this.#open();
  }

  close(): void {
    this.#end();
    for (const connection of [this.#current, this.#trying]) if (connection) this.#drop(connection);
    this.#current = this.#trying = null;
  }

  #open(): void {
    this.#world.clearTimeout(this.#retry);
    this.#retry = undefined;
    const connection: Connection = {
      ws: new this.#world.WebSocket(this.#opts.url),
      born: this.#world.now(),
      giveUp: undefined,
    };
    this.#trying = connection;
    connection.giveUp = this.#world.setTimeout(() => {
      this.#drop(connection);
      this.#lost(connection);
    }, OPEN_MS);
    const { ws } = connection;
    ws.onopen = () => this.#say(connection, this.#opts.hello);
    ws.onmessage = (event) => this.#heard(connection, event.data);
    ws.onclose = (event) => this.#closed(connection, event.code);
  }

  #heard(connection: Connection, data: unknown): void {
    if (this.#over || (connection !== this.#current && connection !== this.#trying)) return;
    let frame: unknown;
    try {
      frame = JSON.parse(String(data));
    } catch {
      return; // not ours; silence will deal with a server that talks nonsense
    }
    if (typeof frame !== 'object' || frame === null) return;
    this.#world.clearTimeout(connection.giveUp);
    if (this.#world.now() - connection.born > STEADY_MS) this.#failures = -1;
    if (connection === this.#trying) {
      this.#trying = null;
      if (this.#current) this.#drop(this.#current);
      this.#current = connection;
      this.#opts.onUp();
    } else if (this.#trying) {
      this.#drop(this.#trying); // the old connection spoke first: it stays
      this.#trying = null;
    }
    this.#listen();
    this.#opts.onFrame(frame);
  }

  #closed(connection: Connection, code: number): void {
    if (this.#over || (connection !== this.#current && connection !== this.#trying)) return;
    if (code >= FINAL) {
      this.close();
      this.#opts.onOver(code);
      return;
    }
    this.#lost(connection);
  }

  #lost(connection: Connection): void {
    this.#world.clearTimeout(connection.giveUp);
    if (connection === this.#trying) this.#trying = null;
    if (connection === this.#current) {
      this.#current = null;
      this.#still();
      this.#opts.onDown();
    }
    if (!this.#trying) this.#later();
  }

  /** Another try after the back-off; a hidden page waits for its waking instead. */
  #later(): void {
    if (this.#over || this.#current || this.#retry !== undefined || !this.#world.visible()) return;
    const step = BACKOFF_MS[Math.min(Math.max(this.#failures, 0), BACKOFF_MS.length - 1)] ?? 0;
    const wait = this.#failures < 0 ? this.#world.random() * 1_000 : step * (0.5 + this.#world.random());
    this.#failures += 1;
    this.#retry = this.#world.setTimeout(() => this.#open(), wait);
  }

  /** Something was heard: start counting quiet and silence anew. */
  #listen(): void {
    this.#still();
    this.#quiet = this.#world.setTimeout(() => {
      if (this.#world.visible()) this.#ping();
    }, QUIET_MS);
    this.#silence = this.#world.setTimeout(() => {
      if (this.#world.visible()) this.wake();
    }, SILENCE_MS);
  }

  #still(): void {
    this.#world.clearTimeout(this.#quiet);
    this.#world.clearTimeout(this.#silence);
    this.#world.clearTimeout(this.#proof);
  }

  #ping(): void {
    this.#opts.onPing?.();
    if (this.#current) this.#say(this.#current, this.#opts.ping);
  }

  #say(connection: Connection, frame: Out): boolean {
    try {
      connection.ws.send(JSON.stringify(frame));
      return true;
    } catch {
      return false; // closing; its close event follows
    }
  }

  #drop(connection: Connection): void {
    this.#world.clearTimeout(connection.giveUp);
    const { ws } = connection;
    ws.onopen = ws.onmessage = ws.onclose = null;
    // Closing while connecting is allowed and aborts it.
    ws.close(NORMAL);
  }

  #end(): void {
    this.#over = true;
    this.#still();
    this.#world.clearTimeout(this.#retry);
    this.#unwake();
  }
}

function browser(): World {
  return {
    WebSocket,
    setTimeout: (run, ms) => window.setTimeout(run, ms),
    clearTimeout: (id) => window.clearTimeout(id),
    now: Date.now,
    random: Math.random,
    visible: () => document.visibilityState === 'visible',
    onWake(run) {
      const seen = () => {
        if (document.visibilityState === 'visible') run();
      };
      // pageshow also fires once after the first load; only a page restored from the cache has slept.
      const shown = (event: PageTransitionEvent) => {
        if (event.persisted) run();
      };
      document.addEventListener('visibilitychange', seen);
      window.addEventListener('pageshow', shown);
      window.addEventListener('online', run);
      return () => {
        document.removeEventListener('visibilitychange', seen);
        window.removeEventListener('pageshow', shown);
        window.removeEventListener('online', run);
      };
    },
  };
}
