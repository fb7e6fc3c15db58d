// One value that is set by a press: shown at once, and mended when the server refuses it. The text fields' sibling;
// see field.svelte.ts for what is typed.
import type { Saving } from './field.svelte';
import type { Refusal } from './protocol';
import type { Answer } from './session.svelte';
import { store } from './store';

export class Pick<T> {
  state = $state<Saving>('untouched');
  refusal = $state.raw<Refusal | null>(null);
  /** What was pressed and not answered yet. */
  #pending = $state.raw<{ value: T } | null>(null);
  #latest = 0;
  readonly #server: () => T;

  /** `server` gives what stands on the server; read in a component it follows every change. */
  constructor(server: () => T) {
    this.#server = server;
  }

  get value(): T {
    return this.#pending ? this.#pending.value : this.#server();
  }

  set(value: T, answer: Promise<Answer>): void {
    const press = ++this.#latest;
    this.#pending = { value };
    this.state = store.works ? 'local' : 'blocked';
    this.refusal = null;
    void answer.then((answer) => {
      if (press !== this.#latest) return; // a later press will tell
      this.#pending = null;
      this.state = answer === 'done' ? 'saved' : 'refused';
      this.refusal = answer === 'done' ? null : answer;
    });
  }
}
