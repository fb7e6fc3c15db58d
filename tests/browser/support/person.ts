// One person at one device: a browser context of their own, what they press and type by the name it has, and the
// record of what reached them.
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { Record } from './record.ts';
import { RAW_KEY, word, type WordKey } from './words.ts';

type Values = { [name: string]: string | number };

export class Person {
  constructor(
    readonly name: string,
    readonly page: Page,
    readonly context: BrowserContext,
    readonly record: Record,
    readonly origin: string,
  ) {}

  async open(path: string): Promise<void> {
    await this.page.goto(this.origin + path);
  }

  button(key: WordKey, values?: Values): Locator {
    return this.page.getByRole('button', { name: word(key, values), exact: true });
  }
  link(key: WordKey, values?: Values): Locator {
    return this.page.getByRole('link', { name: word(key, values), exact: true });
  }
  field(key: WordKey, values?: Values): Locator {
    return this.page.getByRole('textbox', { name: word(key, values) });
  }
  text(key: WordKey, values?: Values): Locator {
    return this.page.getByText(word(key, values));
  }
  get h1(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  async press(key: WordKey, values?: Values): Promise<void> {
    await this.button(key, values).click();
  }
  /** The page with this heading stands. */
  async at(key: WordKey, values?: Values): Promise<void> {
    await expect(this.h1, `${this.name}'s page`).toHaveText(word(key, values));
  }
  async sees(key: WordKey, values?: Values): Promise<void> {
    await expect(this.text(key, values).first(), `${this.name} sees ${key}`).toBeVisible();
  }

  /** From the menu, by the name of the entry. */
  async menu(key: WordKey): Promise<void> {
    await this.press('bar.menu');
    await this.page.getByRole('dialog').getByRole('button', { name: word(key) }).click();
  }

  /** A stone of the scale. */
  stone(score: number): Locator {
    return this.page.getByRole('radio', { name: new RegExp(`^${score}\\b`) });
  }

  /** No word is missing on the page as it stands. */
  async wordsAreThere(): Promise<void> {
    const text = await this.page.evaluate(() => `${document.title}\n${document.body.innerText}`);
    expect(RAW_KEY.exec(text)?.[0], `a word is missing on ${this.name}'s page`).toBeUndefined();
  }
}
