// Which secret opens a session from this device, and how a new one takes its place. Knows the store and nothing of
// sockets.
//
// Invariants: a new secret is kept before the server hears of it; it takes the old one's place only once the server
// has shown that it knows it; no secret is tried twice in vain. So an answer that is lost locks nobody out.
import { secret as fresh } from './ids';
import type { Store } from './store';

export class OwnLink {
  #secret = $state('');
  /** Tried since one was last accepted. */
  readonly #tried: Set<string>;
  readonly #store: Store;
  readonly #key: string;

  constructor(store: Store, key: string, secret: string) {
    this.#store = store;
    this.#key = key;
    this.#secret = secret;
    this.#tried = new Set([secret]);
  }

  /** What opens it now. */
  get secret(): string {
    return this.#secret;
  }

  /** A new secret, kept beside the old one. */
  propose(): string {
    const next = fresh();
    this.#store.change(this.#key, (kept) => {
      kept.next = next;
    });
    return next;
  }

  /** The server will not have that one. */
  drop(next: string): void {
    this.#store.change(this.#key, (kept) => {
      if (kept.next === next) kept.next = null;
    });
  }

  /** From now on that one is said. */
  turn(secret: string): void {
    this.#secret = secret;
    this.#tried.add(secret);
  }

  /** The server knows the present one: it takes the old one's place on this device. */
  accepted(): void {
    const secret = this.#secret;
    this.#tried.clear();
    this.#tried.add(secret);
    const kept = this.#store.session(this.#key);
    if (!kept || (kept.secret === secret && kept.next !== secret)) return;
    this.#store.change(this.#key, (kept) => {
      kept.secret = secret;
      if (kept.next === secret) kept.next = null;
    });
  }

  /** The present one opens nothing: another that was made here, its answer lost, or in another tab. */
  other(): string | null {
    const kept = this.#store.session(this.#key);
    return kept ? ([kept.next, kept.secret].find((one) => one !== null && !this.#tried.has(one)) ?? null) : null;
  }
}
