// A world for sockets under test: sockets that a test opens, feeds and closes by hand, on fake timers.
import type { World } from './socket';

export class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  sent: unknown[] = [];
  closed: number | null = null;

  constructor(readonly url: string) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(code: number): void {
    this.closed = code;
  }
  /** The server's side. */
  opens(): void {
    this.onopen?.();
  }
  says(frame: unknown): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  dies(code = 1006): void {
    this.onclose?.({ code });
  }
}

export interface FakeWorld {
  world: World;
  sockets: FakeSocket[];
  /** The socket that was opened last. */
  last: () => FakeSocket;
  wake: () => void;
  visible: boolean;
}

/** Needs fake timers. `random` is 0.5, so that every ± 50 % wait is exactly its middle. */
export function fakeWorld(): FakeWorld {
  const sockets: FakeSocket[] = [];
  let wake: () => void = () => undefined;
  const fake: FakeWorld = {
    sockets,
    last: () => sockets.at(-1) ?? new FakeSocket('none'),
    wake: () => wake(),
    visible: true,
    world: {
      WebSocket: class extends FakeSocket {
        constructor(url: string) {
          super(url);
          sockets.push(this);
        }
      } as unknown as World['WebSocket'],
      setTimeout: (run, ms) => setTimeout(run, ms) as unknown as number,
      clearTimeout: (id) => clearTimeout(id),
      now: () => Date.now(),
      random: () => 0.5,
      visible: () => fake.visible,
      onWake: (run) => {
        wake = run;
        return () => (wake = () => undefined);
      },
    },
  };
  return fake;
}

/** A disk in memory, as a browser gives it. */
export function fakeDisk(): Storage {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    clear: () => map.clear(),
    getItem: (key) => map.get(key) ?? null,
    key: (index) => [...map.keys()][index] ?? null,
    removeItem: (key) => void map.delete(key),
    setItem: (key, value) => void map.set(key, value),
  };
}
