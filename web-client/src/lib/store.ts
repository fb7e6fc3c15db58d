// What this device remembers: one key of local storage per session, and one for settings. Survives blocked
// storage by keeping everything in memory, and says so. Nothing may rely on it lasting.
//
// Two tabs share the same key, so every write reads first and changes only what it means to change.
import type { Queued } from './outbox';

export type Role = 'participant' | 'facilitator' | 'display';

/** A text not yet confirmed by the server. `was` is the value its writer started from. */
export interface Draft {
  text: string;
  was: string;
}

export interface Kept {
  id: string;
  secret: string;
  role: Role;
  name: string;
  title: string;
  /** ms since the epoch, on this device's clock; orders the list on the home page. */
  opened: number;
  outbox: Queued[];
  drafts: Record<string, Draft>;
}

export type Known = Pick<Kept, 'id' | 'secret' | 'role' | 'name' | 'title' | 'opened'>;

const SESSION = 'trivet:session:';
const PROBE = 'trivet:probe';

/**
 * Under what a session is kept, for `session`, `change` and `forget`: its id for a seat, and a key of its own for a
 * desk or a display. Somebody who tries both sides in one browser would lose the way back to their console otherwise.
 */
export function keyOf(id: string, role: Role): string {
  return role === 'participant' ? id : `${id}.${role}`;
}

export class Store {
  /** False when the browser keeps nothing: private mode, blocked, or full. Say so where people write. */
  works: boolean;
  readonly #disk: Storage | null;
  /** Everything this tab wrote; what counts when the disk does not. */
  readonly #memory = new Map<string, string>();

  constructor(disk: Storage | null = findDisk()) {
    this.#disk = disk;
    this.works = disk !== null && this.#probe(disk);
  }

  /** Any small JSON value; used for settings. */
  read<T>(key: string): T | null {
    const text = this.#get(key);
    if (text === null) return null;
    try {
      return JSON.parse(text) as T;
    } catch {
      return null; // half-written or somebody else's: as if it weren't there
    }
  }

  write(key: string, value: unknown): void {
    this.#set(key, JSON.stringify(value));
  }

  session(key: string): Kept | null {
    const kept = this.read<Partial<Kept>>(SESSION + key);
    if (!kept?.secret) return null;
    const id = key.split('.')[0] ?? key;
    return { id, secret: kept.secret, role: kept.role ?? 'participant', name: kept.name ?? '', title: kept.title ?? '',
      opened: kept.opened ?? 0, outbox: kept.outbox ?? [], drafts: kept.drafts ?? {} };
  }

  /** Remember a seat or a desk; keeps outbox and drafts that are already there for the same secret. */
  remember(known: Known): Kept {
    const key = keyOf(known.id, known.role);
    const old = this.session(key);
    const same = old?.secret === known.secret;
    const kept: Kept = { ...known, outbox: same ? old.outbox : [], drafts: same ? old.drafts : {} };
    this.write(SESSION + key, kept);
    return kept;
  }

  /** Read, change, write. Does nothing when the session was forgotten meanwhile. */
  change(key: string, by: (kept: Kept) => void): void {
    const kept = this.session(key);
    if (!kept) return;
    by(kept);
    this.write(SESSION + key, kept);
  }

  forget(key: string): void {
    this.#memory.delete(SESSION + key);
    try {
      this.#disk?.removeItem(SESSION + key);
    } catch {
      this.works = false;
    }
  }

  /** Every session this device knows, the latest first. */
  list(): Known[] {
    const keys = new Set(this.#memory.keys());
    try {
      for (let i = 0; i < (this.#disk?.length ?? 0); i++) keys.add(this.#disk?.key(i) ?? '');
    } catch {
      this.works = false;
    }
    return [...keys]
      .filter((key) => key.startsWith(SESSION))
      .map((key) => this.session(key.slice(SESSION.length)))
      .filter((kept) => kept !== null)
      .sort((a, b) => b.opened - a.opened);
  }

  #get(key: string): string | null {
    try {
      // The disk first while it works: another tab may have written since.
      if (this.works) return this.#disk?.getItem(key) ?? null;
    } catch {
      this.works = false;
    }
    return this.#memory.get(key) ?? null;
  }

  #set(key: string, value: string): void {
    this.#memory.set(key, value);
    if (!this.#disk) return;
    try {
      this.#disk.setItem(key, value);
      this.works = true;
    } catch {
      this.works = false;
    }
  }

  #probe(disk: Storage): boolean {
    try {
      disk.setItem(PROBE, '1');
      disk.removeItem(PROBE);
      return true;
    } catch {
      return false;
    }
  }
}

/** Reading `localStorage` throws where storage is blocked. */
function findDisk(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export const store = new Store();
