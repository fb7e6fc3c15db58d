// The group's themes: written on the console, read by everybody as they stand, and in the summary once the group said yes.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from './support/fixtures.ts';
import { look } from './support/look.ts';
import { word } from './support/words.ts';

const PICTURES = fileURLToPath(new URL('pictures/', import.meta.url));
const THEME = 'Heavy weeks are planned too late.';
const TRAINING = 'An afternoon on saying no.';
const SIZES = [{ width: 1280, height: 720 }, { width: 320, height: 640 }];

test('themes are written with the group, seen by everybody, and in the summary when it said yes', async ({ comes, group }) => {
  mkdirSync(PICTURES, { recursive: true });
  const all = await group('Alex', 'Priya');
  const [morgan, alex, room] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Room', 'console')];
  const secret = 'A'.repeat(43);
  await all.guide({ type: 'display', secret });
  await morgan.open(all.console);
  await alex.open(all.session('Alex'));
  await room.open(`/display/${all.id}#${secret}.${all.code}`);
  await alex.at('lobby.title', { name: 'Alex' });
  await all.to('actions');
  await morgan.at('console.actions.title');

  await morgan.press('themes.title');
  await morgan.at('themes.title');
  await morgan.press('console.themes.add.theme');
  await morgan.page.keyboard.type(THEME);
  await morgan.press('console.themes.yes.name', { line: word('console.themes.theme', { number: 1 }) });
  await morgan.press('console.themes.add.training');
  await morgan.page.keyboard.type(TRAINING);
  await morgan.page.keyboard.press('Tab');
  for (const person of [alex, room]) {
    await expect(person.page.getByText(THEME)).toBeVisible();
    await expect(person.page.getByText(TRAINING)).toBeVisible();
    await expect(person.text('themes.yes'), 'one of two has its yes').toHaveCount(1);
    await person.page.screenshot({ path: `${PICTURES}themes-${person.name}.png` });
  }
  await look(morgan.page, 'themes on the console', SIZES);
  await morgan.page.screenshot({ path: `${PICTURES}themes-Morgan.png` });

  await morgan.press('console.panel.back', { stage: word('console.rail.actions') });
  await all.to('closed');
  await morgan.at('console.closed.title');
  await expect(morgan.page.getByText(THEME), 'the preview holds it').toBeVisible();
  await expect(morgan.page.getByText(TRAINING), 'nobody said yes to this one').toHaveCount(0);
});
