// A session is set up before the day, by one person on one page, and held as it was set up: changed minutes, a suggestion
// the group confirms, agreements of its own, a call.
import { expect, test } from './support/fixtures.ts';
import type { Person } from './support/person.ts';
import { word, type WordKey } from './support/words.ts';

const section = (person: Person, key: WordKey) => person.page.locator('summary', { has: person.page.getByRole('heading', { name: word(key), exact: true }) });
const saved = (person: Person) => expect(person.page.getByText(word('save.saved'), { exact: true }).filter({ visible: true }).first()).toBeVisible();

test('prepared before the day, and run with changed minutes', async ({ comes }) => {
  const morgan = await comes('Morgan', 'console');
  await morgan.open('/start');
  await morgan.field('start.name').fill('Tuesday group');
  await morgan.field('start.you').fill('Morgan');
  await morgan.press('start.open');
  await morgan.at('console.lobby.title');
  const code = (await morgan.page.getByText(/^[2-9A-Z]{4} [2-9A-Z]{4}$/).first().innerText()).replace(' ', '');

  await morgan.menu('console.prepare');
  await morgan.at('console.prepare');

  // What four people and three competencies make of the hour, and a suggestion of two.
  await section(morgan, 'console.prepare.look').click();
  await morgan.page.getByRole('combobox', { name: word('console.prepare.look.area') }).selectOption({ label: 'Building trusting relationships' });
  for (const name of ['Persevering', 'Reliable and consistent', 'Empathic listeners']) await morgan.page.getByRole('checkbox', { name }).click();
  await expect(morgan.page.getByRole('cell', { name: '5:00', exact: true })).toBeVisible();
  await morgan.sees('console.division.brisk', { turns: 12 });
  await morgan.page.getByRole('checkbox', { name: 'Empathic listeners' }).click();
  await expect(morgan.page.getByRole('cell', { name: '7:30', exact: true })).toBeVisible();
  await saved(morgan);
  await section(morgan, 'console.prepare.look').click();

  await section(morgan, 'console.prepare.plan').click();
  await morgan.page.getByRole('textbox', { name: word('console.rail.rate'), exact: true }).fill('12');
  await morgan.page.getByRole('textbox', { name: word('console.rail.discuss'), exact: true }).fill('50');
  await morgan.page.getByRole('textbox', { name: word('console.rail.discuss'), exact: true }).blur();
  await morgan.sees('console.plan.total', { minutes: 84 });
  await section(morgan, 'console.prepare.plan').click();

  await section(morgan, 'settled.agreed').click();
  await morgan.press('console.prepare.agreed.add');
  await morgan.page.keyboard.type('Phones face down while somebody speaks.');
  await morgan.page.keyboard.press('Tab');
  await saved(morgan);
  await section(morgan, 'settled.agreed').click();

  await section(morgan, 'console.prepare.summary').click();
  await morgan.page.getByRole('radio', { name: word('console.prepare.summary.facilitators') }).click();
  await section(morgan, 'console.prepare.summary').click();
  await section(morgan, 'console.prepare.support').click();
  await morgan.field('console.prepare.support').fill('Ring Jo on 01632 960 001.');
  await morgan.field('console.prepare.support').blur();
  await saved(morgan);

  // Closed and opened again: all of it is there.
  await morgan.page.goto(`${morgan.origin}/`);
  await morgan.page.getByRole('link', { name: new RegExp(word('home.open')) }).first().click();
  await morgan.at('console.lobby.title');

  const alex = await comes('Alex', 'phone');
  await alex.open(`/join#${code}`);
  // The door says what it leads to, before anybody says who they are.
  await expect(alex.page.getByText('Phones face down while somebody speaks.')).toBeVisible();
  await expect(alex.page.getByText(word('settled.summary.facilitators', { names: 'Morgan' }))).toBeVisible();
  await alex.field('join.name').fill('Alex');
  await alex.press('join.do');
  await alex.at('lobby.title', { name: 'Alex' });
  await expect(alex.page.getByText('Phones face down while somebody speaks.')).toBeVisible();
  await expect(alex.page.getByText(word('settled.summary.facilitators', { names: 'Morgan' }))).toBeVisible();
  await alex.press('bar.menu');
  await expect(alex.page.getByRole('dialog').getByText('Ring Jo on 01632 960 001.')).toBeAttached();
  await alex.page.keyboard.press('Escape');

  await morgan.press('console.lobby.next');
  await alex.sees('area.suggested', { area: 'Building trusting relationships' });
  await morgan.press('console.area.confirm', { area: 'Building trusting relationships' });
  await morgan.at('console.competencies.title');
  await morgan.press('console.competencies.confirm', { count: 2 });
  await morgan.press('console.competencies.next');
  await morgan.at('console.rate.title');
  await expect(alex.h1).toHaveText('Persevering');
  await expect(morgan.page.getByText(word('console.total', { soFar: 0, planned: 84 })).first()).toBeVisible();
});
