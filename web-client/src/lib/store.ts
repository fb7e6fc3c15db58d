// What this device remembers: one key of local storage per seat or desk, and one for settings. Survives blocked
// storage by keeping everything in memory, and says so. Nothing may rely on it lasting.
//
// Two tabs share the same key, so every write reads first and changes only what it means to change. A shared phone
// may hold two seats of one session: each has a key of its own, so that nobody's words end up with somebody else.
import type { Queued } from './outbox';
import type { Role as KindOfRole } from './protocol';

export type Role = 'participant' | 'facilitator' | 'display';

/** A text not yet confirmed by the server. `was` is the value its writer started from. */
export interface Draft {
  text: string;
  was: string;
}

export interface Kept {
  /** Under what it is kept: see `keyOf`. */
  key: string;
  id: string;
  secret: string;
  role: Role;
  name: string;
  title: string;
  /** ms since the epoch, on this device's clock; orders the list on the home page. */
  opened: number;
  /** What was typed to join, so that the same code finds this seat again; empty when it came by a link. */
  code: string;
  /** Has found its way in here before: no need to be shown around again. */
  met: boolean;
  /** The kind of role this person picked for themselves, where the framework has any. Never sent. */
  work: Pick<KindOfRole, 'delivery' | 'management'> | null;
  outbox: Queued[];
  drafts: Record<string, Draft>;
}

export type Known = Pick<Kept, 'key' | 'id' | 'secret' | 'role' | 'name' | 'title' | 'opened' | 'code'>;
/** What `remember` needs; the key it gives by itself. */
export type Fresh = Pick<Kept, 'id' | 'secret' | 'role' | 'name' | 'title' | 'opened'> & { code?: string };

const SESSION = 'trivet:session:';
const PROBE = 'trivet:probe';
const TAB = 'trivet:tab:';

/**
 * Under what a session is kept, for `session`, `change` and `forget`: its id for a seat, and a key of its own for a
 * desk or a display. Somebody who tries both sides in one browser would lose the way back to their console otherwise.
 * `seat` is 2 and up for further people on the same device.
 */
export function keyOf(id: string, role: Role, seat = 1): string {
  if (role !== 'participant') return `${id}.${role}`;
  return seat === 1 ? id : `${id}.${seat}`;
}

export class Store {
  /** False when the browser keeps nothing: private mode, blocked, or full. Say so where people write. */
  works: boolean;
  readonly #disk: Storage | null;
  /** Knows across reloads which seat this tab is on. */
  readonly #tab: Storage | null;
  /** Everything this tab wrote; what counts when the disk does not. */
  readonly #memory = new Map<string, string>();

  constructor(disk: Storage | null = find('localStorage'), tab: Storage | null = find('sessionStorage')) {
    this.#disk = disk;
    this.#tab = tab;
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
    return { key, id, secret: kept.secret, role: kept.role ?? 'participant', name: kept.name ?? '', title: kept.title ?? '',
      opened: kept.opened ?? 0, code: kept.code ?? '', met: kept.met ?? false, work: kept.work ?? null, outbox: kept.outbox ?? [], drafts: kept.drafts ?? {} };
  }

  /** What this device has for a session in that role: what this tab is on, or what was used last. */
  find(id: string, role: Role): Kept | null {
    const known = this.list().filter((known) => known.id === id && known.role === role);
    const here = this.#onTab(id, role);
    const key = (known.find((one) => one.key === here) ?? known[0])?.key;
    return key === undefined ? null : this.session(key);
  }

  /** Remember a seat or a desk; keeps outbox and drafts that are already there for the same secret. */
  remember(fresh: Fresh): Kept {
    const known = this.list().filter((known) => known.id === fresh.id && known.role === fresh.role);
    const same = known.find((one) => one.secret === fresh.secret);
    const old = same ? this.session(same.key) : null;
    const key = old?.key ?? this.#free(fresh);
    const kept: Kept = { code: old?.code ?? '', met: old?.met ?? false, work: old?.work ?? null, ...fresh, key, outbox: old?.outbox ?? [], drafts: old?.drafts ?? {} };
    this.write(SESSION + key, kept);
    this.use(kept);
    return kept;
  }

  /** This tab is on that seat or desk from now on, also after a reload. */
  use({ id, key, role }: Pick<Kept, 'id' | 'key' | 'role'>): void {
    try {
      this.#tab?.setItem(`${TAB}${role}:${id}`, key);
    } catch {
      // then a reload takes what was used last
    }
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

  /** A desk takes the older desk's place, since a new link ends the old one; a second person here gets a second key. */
  #free({ id, role }: Fresh): string {
    let seat = 1;
    if (role === 'participant') while (this.session(keyOf(id, role, seat))) seat += 1;
    return keyOf(id, role, seat);
  }

  #onTab(id: string, role: Role): string | null {
    try {
      return this.#tab?.getItem(`${TAB}${role}:${id}`) ?? null;
    } catch {
      return null;
    }
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

/** Reading it throws where storage is blocked. */
function find(which: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return globalThis[which] ?? null;
  } catch {
    return null;
  }
}

export const store = new Store();
