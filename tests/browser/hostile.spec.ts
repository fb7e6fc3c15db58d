// Names and words that try to be something else: they stand there as typed, nothing runs, and the browser's own
// reports of the content security policy stay empty (the fixtures look).
import { readFileSync } from 'node:fs';
import { COMPETENCIES } from './support/group.ts';
import { expect, test } from './support/fixtures.ts';
import { word } from './support/words.ts';

const NAME = '<img src=x onerror=alert(1)>';
const TURNED = 'Sam \u202Etxt.exe';
const WORDS = [
  '<script>alert(1)</script><svg onload=alert(2)>',
  '=HYPERLINK("http://127.0.0.1:9/","open")',
  '[a link](javascript:alert(3)) ![x](http://127.0.0.1:9/x.png) {score} {{7*7}}',
];

test('hostile names and words stay words, on phones, on the console and in files', async ({ comes, group }) => {
  const all = await group('Priya');
  const [morgan, alex, priya] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Priya', 'phone')];
  await morgan.open(all.console);
  await priya.open(all.session('Priya'));

  await alex.open(`/join#${all.code}`);
  await alex.field('join.name').fill(NAME);
  await alex.press('join.do');
  await alex.at('lobby.title', { name: NAME });
  for (const person of [morgan, priya]) await expect(person.page.getByText(NAME, { exact: true }).first()).toBeVisible();

  await all.to('rate');
  for (const [i, words] of WORDS.entries()) {
    await expect(alex.field('rate.why')).toHaveValue('');
    await alex.stone(3 + i).click();
    await alex.field('rate.why').fill(words);
    await alex.press('rate.next');
  }
  await alex.at('check.title');
  for (const words of WORDS) await expect(alex.page.getByText(words, { exact: true })).toBeVisible();

  await all.to('discuss');
  await alex.press('nobody.start');
  await alex.at('speak.title');
  await alex.page.getByRole('switch', { name: word('card.reason') }).click();
  await alex.press('card.show');
  await priya.at('listen.title', { name: NAME });
  for (const person of [morgan, priya]) await expect(person.page.getByText(WORDS[0] ?? '', { exact: true }).first()).toBeVisible();

  await alex.menu('own.record');
  await alex.press('record.all');
  await alex.sees('save.saved');
  await alex.menu('own.sheet');
  const [download] = await Promise.all([alex.page.waitForEvent('download'), alex.press('sheet.save.md')]);
  const sheet = readFileSync(await download.path(), 'utf8');
  expect(sheet.replaceAll('\\', ''), 'the words are in the file').toContain('alert(1)');
  expect(sheet, 'no markup of theirs is markup of the file').not.toMatch(/(?<!\\)<(?:img|script|svg)/);
  expect(sheet).not.toMatch(/(?<!\\)!\[x\](?<!\\)\(/);

  for (const person of [morgan, alex, priya]) {
    const foreign = await person.page.evaluate(() => document.querySelectorAll('img, script:not([src]), svg[onload], a[href^="javascript:"]').length);
    expect(foreign, `nothing of it became an element on ${person.name}'s page`).toBe(0);
  }
});

test('a name that turns the line round does not turn the page round', async ({ comes, group }) => {
  const all = await group('Priya');
  const [alex, priya] = [await comes('Alex', 'phone'), await comes('Priya', 'phone')];
  await priya.open(all.session('Priya'));
  alex.record.refusals.add(400);
  await alex.open(`/join#${all.code}`);
  await alex.field('join.name').fill(TURNED);
  await alex.press('join.do');
  // Refused in words, or in and fenced: either is right, turning the sentence after it is not.
  const refused = alex.page.getByRole('alert');
  await expect(refused.or(alex.page.getByRole('heading', { name: /Sam/ }))).toBeVisible();
  if (await refused.isVisible()) return;
  const fenced = await priya.page.getByText(TURNED).first().evaluate((it) => it.closest('bdi, [dir=auto]') !== null || it.tagName === 'BDI' || /\u2068/.test(it.textContent ?? ''));
  expect(fenced).toBe(true);
});

test('a reason in right-to-left script and one endless word stay inside the page', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya');
  await all.to('rate');
  await all.as('Alex', { type: 'rate', competency: COMPETENCIES[0], score: 4, reason: 'w'.repeat(1_900) });
  await all.as('Alex', { type: 'rate', competency: COMPETENCIES[1], score: 5, reason: 'אני ממשיכה להתקשר' });
  await all.rated('Priya', [2, 3, 4]); // somebody who wrote nothing is welcomed as a late one first
  await all.to('discuss');
  await all.as('Alex', { type: 'startTurn' });
  await all.as('Alex', { type: 'show', competency: COMPETENCIES[0], reason: true, score: true });
  const [morgan, alex, priya] = [await comes('Morgan', 'console'), await comes('Alex', 'phone', { viewport: { width: 320, height: 640 } }), await comes('Priya', 'phone', { viewport: { width: 320, height: 640 } })];
  await morgan.open(all.console);
  await alex.open(all.session('Alex'));
  await priya.open(all.session('Priya'));
  await expect(priya.page.getByText('wwwwww').first()).toBeVisible();
  await expect(alex.h1).toBeVisible();
  await expect(morgan.page.getByText('wwwwww').first()).toBeVisible();
  for (const { page, name } of [morgan, alex, priya]) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide, `${name}'s page scrolls sideways`).toBeLessThanOrEqual(0);
  }
});
