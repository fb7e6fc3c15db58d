// What each person wrote, and when somebody else may know of it. Checked against every frame and body the others
// received, from their first to their last.
import { expect } from '@playwright/test';
import type { Person } from '../support/person.ts';

/** Words, or a score as it stands in a frame. */
export interface Secret {
  owner: Person;
  what: string;
  words: string | RegExp;
}

interface Span {
  from: Map<Person, number>;
  to: Map<Person, number> | null;
}

const marks = (people: Person[]) => new Map(people.map((person) => [person, person.record.mark]));

export class Secrets {
  readonly #all: Secret[] = [];
  readonly #open = new Map<Secret, Span[]>();

  constructor(readonly people: Person[]) {}

  words(owner: Person, words: string): Secret {
    return this.#add({ owner, what: `"${words}"`, words });
  }
  /** `field` is what the frame calls it. */
  score(owner: Person, field: 'score' | 'rescore', score: number): Secret {
    return this.#add({ owner, what: `${field} ${score}`, words: new RegExp(`"${field}":\\s*${score}\\b`) });
  }

  /** From now on these people may receive it. */
  show(secret: Secret, to: Person[] = this.people): void {
    this.#open.set(secret, [...(this.#open.get(secret) ?? []), { from: marks(to), to: null }]);
  }
  /** From now on nobody may any more. */
  hide(secret: Secret): void {
    for (const span of this.#open.get(secret) ?? []) span.to ??= marks(this.people);
  }

  /** Every secret is in its owner's own frames, in nobody else's before or after its time, and arrived where it was shown. */
  async check(): Promise<void> {
    for (const person of this.people) await person.record.whole();
    for (const secret of this.#all) {
      expect(secret.owner.record.find(secret.words).length, `${secret.what} is really in the frames of ${secret.owner.name}`).toBeGreaterThan(0);
      for (const person of this.people) if (person !== secret.owner) this.#checkOne(secret, person);
    }
  }

  /** A second device of `same`, opened now: it holds nothing of others that `same` may not see now. */
  async checkSame(device: Person, same: Person): Promise<void> {
    await device.record.whole();
    for (const secret of this.#all) {
      const open = (this.#open.get(secret) ?? []).some((span) => span.from.has(same) && span.to === null);
      if (secret.owner !== same && !open) this.#nothing(secret, device, 0, Infinity);
    }
  }

  #checkOne(secret: Secret, person: Person): void {
    let from = 0;
    for (const span of this.#open.get(secret) ?? []) {
      const begins = span.from.get(person);
      if (begins === undefined) continue;
      this.#nothing(secret, person, from, begins);
      from = span.to?.get(person) ?? Infinity;
      expect(person.record.find(secret.words, begins, from).length, `${person.name} received ${secret.what} when it was shown`).toBeGreaterThan(0);
    }
    this.#nothing(secret, person, from, Infinity);
  }

  #nothing({ what, words, owner }: Secret, person: Person, from: number, to: number): void {
    const found = person.record.find(words, from, to).map((heard) => `${heard.from}: ${heard.text.slice(0, 2_000)}`);
    expect(found, `${person.name} must not receive ${what} of ${owner.name}`).toEqual([]);
  }

  #add(secret: Secret): Secret {
    this.#all.push(secret);
    return secret;
  }
}
