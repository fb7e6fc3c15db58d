// One text that saves itself: to this device within 300 ms, to the server at most every 2 s and at once when
// its writer leaves it. Knows nothing of the screen; parts/SelfSavingText.svelte draws it.
//
// Invariants: a server value never replaces text while it has focus or unanswered saves; past the limit typing
// goes on and stays on this device; "saved" is only said after the server said done.
import type { Refusal } from './protocol';
import type { Answer } from './session.svelte';
import { store as deviceStore, type Draft, type Store } from './store';

/** TRUST, "Limits": characters of a reason, feedback or action, counted as Unicode scalars after NFC. */
export const TEXT_MAX = 2_000;
export const LOCAL_MS = 300;
export const SERVER_MS = 2_000;

/** local: on this device only · saved: the server has it · over: too long by `over` · blocked: kept nowhere but here. */
export type Saving = 'untouched' | 'local' | 'saved' | 'over' | 'blocked' | 'refused';

export interface FieldOptions {
  /** Names the field within the session, also for the outbox: "reason:IN". */
  key: string;
  /** The id of the session, or null where nothing is kept on the device. */
  session: string | null;
  /** The server's value at the start. */
  value: string;
  /** Sends the text; usually `(text) => session.save(key, {type: 'rate', competency, reason: text})`. */
  save: (text: string, was: string) => Promise<Answer>;
  max?: number;
  store?: Store;
}

const open = new Set<Field>();

/** Saves everything that waits; call it on Next, ready, and before leaving a page. */
export function flushAll(): void {
  for (const field of open) field.flush();
}

/** Some text is not with the server yet, or being written right now: stay where the person is (T12). */
export function isWriting(): boolean {
  return [...open].some((field) => field.focused || field.dirty);
}

/** Unicode scalars after NFC: the server counts the same way. */
export function lengthOf(text: string): number {
  return Array.from(text.normalize('NFC')).length;
}

export class Field {
  readonly key: string;
  readonly max: number;
  value = $state('');
  focused = $state(false);
  /** Not yet confirmed by the server. */
  dirty = $state(false);
  refusal = $state.raw<Refusal | null>(null);
  /** What another device of the same person wrote meanwhile; set when the server says `stale`. */
  elsewhere = $state<string | null>(null);
  readonly over = $derived.by(() => Math.max(0, lengthOf(this.value) - this.max));
  readonly state: Saving = $derived.by(() => this.#saving());

  #touched = $state(false);
  #works = $state(true);
  /** The value the server is known to have. */
  #was: string;
  /** Texts on their way: a `stale` that names one of them is our own echo. */
  #sent: string[] = [];
  #waiting = 0;
  #local: ReturnType<typeof setTimeout> | undefined;
  #server: ReturnType<typeof setTimeout> | undefined;
  #unsent = false;
  readonly #store: Store;
  readonly #options: FieldOptions;

  constructor(options: FieldOptions) {
    this.#options = options;
    this.#store = options.store ?? deviceStore;
    this.key = options.key;
    this.max = options.max ?? TEXT_MAX;
    this.#was = options.value;
    this.value = options.value;
    this.#works = this.#store.works;
    open.add(this);
    const draft = this.#draft();
    if (draft && draft.text !== options.value) {
      this.value = draft.text;
      this.#was = draft.was;
      this.#touched = this.dirty = this.#unsent = true;
      this.flush();
    }
  }

  /** The person typed. */
  write(text: string): void {
    this.value = text;
    this.#touched = true;
    this.dirty = true;
    this.#unsent = true;
    this.refusal = null;
    this.#local ??= setTimeout(() => this.#keep(), LOCAL_MS);
    this.#server ??= setTimeout(() => this.#send(), SERVER_MS);
  }

  /** The server's value changed. Taken only when nobody writes here and nothing is on its way. */
  take(text: string): void {
    if (this.focused || this.dirty || this.#waiting > 0) return;
    this.value = this.#was = text;
  }

  focus(): void {
    this.focused = true;
  }

  blur(): void {
    this.focused = false;
    this.flush();
  }

  /** To the device and to the server now, if there is anything to save. */
  flush(): void {
    if (this.#local !== undefined) this.#keep();
    if (this.#unsent) this.#send();
  }

  /** After `stale`: keep what stands here, or take the other device's. */
  settle(whose: 'mine' | 'theirs'): void {
    if (this.elsewhere === null) return;
    this.#was = this.elsewhere;
    this.elsewhere = null;
    if (whose === 'mine') return this.#send();
    this.value = this.#was;
    this.dirty = this.#unsent = false;
    this.#drop();
  }

  /** The field leaves the screen: saves what is left. */
  destroy(): void {
    this.focused = false;
    this.flush();
    open.delete(this);
  }

  #saving(): Saving {
    if (!this.#touched) return 'untouched';
    if (this.over > 0) return 'over';
    if (this.refusal) return 'refused';
    if (!this.dirty) return 'saved';
    return this.#works ? 'local' : 'blocked';
  }

  #keep(): void {
    clearTimeout(this.#local);
    this.#local = undefined;
    const { session } = this.#options;
    if (session !== null) {
      const draft: Draft = { text: this.value, was: this.#was };
      this.#store.change(session, (kept) => {
        kept.drafts[this.key] = draft;
      });
    }
    this.#works = this.#store.works;
  }

  #drop(): void {
    clearTimeout(this.#local);
    this.#local = undefined;
    const { session } = this.#options;
    if (session === null) return;
    this.#store.change(session, (kept) => {
      Reflect.deleteProperty(kept.drafts, this.key);
    });
  }

  #draft(): Draft | null {
    const { session, key } = this.#options;
    return session === null ? null : (this.#store.session(session)?.drafts[key] ?? null);
  }

  #send(): void {
    clearTimeout(this.#server);
    this.#server = undefined;
    if (this.over > 0 || this.elsewhere !== null) return; // stays here; a shorter text will go
    const text = this.value;
    this.#unsent = false;
    this.#waiting += 1;
    this.#sent.push(text);
    void this.#options.save(text, this.#was).then((answer) => this.#answered(text, answer));
  }

  #answered(text: string, answer: Answer): void {
    this.#waiting -= 1;
    if (answer === 'done') {
      this.#was = text;
      if (this.#waiting === 0) this.#sent = [];
      if (this.value !== text) return;
      this.dirty = false;
      this.refusal = null;
      this.#drop();
      return;
    }
    if (this.#waiting > 0) return; // a later save will tell
    if (answer.type === 'stale') return this.#stale(answer);
    this.refusal = answer;
  }

  #stale(answer: Extract<Refusal, { type: 'stale' }>): void {
    const now = answer.now ?? '';
    if (now === this.value) {
      this.#was = now;
      this.dirty = false;
      return this.#drop();
    }
    if (this.#sent.includes(now)) {
      // An earlier save of this very field arrived although its answer was lost.
      this.#was = now;
      this.#sent = [];
      return this.#send();
    }
    this.elsewhere = now;
  }
}

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flushAll();
  });
  window.addEventListener('pagehide', flushAll);
}
