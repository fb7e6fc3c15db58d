// Everybody rates alone. Alex is in the middle of a word when the group moves on.
import { expect } from '@playwright/test';
import type { Person } from '../support/person.ts';
import { word } from '../support/words.ts';
import { ALEX, BEGUN, CARET_BACK, JO, LOOKED_AT, PRIYA, REST, SAM, type Answer, type Said } from './answers.ts';
import type { Cast } from './cast.ts';

async function answer(person: Person, { score, reason }: Answer, nr: number): Promise<void> {
  await expect(person.h1).toHaveText(LOOKED_AT[nr] ?? '');
  if (score === null) await person.press('rate.decline');
  else await person.stone(score).click();
  if (reason !== null) await person.field(score === null ? 'rate.why.words' : 'rate.why').fill(reason);
}

async function rate(person: Person, { answers }: Said): Promise<void> {
  for (const [nr, one] of answers.entries()) {
    await answer(person, one, nr);
    await person.press('rate.next');
  }
  await person.at('check.title');
  await person.sees('save.saved');
}

export async function alone(cast: Cast): Promise<void> {
  const { morgan, alex, priya, sam, jo } = cast;
  await morgan.at('console.rate.title');
  await cast.picture('rate-empty', alex);

  // Covered, neither digit nor word stands on the page; uncovered, both are back and the focus is where it was.
  await answer(priya, PRIYA.answers[0], 0);
  await priya.sees('save.saved');
  const cover = (key: 'cover.cover' | 'cover.uncover') => priya.page.getByRole('button', { name: `${word(key)} ${word('cover.what')}` });
  await cover('cover.cover').click();
  await priya.sees('scale.covered');
  await expect(priya.page.getByRole('radio')).toHaveCount(0);
  await expect(priya.page.getByRole('textbox')).toHaveCount(0);
  await cast.picture('rate-covered', priya);
  await cover('cover.uncover').click();
  await expect(priya.stone(PRIYA.answers[0].score ?? 0)).toBeChecked();
  await expect(priya.field('rate.why')).toHaveValue(PRIYA.answers[0].reason ?? '');
  await cast.picture('rate-one', morgan, priya);

  await rate(priya, PRIYA);
  await rate(sam, SAM);
  await rate(jo, JO);
  await cast.picture('rate-check', priya, jo);
  for (const person of [priya, sam, jo]) {
    await person.press('signals.do');
    await person.sees('signals.ready');
  }
  await morgan.sees('console.ready', { ready: 3, of: 4 });
  await cast.picture('rate-ready', morgan, priya);
}

/** "Shown by" 5: caret, words, focus and page stay; the banner is there; joining is Alex's own press. */
export async function midWord(cast: Cast): Promise<void> {
  const { morgan, alex } = cast;
  for (const nr of [0, 1]) {
    await answer(alex, ALEX.answers[nr] as Answer, nr);
    await alex.press('rate.next');
  }
  await expect(alex.h1).toHaveText(LOOKED_AT[2]);
  await alex.press('rate.words');
  const field = alex.field('rate.why.words');
  await expect(field, 'asking for words puts the caret there').toBeFocused();
  await alex.page.keyboard.type(BEGUN);
  for (let i = 0; i < CARET_BACK; i++) await alex.page.keyboard.press('ArrowLeft');
  const before = await field.evaluate((box: HTMLTextAreaElement) => ({ at: box.selectionStart, to: box.selectionEnd, text: box.value, scroll: window.scrollY, top: box.getBoundingClientRect().top }));
  expect(before.at).toBe(BEGUN.length - CARET_BACK);

  await morgan.press('console.rate.next');
  await morgan.sees('console.moveOn.says', { names: 'Alex', count: 1 });
  await cast.picture('rate-move-on', morgan);
  await morgan.press('console.moveOn');
  await morgan.at('console.discuss.who');
  for (const phone of cast.phones) if (phone !== alex) await phone.at('nobody.title');

  await alex.sees('stay.moved', { stage: word('stage.discuss') });
  await expect(alex.h1).toHaveText(LOOKED_AT[2]);
  await expect(field).toBeFocused();
  const after = await field.evaluate((box: HTMLTextAreaElement) => ({ at: box.selectionStart, to: box.selectionEnd, text: box.value, scroll: window.scrollY, top: box.getBoundingClientRect().top }));
  expect({ ...after, scroll: 0, top: 0 }, 'caret and words').toEqual({ ...before, scroll: 0, top: 0 });
  expect(Math.abs(after.top - before.top), 'the line under the fingers has not moved').toBeLessThanOrEqual(2);
  await expect(alex.text('stay.moved', { stage: word('stage.discuss') }).first(), 'the banner is in view').toBeInViewport();
  await cast.picture('rate-banner', alex);

  await alex.page.keyboard.press('End');
  await alex.page.keyboard.type(REST);
  await expect(field).toHaveValue(BEGUN + REST);
  await alex.press('stay.join', { stage: word('stage.discuss') });
  await alex.at('nobody.title');
}
