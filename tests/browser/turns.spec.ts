// Turns as a facilitator guides them: three phones and one seat on paper, set aside and brought back, undone, a break for
// all in between. Nobody's phone says why anything moved.
import { COMPETENCIES, type Group } from './support/group.ts';
import { expect, test } from './support/fixtures.ts';
import type { Person } from './support/person.ts';
import { word } from './support/words.ts';

const C = 'Persevering';
const speaking = (person: Person, name: string) => expect(person.page.getByRole('heading', { name: word('console.discuss.speaking', { name }) })).toBeVisible();
const tab = (person: Person, key: 'console.tab.people' | 'console.tab.turns') => person.page.getByRole('tab', { name: word(key) }).click();

/** People who were there from the start, and so are not welcomed as late. */
async function together(all: Group, morgan: Person, phones: Person[]): Promise<void> {
  await morgan.open(all.console);
  for (const phone of phones) {
    await phone.open(all.session(phone.name));
    await phone.at('lobby.title', { name: phone.name });
  }
}

test('three phones and one paper seat: set aside, brought back, undone, and a break', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya', 'Sam');
  await all.guide({ type: 'addSeat', name: 'Lee' });
  const [morgan, alex, priya, sam] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Priya', 'phone'), await comes('Sam', 'phone')];
  await together(all, morgan, [alex, priya, sam]);
  await all.to('discuss');
  await morgan.at('console.discuss.who');
  await morgan.press('console.discuss.first', { name: 'Alex' });
  await alex.at('speak.title');
  await priya.sees('next.title');

  // Priya's turn is set aside: Sam is next, and Priya's phone says nothing about it.
  await tab(morgan, 'console.tab.turns');
  await morgan.press('console.turn.park.name', { name: 'Priya', competency: C });
  await sam.sees('next.title');
  await priya.at('listen.title', { name: 'Alex' });
  await morgan.press('console.discuss.next', { name: 'Sam' });
  await sam.at('speak.title');

  // Lee has a seat on paper: a turn like everybody's, with nobody's phone in it.
  await morgan.press('console.discuss.next', { name: 'Lee' });
  await speaking(morgan, 'Lee');
  await alex.at('listen.title', { name: 'Lee' });

  // Brought back, Priya has the next turn.
  await morgan.press('console.turn.unpark.name', { name: 'Priya', competency: C });
  await priya.sees('next.title');
  await morgan.press('console.discuss.next', { name: 'Priya' });
  await priya.at('speak.title');
  await morgan.press('console.undo.turn', { name: 'Priya' });
  await speaking(morgan, 'Lee');
  await priya.at('listen.title', { name: 'Lee' });

  // A break for all, and on again where they were.
  await all.guide({ type: 'pause' });
  await alex.sees('break.all');
  await morgan.page.getByRole('main').getByRole('button', { name: word('console.break.resume') }).click();
  await alex.at('listen.title', { name: 'Lee' });

  // Nothing anybody wrote was touched by any of it.
  await all.rated('Priya', [7, 7, 7]);
  await morgan.press('console.discuss.next', { name: 'Priya' });
  await priya.at('speak.title');
});

test('a turn is moved up by its button, and the focus stays on it', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya', 'Sam');
  const [morgan, sam] = [await comes('Morgan', 'console'), await comes('Sam', 'phone')];
  await together(all, morgan, [sam]);
  await all.to('discuss');
  await tab(morgan, 'console.tab.turns');
  const row = morgan.page.getByRole('listitem').filter({ hasText: 'Sam' }).first();
  const up = morgan.button('console.turn.up', { name: 'Sam', competency: C });
  await up.focus();
  await morgan.page.keyboard.press('Enter');
  await expect(morgan.page.locator('#live'), 'the move is said').toHaveText(word('console.turn.moved', { name: 'Sam', competency: C, place: 2, of: 3 }));
  await expect(up, 'still there to be pressed again').toBeFocused();
  await morgan.page.keyboard.press('Enter');
  await expect(up, 'first by now').toHaveCount(0);
  await expect(row.getByRole('button').and(morgan.page.locator(':focus')), 'the focus stays with the row').toHaveCount(1);
  await morgan.press('console.discuss.first', { name: 'Sam' });
  await sam.at('speak.title');
});

/** A 4×2 hour asks at most so many presses of the facilitator in Discuss. */
const MOST_PRESSES = 8;

test('an hour of four people and two competencies takes at most eight presses', async ({ comes, group }) => {
  const names = ['Alex', 'Priya', 'Sam', 'Jo'];
  const all = await group(...names);
  const [morgan, alex] = [await comes('Morgan', 'console'), await comes('Alex', 'phone')];
  await together(all, morgan, [alex]);
  await all.to('competencies');
  await all.guide({ type: 'chooseCompetencies', competencies: COMPETENCIES.slice(0, 2) });
  await all.guide({ type: 'goTo', stage: 'rate' });
  await all.guide({ type: 'goTo', stage: 'discuss' });
  await morgan.at('console.discuss.who');
  await morgan.page.evaluate(() => {
    const counter = window as unknown as { presses: number };
    counter.presses = 0;
    for (const kind of ['click', 'keydown']) addEventListener(kind, (event) => (counter.presses += kind === 'click' && event.isTrusted ? 1 : 0), true);
  });
  await alex.press('nobody.start');
  await speaking(morgan, 'Alex');
  // Two rounds, the second begun by the next seat.
  for (const name of ['Priya', 'Sam', 'Jo', 'Priya', 'Sam', 'Jo', 'Alex']) {
    await morgan.press('console.discuss.next', { name });
    await speaking(morgan, name);
  }
  await morgan.press('console.discuss.rescore');
  await morgan.at('console.rescore.title');
  const presses = await morgan.page.evaluate(() => (window as unknown as { presses: number }).presses);
  console.log(`presses in Discuss for 4 × 2 turns: ${presses}`);
  expect(presses).toBeLessThanOrEqual(MOST_PRESSES);
});
