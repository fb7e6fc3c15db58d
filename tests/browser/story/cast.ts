// The five people of the story at their devices, and pictures of what they see.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Locator } from '@playwright/test';
import type { Person } from '../support/person.ts';

const PICTURES = fileURLToPath(new URL('../pictures/', import.meta.url));

export class Cast {
  readonly morgan: Person;
  readonly alex: Person;
  readonly priya: Person;
  readonly sam: Person;
  readonly jo: Person;
  /** Eight characters, once the session is open. */
  code = '';
  readonly #pictures: boolean;
  #taken = 0;

  constructor([morgan, alex, priya, sam, jo]: [Person, Person, Person, Person, Person], pictures: boolean) {
    [this.morgan, this.alex, this.priya, this.sam, this.jo] = [morgan, alex, priya, sam, jo];
    this.#pictures = pictures;
    if (pictures) mkdirSync(PICTURES, { recursive: true });
  }

  get phones(): [Person, Person, Person, Person] {
    return [this.alex, this.priya, this.sam, this.jo];
  }
  get all(): Person[] {
    return [this.morgan, ...this.phones];
  }
  others(than: Person): Person[] {
    return this.all.filter((person) => person !== than);
  }

  /** What these people see now, light and dark. Also looks whether every word is there. */
  async picture(stage: string, ...people: Person[]): Promise<void> {
    this.#taken += 1;
    for (const person of people) {
      await person.wordsAreThere();
      if (!this.#pictures) continue;
      const name = `${String(this.#taken).padStart(2, '0')}-${stage}-${person.name.toLowerCase()}`;
      for (const colorScheme of ['dark', 'light'] as const) {
        await person.page.emulateMedia({ colorScheme });
        await person.page.screenshot({ path: `${PICTURES}${name}-${colorScheme}.png`, fullPage: person !== this.morgan, scale: 'css' });
      }
    }
  }
}

/** A tick box or stone is drawn over its input: the label is what a finger meets. */
export async function tick(box: Locator): Promise<void> {
  await box.click();
  await expect(box).toBeChecked();
}
