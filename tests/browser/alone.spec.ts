// One person alone, by keyboard from the first page to the sheet. Then their device forgets everything, and their own link
// opens it all again.
import type { Locator } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import type { Person } from './support/person.ts';
import { word } from './support/words.ts';

/** More stops than any page has: past them the wanted one cannot be reached by keyboard. */
const MOST_TABS = 90;

async function tabTo(person: Person, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await wanted.evaluate((it) => it === document.activeElement)) return;
    await person.page.keyboard.press('Tab');
  }
  throw new Error(`${String(wanted)} is not reached by Tab`);
}
async function enter(person: Person, wanted: Locator, key = 'Enter'): Promise<void> {
  await tabTo(person, wanted);
  await person.page.keyboard.press(key);
}
/** Arrows move within a group of radios; the last is nearer by the other way round. */
async function choose(person: Person, first: Locator, wanted: Locator): Promise<void> {
  await tabTo(person, first);
  await person.page.keyboard.press('Space');
  for (let steps = 0; steps < 10 && !(await wanted.isChecked()); steps++) await person.page.keyboard.press('ArrowRight');
  await expect(wanted).toBeChecked();
}
const next = (person: Person) => enter(person, person.button('rate.next'));

test('alone from start to sheet by keyboard, and back by the way-back link after storage was cleared', async ({ comes }) => {
  test.setTimeout(120_000);
  const alex = await comes('Alex', 'console');
  const { page } = alex;
  await alex.open('/');
  await enter(alex, alex.link('home.alone'));
  await alex.at('alone.begin.title');
  await enter(alex, alex.button('alone.begin.do'));

  await alex.at('alone.area.title');
  await alex.sees('alone.lives.key');
  await enter(alex, page.getByRole('radio').first(), 'Space');
  await next(alex);
  await alex.at('alone.competencies.title');
  await enter(alex, page.getByRole('checkbox').nth(0), 'Space');
  await enter(alex, page.getByRole('checkbox').nth(1), 'Space');
  await alex.sees('alone.competencies.count', { picked: 2 });
  await next(alex);

  for (const [score, reason] of [[4, 'It depends on the day.'], [7, 'I have done this for years.']] as const) {
    await choose(alex, alex.stone(1), alex.stone(score));
    await tabTo(alex, alex.field('rate.why'));
    await page.keyboard.type(reason);
    await next(alex);
  }
  // Reflecting: a page for each, three boxes.
  for (const words of ['I keep my promises.', 'I listen well.']) {
    await tabTo(alex, alex.field('jot.well'));
    await page.keyboard.type(words);
    await tabTo(alex, alex.field('jot.step'));
    await page.keyboard.type(`${words} More often.`);
    await next(alex);
  }
  await choose(alex, page.getByRole('radio').first(), page.getByRole('radio', { name: new RegExp(word('rescore.keep', { score: 4 })) }));
  await next(alex);
  await next(alex);
  await alex.at('actions.what');
  await tabTo(alex, alex.field('actions.what'));
  await page.keyboard.type('Write down one promise a day.');
  await choose(alex, page.getByRole('radio', { name: new RegExp(word('review.weeks4')) }), page.getByRole('radio', { name: new RegExp(word('review.weeks4')) }));
  await enter(alex, alex.button('page.done'));
  await next(alex);
  await alex.at('alone.sheet.title');
  for (const words of ['It depends on the day.', 'I listen well. More often.', 'Write down one promise a day.']) await expect(page.getByText(words).first()).toBeVisible();

  await enter(alex, alex.button('wayBack.title'));
  const link = await page.getByRole('link', { name: /\/session\// }).innerText();
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  const again = await comes('Alex again', 'phone');
  await again.open(new URL(link).pathname + new URL(link).hash);
  for (const words of ['It depends on the day.', 'I listen well. More often.', 'Write down one promise a day.']) await expect(again.page.getByText(words).first()).toBeVisible();
  expect(new URL(again.page.url()).hash, 'no secret stays in the address bar').toBe('');
});
