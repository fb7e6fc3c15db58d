// What this device remembers: one key of local storage per seat or desk, and one for settings. Survives blocked
// storage by keeping everything in memory, and says so. Nothing may rely on it lasting.
//
// Two tabs share the same key, so every write reads first and changes only what it means to change. A shared phone
// may hold two seats of one session: each has a key of its own, so that nobody's words end up with somebody else.
import type { Queued } from './outbox';
import type { Mine, Role as KindOfRole, Room, Stage, You } from './protocol';

export type Role = 'participant' | 'facilitator' | 'display';

/** What the list on the home page says of a session without asking the server. As of the last time it was open here. */
export interface Facts {
  stage: Stage;
  /** When it was set up, in ms since the epoch. */
  opened: number;
  /** When it is deleted; null until it is closed, since the date moves with every change before that. */
  keptUntil: number | null;
  /** Days it is kept after close, or after its last change. */
  keptDays: number;
  /** When one's own sheet goes, where one keeps it for longer. */
  sheetUntil?: number | null;
  rehearsal: boolean;
  /** One person alone. */
  solo: boolean;
  /** A co-facilitator's desk. */
  co: boolean;
}

/** Nothing that anybody wrote is among them. */
export function factsOf({ stage, about }: Pick<Room, 'stage' | 'about'>, you: Pick<You, 'co'>, mine?: Pick<Mine, 'keeping'>): Facts {
  const { opened, keptUntil, keptDays, rehearsal, solo } = about;
  const sheetUntil = mine?.keeping?.kept ? mine.keeping.until : null;
  return { stage: stage.now, opened, keptUntil, keptDays, sheetUntil, rehearsal, solo, co: you.co };
}

/** Why it opens no more from here: the link is no use, its person was removed, it is deleted or erased. */
export type Over = 'unknown' | 'removed' | 'gone' | 'erased';

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
  /** A new link on its way: kept before the server hears of it, so that an answer that is lost locks nobody out. */
  next: string | null;
  role: Role;
  name: string;
  title: string;
  facts: Facts | null;
  over: Over | null;
  /** ms since the epoch, on this device's clock; orders the list on the home page. */
  opened: number;
  /** What was typed to join, so that the same code finds this seat again; empty when it came by a link. */
  code: string;
  /** Has found its way in here before: no need to be shown around again. */
  met: boolean;
  /** How this person means to bring their earlier sheet: see screens/earlier. Never sent. */
  earlier: string | null;
  /** The kind of role this person picked for themselves, where the framework has any. Never sent. */
  work: Pick<KindOfRole, 'delivery' | 'management'> | null;
  outbox: Queued[];
  drafts: Record<string, Draft>;
}

export type Known = Pick<Kept, 'key' | 'id' | 'secret' | 'next' | 'role' | 'name' | 'title' | 'opened' | 'code' | 'facts' | 'over'>;
/** What `remember` needs; the key it gives by itself. */
export type Fresh = Pick<Kept, 'id' | 'secret' | 'role' | 'name' | 'title' | 'opened'> & { code?: string };

const SESSION = 'trivet:session:';
const PROBE = 'trivet:probe';
const TAB = 'trivet:tab:';

/**
 * Under what a session is kept, for `session`, `change` and `forget`: its id for a seat, and a key of its own for a
 * desk or a display. Somebody who tries both sides in one browser would lose the way back to their console otherwise.
 * `place` is 2 and up for further people on the same device, and for a co-facilitator's desk beside the first one's.
 */
export function keyOf(id: string, role: Role, place = 1): string {
  const first = role === 'participant' ? id : `${id}.${role}`;
  return place === 1 ? first : `${first}.${place}`;
}

export class Store {
  /** The disk takes and gives: no private mode, not blocked, not full. */
  #works: boolean;
  /** What is open here has vanished from the disk: cleared, or forgotten in another tab. It is not put back. */
  #lost = false;
  readonly #used = new Set<string>();
  readonly #disk: Storage | null;
  /** Knows across reloads which seat this tab is on. */
  readonly #tab: Storage | null;
  /** Everything this tab wrote; what counts when the disk does not. */
  readonly #memory = new Map<string, string>();

  constructor(disk: Storage | null = find('localStorage'), tab: Storage | null = find('sessionStorage')) {
    this.#disk = disk;
    this.#tab = tab;
    this.#works = disk !== null && this.#probe(disk);
  }

  /** False when nothing that is written now will be here later. Say so where people write. */
  get works(): boolean {
    return this.#works && !this.#lost;
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
    return { key, id, secret: kept.secret, next: kept.next ?? null, role: kept.role ?? 'participant', name: kept.name ?? '', title: kept.title ?? '',
      facts: kept.facts ?? null, over: kept.over ?? null, opened: kept.opened ?? 0, code: kept.code ?? '', met: kept.met ?? false, work: kept.work ?? null, earlier: kept.earlier ?? null, outbox: kept.outbox ?? [], drafts: kept.drafts ?? {} };
  }

  /** What this device has for a session in that role: what this tab is on, or what was used last and still opens it. */
  find(id: string, role: Role): Kept | null {
    const known = this.list().filter((known) => known.id === id && known.role === role);
    const here = this.#onTab(id, role);
    const key = (known.find((one) => one.key === here) ?? known.find((one) => one.over === null) ?? known[0])?.key;
    return key === undefined ? null : this.session(key);
  }

  /** Remember a seat or a desk; keeps outbox and drafts that are already there for the same secret. */
  remember(fresh: Fresh): Kept {
    const known = this.list().filter((known) => known.id === fresh.id && known.role === fresh.role);
    const same = known.find((one) => one.secret === fresh.secret || one.next === fresh.secret);
    const old = same ? this.session(same.key) : null;
    const key = old?.key ?? this.#free(fresh);
    // A desk whose link was cut off while somebody wrote a note: the words wait for the new link.
    const drafts = old?.drafts ?? (fresh.role === 'facilitator' ? this.session(key)?.drafts : null) ?? {};
    const kept: Kept = { code: old?.code ?? '', met: old?.met ?? false, work: old?.work ?? null, earlier: old?.earlier ?? null, ...fresh, key, next: null, facts: old?.facts ?? null, over: null,
      title: fresh.title || (old?.title ?? ''), name: fresh.name || (old?.name ?? ''), outbox: old?.outbox ?? [], drafts };
    this.write(SESSION + key, kept);
    this.use(kept);
    return kept;
  }

  /** This tab is on that seat or desk from now on, also after a reload. */
  use({ id, key, role }: Pick<Kept, 'id' | 'key' | 'role'>): void {
    this.#lost = false;
    this.#used.add(key);
    try {
      this.#tab?.setItem(`${TAB}${role}:${id}`, key);
    } catch {
      // then a reload takes what was used last
    }
  }

  /** Read, change, write. Does nothing when the session was forgotten meanwhile, or is erased: no word comes back. */
  change(key: string, by: (kept: Kept) => void): void {
    const kept = this.session(key);
    this.#lost = kept === null && this.#used.has(key);
    if (!kept || kept.over === 'gone' || kept.over === 'erased') return;
    by(kept);
    this.write(SESSION + key, kept);
  }

  /** It opens no more from here. Of what is gone or erased on the server no word stays on this device either. */
  end(key: string, over: Over): void {
    this.change(key, (kept) => {
      kept.over = over;
      if (over !== 'gone' && over !== 'erased') return;
      Object.assign(kept, { name: '', code: '', work: null, earlier: null, outbox: [], drafts: {} } satisfies Partial<Kept>);
    });
  }

  forget(key: string): void {
    this.#used.delete(key);
    this.#memory.delete(SESSION + key);
    try {
      this.#disk?.removeItem(SESSION + key);
    } catch {
      this.#works = false;
    }
  }

  /** Every session this device knows, the latest first. */
  list(): Known[] {
    const keys = new Set(this.#memory.keys());
    try {
      for (let i = 0; i < (this.#disk?.length ?? 0); i++) keys.add(this.#disk?.key(i) ?? '');
    } catch {
      this.#works = false;
    }
    return [...keys]
      .filter((key) => key.startsWith(SESSION))
      .map((key) => this.session(key.slice(SESSION.length)))
      .filter((kept) => kept !== null)
      .sort((a, b) => b.opened - a.opened);
  }

  /**
   * A display takes the older one's place, since its new link ends the old one. A desk takes the place of one whose link
   * opens nothing any more; a live one may be the only way to guide the session, and stays. So does everybody's seat.
   */
  #free({ id, role }: Fresh): string {
    if (role === 'display') return keyOf(id, role);
    let place = 1;
    for (;;) {
      const there = this.session(keyOf(id, role, place));
      if (!there || (role === 'facilitator' && there.over === 'unknown')) return keyOf(id, role, place);
      place += 1;
    }
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
      if (this.#works) return this.#disk?.getItem(key) ?? null;
    } catch {
      this.#works = false;
    }
    return this.#memory.get(key) ?? null;
  }

  #set(key: string, value: string): void {
    this.#memory.set(key, value);
    if (!this.#disk) return;
    try {
      this.#disk.setItem(key, value);
      this.#works = true;
    } catch {
      this.#works = false;
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
