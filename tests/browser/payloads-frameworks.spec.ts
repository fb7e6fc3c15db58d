// A framework file whose every word tries to be something else, from the paste box to the pages that show it; and keys that
// no header could carry.
import { Group, expect, test } from './support/fixtures.ts';
import { calm, eachFamily, Elsewhere, LINE, LONG, reads, types } from './support/payloads.ts';
import type { Person } from './support/person.ts';
import { word } from './support/words.ts';

const KEY = 'the-operators-own-key';
const PAGES_MS = 90_000;
const NAMED = { most: 120, lines: false, plain: true };
const SAID = { most: 1_000, lines: false, plain: true };
// A file is kept as it is, so it is in NFC already.
const names = [eachFamily(NAMED, 0), eachFamily(NAMED, 1)].flat().map((text) => text.normalize('NFC'));
const said = [eachFamily(SAID, 0), eachFamily(SAID, 1), eachFamily(SAID, 2)].flat().map((text) => text.normalize('NFC'));

/** Takes one after the other, and begins again. */
function from(texts: string[]): () => string {
  let at = 0;
  return () => texts[at++ % texts.length] as string;
}

function framework() {
  const [name, text] = [from(names), from(said)];
  const twice = text();
  const competencies = (area: string) => ['one', 'two', 'three'].map((id) => ({
    id: `${area}-${id}`, name: name(), statement: text(), whyItMatters: text(),
    // The same words twice are still two.
    prompts: [twice, name(), twice], starters: [name(), twice, twice], terms: ['term'],
  }));
  return {
    id: 'payloads', name: name(), version: name(), language: 'en-GB', scope: text(), source: { publisher: name(), year: 2026, title: name(), note: text() },
    areas: ['a', 'b'].map((id) => ({ id, name: name(), summary: text(), competencies: competencies(id) })),
    glossary: [{ id: 'term', term: name(), meaning: text() }], training: [text(), text()], develop: [text()], demonstrate: [text()],
  };
}

test('a framework of such words stands on every page as it is', async ({ browser, server, comes }) => {
  test.setTimeout(PAGES_MS);
  const [morgan, alex, room] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Room', 'console')];
  const people = [morgan, alex, room];
  const elsewhere = people.map((person) => new Elsewhere(person));
  const still = (where: string) => Promise.all(people.map((person) => calm(person, where)));
  const file = framework();
  const [area] = file.areas;
  const first = area?.competencies[0];
  if (!area || !first) throw new Error('a framework has areas');
  morgan.record.refusals.add(400);
  await morgan.open('/frameworks');
  const box = morgan.page.getByLabel(word('frameworks.paste'));
  for (const text of eachFamily(LONG, 0)) {
    await types('frameworks/Choose frameworks-text', box, text);
    await morgan.press('frameworks.paste.look');
    await expect(morgan.page.getByRole('alert')).toBeFocused();
  }
  await calm(morgan, 'a file that is none');
  await box.fill(JSON.stringify(file));
  await morgan.press('frameworks.paste.look');
  await morgan.at('frameworks.look.title');
  for (const it of await morgan.page.locator('main summary').all()) await it.click();
  for (const text of [file.name, file.source.title, file.scope, area.name, area.summary, first.name, first.statement]) await reads(morgan, text);
  await calm(morgan, 'before it is kept');
  await morgan.press('frameworks.keep');
  await reads(morgan, file.name);
  await morgan.link('frameworks.use').click();
  await morgan.at('start.title');
  await reads(morgan, file.name);
  await calm(morgan, 'starting with it');
  await morgan.press('start.open');
  await morgan.at('console.lobby.title');

  const group = await Group.of(browser, server, await opened(morgan));
  const screen = 'A'.repeat(43);
  await group.guide({ type: 'display', secret: screen });
  await room.open(`/display/${group.id}#${screen}.${group.code}`);
  await alex.open(`/join#${group.code}`);
  await alex.field('join.name').fill('Alex');
  await alex.press('join.do');
  await alex.at('lobby.title', { name: 'Alex' });
  await group.guide({ type: 'goTo', stage: 'area' });
  for (const person of people) await reads(person, area.name);
  await reads(alex, area.summary);
  await still('areas');
  await group.guide({ type: 'chooseArea', area: area.id });
  await group.guide({ type: 'goTo', stage: 'competencies' });
  for (const text of [first.name, first.statement]) await reads(alex, text);
  await reads(morgan, first.name);
  await still('competencies');
  await group.guide({ type: 'chooseCompetencies', competencies: area.competencies.map(({ id }) => id) });
  await reads(room, first.name);
  await group.guide({ type: 'goTo', stage: 'rate' });
  await reads(alex, first.name);
  for (const it of await alex.page.locator('main summary').all()) await it.click();
  for (const text of [first.statement, first.whyItMatters]) await reads(alex, text);
  await still('rating');
  await alex.stone(3).click();
  await group.guide({ type: 'goTo', stage: 'discuss' });
  await alex.press('nobody.start');
  for (const text of [first.name, ...first.prompts]) await reads(morgan, text);
  const twice = () => morgan.page.locator('.prompts li > p').evaluateAll((all, text) => all.filter((it) => it.textContent === text).length, first.prompts[0] ?? '');
  await expect.poll(twice, { message: 'the same words twice are still two' }).toBe(2);
  await reads(room, first.name);
  await still('talking');
  await alex.record.whole();
  await alex.open(`/session/${group.id}?at=actions.new`);
  await alex.field('actions.what').waitFor();
  for (const it of await alex.page.locator('main summary').all()) await it.click();
  for (const text of first.starters) await reads(alex, text);
  await still('starters');
  await alex.record.whole();
  await alex.open(`/session/${group.id}?at=sheet`);
  await reads(alex, first.name);
  await morgan.open(`/console/${group.id}?at=runsheet`);
  await reads(morgan, first.name);
  for (const text of first.prompts) await reads(morgan, text);
  await still('on paper');
  expect(elsewhere.flatMap(({ asked }) => asked)).toEqual([]);
  await group.end();
});

test.describe('where a key is needed', () => {
  test.use({ settings: ['--create-key', KEY] });

  test('a key of such words is a wrong key', async ({ comes }) => {
    const morgan = await comes('Morgan', 'console');
    morgan.record.refusals.add(401);
    const wrong = async (words: string) => {
      await expect(morgan.page.getByRole('alert')).toContainText(word('start.key.wrong'));
      await calm(morgan, words);
    };
    await morgan.open('/start');
    for (const text of eachFamily(LINE, 0)) {
      await types('start/Start start-{id}', morgan.page.locator('#start-key'), text);
      await morgan.press('start.open');
      await wrong(text);
    }
    await morgan.open('/alone');
    for (const text of eachFamily(LINE, 1)) {
      await types('alone/Begin alone-key', morgan.page.locator('#alone-key'), text);
      await morgan.press('alone.begin.do');
      await wrong(text);
    }
    await morgan.open('/frameworks');
    await morgan.page.getByLabel(word('frameworks.paste')).fill(JSON.stringify(framework()));
    await morgan.press('frameworks.paste.look');
    await morgan.at('frameworks.look.title');
    for (const text of eachFamily(LINE, 2)) {
      await types('frameworks/Frameworks frameworks-key', morgan.page.locator('#frameworks-key'), text);
      await morgan.press('frameworks.keep');
      await wrong(text);
    }
  });
});

/** What this browser keeps of the session it opened, and the code on its page. */
async function opened({ page }: Person): Promise<{ session: string; code: string; secret: string }> {
  const code = (await page.getByText(/^[2-9A-Z]{4} [2-9A-Z]{4}$/).first().innerText()).replace(' ', '');
  const { id, secret } = await page.evaluate(() => {
    const [, value] = Object.entries(localStorage).find(([key]) => key.startsWith('trivet:session:')) ?? [];
    return JSON.parse(String(value)) as { id: string; secret: string };
  });
  return { session: id, code, secret };
}
