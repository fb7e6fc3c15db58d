// Commands that the server has not answered yet, in order. Pure: no clock, no network, no storage.
//
// Invariants: at most LIMIT wait; at most WIRE are on the wire of one connection; a newer value for the same
// field takes the older one's place under a new id; what left is gone for ever, what stays is sent again.
import type { Command } from './protocol';

export interface Queued {
  id: string;
  /** Names what the command sets ("reason:IN"); absent for deeds that must each arrive. */
  field?: string;
  command: Command;
}

/** TRUST, "The socket": unanswered commands a client keeps. A full outbox fits the server's burst. */
export const LIMIT = 100;
/** TRUST, "Limits": unanswered commands a client may have on one connection. */
export const WIRE = 16;

/** Refusals that mean "not now": the command stays and is sent again. */
const KEEP = new Set(['busy', 'storageFull']);

export class Outbox {
  #queue: Queued[];
  /** Ids sent on this connection and unanswered, those since replaced included: the server still counts them. */
  #wire = new Set<string>();
  #held = false;

  constructor(saved: Queued[] = []) {
    this.#queue = saved.slice(0, LIMIT);
  }

  get size(): number {
    return this.#queue.length;
  }

  /** Unanswered, in the order they will be sent. */
  get all(): readonly Queued[] {
    return this.#queue;
  }

  has(id: string): boolean {
    return this.#queue.some((queued) => queued.id === id);
  }

  /** The waiting command for a field, if any. */
  waiting(field: string): Queued | undefined {
    return this.#queue.find((queued) => queued.field === field);
  }

  /** Adds a command. `replaced` is the id it takes the place of; null means the outbox is full and nothing changed. */
  put(queued: Queued): { replaced?: string } | null {
    const older = queued.field === undefined ? undefined : this.waiting(queued.field);
    if (!older && this.#queue.length >= LIMIT) return null;
    if (older) this.#remove(older.id);
    this.#queue.push(queued);
    return older ? { replaced: older.id } : {};
  }

  /** What may go on the wire now; counts as sent. */
  take(): Queued[] {
    if (this.#held) return [];
    const free = WIRE - this.#wire.size;
    const batch = this.#queue.filter((queued) => !this.#wire.has(queued.id)).slice(0, Math.max(0, free));
    for (const queued of batch) this.#wire.add(queued.id);
    return batch;
  }

  /** The server has it for good. */
  done(id: string): Queued | undefined {
    this.#wire.delete(id);
    return this.#remove(id);
  }

  /** The server said no. A "not now" keeps the command and holds everything behind it, so that order survives. */
  refused(id: string, type: string): 'kept' | Queued | undefined {
    this.#wire.delete(id);
    if (!KEEP.has(type)) return this.#remove(id);
    if (!this.has(id)) return undefined; // replaced meanwhile
    this.#held = true;
    return 'kept';
  }

  /** Try what was held once more. */
  resume(): void {
    this.#held = false;
  }

  /** A new connection: nothing is on its wire yet, so everything goes again, in order. */
  reconnected(): void {
    this.#wire.clear();
    this.#held = false;
  }

  #remove(id: string): Queued | undefined {
    const at = this.#queue.findIndex((queued) => queued.id === id);
    return at < 0 ? undefined : this.#queue.splice(at, 1)[0];
  }
}
