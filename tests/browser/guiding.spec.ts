// What the console is for besides moving on: words to say, a quiet question, prompts to phones, more time, an overrun
// spread, their page, the big screen. Each is pressed, seen where it arrives, and pictured.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from './support/fixtures.ts';
import type { Person } from './support/person.ts';
import { list, word, type WordKey } from './support/words.ts';

const PICTURES = fileURLToPath(new URL('pictures/', import.meta.url));
const OWN = 'What did it sound like from your side?';

async function picture(person: Person, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await person.wordsAreThere();
  await person.page.screenshot({ path: `${PICTURES}guiding-${name}.png`, scale: 'css' });
}
const tab = (person: Person, key: WordKey) => person.page.getByRole('tab', { name: word(key), exact: true }).click();

test('a quiet question, hands, prompts to phones, and the page people see', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya', 'Sam');
  const [morgan, alex, sam] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Sam', 'phone')];
  await morgan.open(all.console);
  for (const phone of [alex, sam]) {
    await phone.open(all.session(phone.name));
    await phone.at('lobby.title', { name: phone.name });
  }
  await all.to('rate');

  await tab(morgan, 'console.tab.people');
  await morgan.press('console.nudge.name', { name: 'Sam' });
  await sam.sees('fromDesk.need');
  await expect(alex.text('fromDesk.need'), 'asked of Sam alone').toHaveCount(0);
  await picture(sam, 'asked');
  await sam.press('fromDesk.time');
  await morgan.sees('console.nudge.time');
  await picture(morgan, 'answered');
  await tab(morgan, 'console.tab.script');
  await morgan.sees('console.script.rate.2');
  await picture(morgan, 'script');

  await all.to('discuss');
  await alex.press('aside.hand');
  await morgan.sees('console.hands', { names: 'Alex', count: 1 });

  // A prompt of one's own, on everybody's phone and off again.
  await morgan.press('console.prompt.add');
  await morgan.field('console.prompt.add.label').fill(OWN);
  await morgan.press('console.prompt.keep');
  await morgan.press('console.prompt.send.name', { text: OWN });
  for (const phone of [alex, sam]) await phone.sees('fromDesk.prompt', { text: OWN });
  await picture(morgan, 'prompt');
  await picture(alex, 'prompt-phone');
  await morgan.button('console.prompt.off.name', { text: OWN }).first().click();
  for (const phone of [alex, sam]) await expect(phone.text('fromDesk.prompt', { text: OWN }).and(phone.page.locator(':not(#live)'))).toHaveCount(0);
  await tab(morgan, 'console.prompts.feedback');
  await morgan.press('console.prompt.send.name', { text: word('console.prompt.strength.1') });
  await sam.sees('fromDesk.prompt', { text: word('console.prompt.strength.1') });

  // Their page, without a word of theirs.
  await morgan.press('console.seen.look');
  await morgan.sees('console.look.says');
  await picture(morgan, 'their-page');
});

test.describe('forty minutes later', () => {
  test.use({ clockMoves: true });

  test('more time, and an overrun spread over what is left', async ({ server, comes, group }) => {
    const all = await group('Alex', 'Priya');
    await all.to('rate');
    const morgan = await comes('Morgan', 'console');
    await morgan.open(all.console);
    await morgan.at('console.rate.title');
    await morgan.press('console.more.name', { minutes: 2, stage: word('console.rail.rate') });
    await morgan.sees('console.total', { soFar: 0, planned: 92 });
    // By plan everything before took nothing: 9 minutes ahead. After half an hour in Rate it is over.
    server.clockAhead(40);
    morgan.record.mayLoseConnection = true;
    await morgan.page.reload(); // or soon by itself: a page asks after the server's clock now and then
    await morgan.press('console.spread');
    await expect(morgan.button('console.spread.yes')).toBeVisible();
    await picture(morgan, 'spread');
    await morgan.press('console.spread.yes');
    await expect(morgan.button('console.spread')).toHaveCount(0);
    await picture(morgan, 'spread-done');
  });
});

test('the big screen reads, and everybody is told that it is on', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya');
  const [morgan, alex] = [await comes('Morgan', 'console'), await comes('Alex', 'phone')];
  await morgan.open(all.console);
  await alex.open(all.session('Alex'));
  await alex.at('lobby.title', { name: 'Alex' });
  await morgan.menu('console.screen');
  await morgan.press('console.screen.make');
  const opened = morgan.context.waitForEvent('page');
  await morgan.page.getByRole('link', { name: word('console.screen.open') }).or(morgan.page.getByRole('button', { name: word('console.screen.open') })).first().click();
  const screen = await opened;
  await expect(screen.getByText(`${all.code.slice(0, 4)} ${all.code.slice(4)}`).first()).toBeVisible();
  await morgan.sees('console.screen.on');
  await alex.press('bar.menu');
  await expect(alex.page.getByRole('dialog').getByText(word('menu.screenOn')), 'who can see it says so').toBeVisible();
  await expect(alex.page.getByRole('dialog').getByText(word('menu.who.names', { names: list(['Priya', 'Morgan']) }))).toBeVisible();
  await screen.screenshot({ path: `${PICTURES}guiding-display.png` });
});
