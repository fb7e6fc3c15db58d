// Whatever is typed into any field stays what it is: on the phone it was typed on, on the others', on the console and the
// big screen. Nothing of it runs, is drawn, is fetched or turns the page round.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, Group, test } from './support/fixtures.ts';
import { fields } from './support/fields.ts';
import { calm, eachFamily, Elsewhere, LINE, NAME, reads, REFUSED, types } from './support/payloads.ts';
import type { Person } from './support/person.ts';
import { word } from './support/words.ts';

const SCREEN = 'A'.repeat(43);
const SPECS = fileURLToPath(new URL('.', import.meta.url));
/** Two hundred fields on busy cores. */
const TYPING_MS = 120_000;

const all = (people: Person[], text: string) => Promise.all(people.map((person) => reads(person, text)));

test('every field that the pages have is typed into', () => {
  const specs = readdirSync(SPECS).filter((file) => /^payloads.*\.spec\.ts$/.test(file)).map((file) => readFileSync(SPECS + file, 'utf8')).join('\n');
  expect(fields().length).toBeGreaterThan(30);
  expect(fields().filter((field) => !specs.includes(`types('${field}'`)), 'nobody types into these').toEqual([]);
});

test('names: at the door, changed, on paper, of somebody who guides along', async ({ browser, server, comes }) => {
  test.setTimeout(TYPING_MS);
  const group = await Group.open(browser, server, ['Priya'], { seats: 12 });
  const [morgan, alex, priya, room] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Priya', 'phone'), await comes('Room', 'console')];
  const people = [morgan, alex, priya, room];
  const elsewhere = people.map((person) => new Elsewhere(person));
  await group.guide({ type: 'display', secret: SCREEN });
  await morgan.open(group.console);
  await priya.open(group.session('Priya'));
  await room.open(`/display/${group.id}#${SCREEN}.${group.code}`);

  await test.step('at the door', async () => {
    await alex.open('/join');
    for (const text of eachFamily(LINE, 0)) await types('Join code', alex.field('join.code'), text);
    alex.record.refusals.add(404).add(409);
    for (const text of eachFamily(NAME, 0)) await types('Join name', alex.field('join.name'), text);
    await alex.press('join.do');
    await alex.sees('join.code.unknown');
    await calm(alex, 'a wrong code');
    await alex.field('join.code').fill(group.code);
    const [name = ''] = eachFamily(NAME, 0);
    await alex.field('join.name').fill(name);
    await alex.press('join.do');
    await all(people, name);
  });
  await test.step('changed in the lobby', async () => {
    for (const text of eachFamily(NAME, 1)) {
      if (!(await alex.page.locator('#rename').isVisible())) await alex.page.getByText(word('rename.title'), { exact: true }).click();
      await types('participant/Rename rename', alex.page.locator('#rename'), text);
      await alex.press('rename.do');
      await all(people, text);
    }
  });
  await test.step('with what no field takes', async () => {
    await alex.page.getByText(word('rename.title'), { exact: true }).click();
    for (const { text } of REFUSED) {
      await types('participant/Rename rename', alex.page.locator('#rename'), text);
      await alex.press('rename.do');
      await expect(alex.page.getByRole('alert')).toBeVisible();
      await alex.page.locator('#rename').fill('');
    }
    await reads(priya, eachFamily(NAME, 1).at(-1) ?? '');
  });
  await test.step('of somebody who guides along', async () => {
    await morgan.menu('console.co');
    for (const text of eachFamily(NAME, 2)) {
      await types('console/GuideWith co-name', morgan.page.locator('#co-name'), text);
      await morgan.press('console.co.make');
      await reads(morgan, text);
      await reads(priya, text);
      await morgan.press('console.co.end');
      await morgan.button('console.co.end').last().click();
    }
    await calm(morgan, 'somebody guides along');
    await morgan.page.goBack();
  });
  await test.step('on paper', async () => {
    for (const text of eachFamily(NAME, 3).slice(0, 10)) {
      await morgan.press('console.addSeat');
      await types('console/AddSeat paper-name', morgan.page.locator('#paper-name'), text);
      await morgan.press('console.addSeat.do');
      await all(people, text);
    }
  });
  for (const person of people) await calm(person, 'names in the lobby');
  expect(elsewhere.flatMap(({ asked }) => asked)).toEqual([]);
  await group.end();
});
