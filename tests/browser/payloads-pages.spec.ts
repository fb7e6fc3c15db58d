// Fields outside a session's stages: starting, preparing, printing, keys, frameworks, somebody alone, earlier sessions.
// What is typed is read where it stands afterwards; what makes no sense is refused in words; a page is nothing but itself.
import { randomUUID } from 'node:crypto';
import { expect, Group, test } from './support/fixtures.ts';
import { COMPETENCIES } from './support/group.ts';
import { calm, eachFamily, Elsewhere, LINE, LONG, NAME, reads, types } from './support/payloads.ts';
import type { Person } from './support/person.ts';
import { word, type WordKey } from './support/words.ts';

const [ONE] = COMPETENCIES;
const PAGES_MS = 120_000;
/** What fits into an agreement and into a question of one's own. */
const AGREED = { most: 300, lines: false };

const section = (person: Person, key: WordKey) => person.page.locator('summary', { has: person.page.getByRole('heading', { name: word(key), exact: true }) });
const saved = (person: Person) => expect(person.text('save.saved').filter({ visible: true }).first()).toBeVisible();
/** Only one of them, where each would take long: the one with most families in it. */
const longest = (texts: string[]) => texts.reduce((long, text) => (text.length > long.length && text.length < 1_999 ? text : long), '');

test('starting, preparing and printing', async ({ comes }) => {
  test.setTimeout(PAGES_MS);
  const [morgan, alex] = [await comes('Morgan', 'console'), await comes('Alex', 'phone')];
  const { page } = morgan;
  const elsewhere = [morgan, alex].map((person) => new Elsewhere(person));
  await morgan.open('/start');
  const [title = '', name = ''] = [longest(eachFamily(LINE, 0)), longest(eachFamily(NAME, 0))];
  for (const text of eachFamily(LINE, 1)) await types('start/Start start-{id}', page.locator('#start-seats'), text);
  for (const text of [...eachFamily(LINE, 0), title]) await types('start/Start start-{id}', page.locator('#start-title'), text);
  for (const text of [...eachFamily(NAME, 0), name]) await types('start/Start start-{id}', page.locator('#start-facilitator'), text);
  await morgan.press('start.open');
  await expect(page.getByRole('alert')).toBeVisible();
  await calm(morgan, 'starting');
  await page.locator('#start-seats').fill('4');
  await morgan.press('start.open');
  await morgan.at('console.lobby.title');
  await reads(morgan, title);
  const code = (await page.getByText(/^[2-9A-Z]{4} [2-9A-Z]{4}$/).first().innerText()).replace(' ', '');

  await test.step('preparing', async () => {
    await morgan.menu('console.prepare');
    const fill = async (key: WordKey, does: () => Promise<void>) => {
      await section(morgan, key).click();
      await does();
      await morgan.h1.click();
    };
    await fill('console.prepare.session', async () => {
      for (const text of eachFamily(LINE, 2)) {
        await types('prepare/About prepare.title', morgan.field('start.name'), text);
        await morgan.h1.click();
        await reads(morgan, text);
      }
      for (const text of eachFamily(NAME, 4)) await types('prepare/About prepare.facilitator', morgan.field('start.you'), text);
      for (const text of eachFamily(LINE, 3)) await types('prepare/NumberField id', morgan.field('start.seats'), text);
      await morgan.h1.click();
      await expect(page.locator('[aria-invalid=true]')).toHaveCount(1);
      await morgan.field('start.seats').fill('4');
    });
    await fill('settled.agreed', async () => {
      for (const text of eachFamily(AGREED, 5)) {
        await morgan.press('console.prepare.agreed.add');
        await types('prepare/Agreements id', page.locator('#prepare-agreed').getByRole('textbox').last(), text);
      }
    });
    await fill('console.prepare.support', async () => {
      for (const text of eachFamily(LONG, 6).reverse()) await types('prepare/SupportLine prepare.support', morgan.field('console.prepare.support'), text);
    });
    await fill('console.prepare.summary', async () => {
      await page.getByRole('radio', { name: word('console.prepare.summary.others'), exact: true }).click();
      for (const text of eachFamily(LINE, 7)) {
        await types('prepare/Summary prepare.summaryTo', morgan.field('console.prepare.summary.name'), text);
        await morgan.h1.click();
        await reads(morgan, text);
      }
    });
    await fill('console.prepare.prompts', async () => {
      for (const text of eachFamily(AGREED, 8)) {
        await morgan.press('console.prepare.prompts.add');
        await types('prepare/Questions prompt:{one.prompt}', page.locator('#prepare-prompts').getByRole('textbox').last(), text);
      }
    });
    await saved(morgan);
    await calm(morgan, 'preparing');
  });
  await test.step('the door says what was prepared', async () => {
    await alex.open(`/join#${code}`);
    for (const text of eachFamily(AGREED, 5)) await reads(alex, text);
    await reads(alex, eachFamily(LINE, 7).at(-1) ?? '');
    await reads(alex, eachFamily(LINE, 2).at(-1) ?? '');
    await reads(alex, eachFamily(NAME, 4).at(-1) ?? '');
    await calm(alex, 'the door');
    await alex.field('join.name').fill('Alex');
    await alex.press('join.do');
    await alex.at('lobby.title', { name: 'Alex' });
    for (const text of eachFamily(AGREED, 5)) await reads(alex, text);
    await calm(alex, 'the lobby');
    await alex.press('bar.menu');
    await reads(alex, eachFamily(LONG, 6)[0] ?? '');
    await calm(alex, 'the menu');
  });
  await test.step('on paper, and in the list of sessions', async () => {
    const at = new URL(page.url()).pathname;
    await morgan.open(`${at}?at=runsheet`);
    for (const text of eachFamily(LINE, 9)) await types('print/Print start', morgan.field('console.run.start'), text);
    await morgan.sees('console.run.start.wrong');
    for (const text of eachFamily(AGREED, 5)) await reads(morgan, text);
    await calm(morgan, 'the run sheet');
    await morgan.press('console.print.back');
    await morgan.open(`${at}?at=forms`);
    for (const text of eachFamily(LINE, 10)) await types('print/Print count', morgan.field('console.form.count'), text);
    await calm(morgan, 'forms');
    await morgan.open(`${at}?at=plan`);
    for (const text of eachFamily(LINE, 11)) await types('console/Plan plan-{stage}', page.locator('#plan-rate'), text);
    await morgan.press('console.plan.keep');
    await expect(page.getByRole('alert')).toBeVisible();
    await calm(morgan, 'the plan');
    await morgan.open('/');
    await reads(morgan, eachFamily(LINE, 2).at(-1) ?? '');
    await calm(morgan, 'the list of sessions');
  });
  expect(elsewhere.flatMap(({ asked }) => asked)).toEqual([]);
});

test('somebody alone', async ({ comes }) => {
  const alex = await comes('Alex', 'phone');
  const elsewhere = new Elsewhere(alex);
  await alex.open('/');
  await alex.link('home.alone').click();
  const names = eachFamily(NAME, 5);
  for (const text of names) await types('alone/Begin alone-name', alex.page.locator('#alone-name'), text);
  await alex.press('alone.begin.do');
  await alex.at('alone.area.title');
  await alex.page.getByRole('radio').first().click();
  await alex.press('rate.next');
  await alex.at('alone.competencies.title');
  await alex.page.getByRole('checkbox').first().click();
  await alex.press('rate.next');
  await alex.stone(4).click();
  await alex.press('rate.next');
  for (const [i, box] of (['jot.well', 'jot.hard', 'jot.step'] as const).entries()) {
    for (const text of eachFamily(LONG, 9 + i).reverse()) await types('alone/Reflect jot:{one.id}:{box}', alex.field(box), text);
  }
  await alex.h1.click();
  await saved(alex);
  await calm(alex, 'reflecting');
  await alex.press('rate.next');
  await alex.page.getByRole('radio', { name: new RegExp(word('rescore.keep', { score: 4 })) }).click();
  await alex.press('rate.next');
  await alex.at('actions.what');
  await alex.field('actions.what').fill('Go on.');
  await alex.page.getByRole('radio', { name: new RegExp(word('review.weeks4')) }).click();
  await alex.press('page.done');
  await alex.press('rate.next');
  await expect(alex.field('sheet.role')).toBeVisible();
  for (const i of [0, 1, 2]) await reads(alex, eachFamily(LONG, 9 + i)[0] ?? '');
  await reads(alex, names.at(-1) ?? '');
  for (const text of eachFamily(NAME, 6)) {
    await types('alone/Sheet about:{one.key}', alex.field('alone.sheet.name'), text);
    await alex.field('sheet.role').focus();
    await reads(alex, text);
  }
  for (const key of ['sheet.role', 'sheet.organisation'] as const) for (const text of eachFamily(LINE, 12)) await types('alone/Sheet about:{one.key}', alex.field(key), text);
  await calm(alex, 'the sheet of somebody alone');
  expect(elsewhere.asked).toEqual([]);
});

test('earlier sessions: a file, a link, numbers from paper, what became of an action', async ({ browser, server, comes }) => {
  const group = await Group.open(browser, server, ['Alex', 'Priya'], { followUp: true });
  const [morgan, alex, priya] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Priya', 'phone')];
  const elsewhere = [morgan, alex, priya].map((person) => new Elsewhere(person));
  await morgan.open(group.console);
  await priya.open(group.session('Priya'));
  await alex.open(group.session('Alex'));
  const [title, action, note] = [longest(eachFamily(LINE, 3)), longest(eachFamily(LONG, 4)), longest(eachFamily(LONG, 5))];
  await alex.press('earlier.invite.do');
  await alex.page.getByRole('radio', { name: word('earlier.way.link') }).check();
  for (const text of eachFamily(LINE, 13)) {
    await types('earlier/Ways earlier-link', alex.field('earlier.link'), text);
    await alex.page.getByRole('button', { name: new RegExp(`^(${word('earlier.do')}|${word('earlier.again')})$`) }).click();
    await expect(alex.page.getByRole('alert')).toBeVisible();
  }
  await calm(alex, 'a link that is none');
  const sheet = {
    kind: 'sheet', shape: 1, id: randomUUID(), held: '2026-01-05', date: '2026-01-05', frameworkId: 'core-competencies', title,
    rows: [{ competency: ONE, actions: [{ id: randomUUID(), text: action, competency: ONE, review: '2026-02-01' }] }], earlier: [], actions: [],
  };
  await alex.page.getByRole('radio', { name: word('earlier.way.file') }).check();
  await alex.page.getByLabel(word('earlier.file')).setInputFiles({ name: '<img src=x onerror=alert(1)>.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(sheet)) });
  await alex.page.getByRole('button', { name: new RegExp(`^(${word('earlier.do')}|${word('earlier.again')})$`) }).click();
  await alex.at('earlier.got.title');
  await reads(alex, title);
  await calm(alex, 'what was brought');
  await alex.press('earlier.got.look');
  await reads(alex, action);
  for (const text of [...eachFamily(LONG, 5), note]) await types('earlier/CarriedCard lookBack:{action}:note', alex.field('earlier.note'), text);
  await alex.page.getByRole('radio', { name: word('earlier.outcome.done') }).check();
  await saved(alex);
  await alex.page.getByRole('button', { name: word('earlier.show') }).click();
  await alex.page.getByRole('button', { name: word('card.show') }).click();
  for (const person of [morgan, alex, priya]) for (const text of [action, note]) await reads(person, text);
  for (const person of [morgan, alex, priya]) await calm(person, 'looked back');

  await group.to('rate');
  await group.as('Alex', { type: 'rate', competency: ONE, score: 5 });
  await alex.record.whole();
  await alex.open(`/session/${group.id}?at=rate.check`);
  await alex.page.getByRole('button', { name: new RegExp(`^${word('earlier.add')}`) }).first().click();
  for (const box of await alex.page.locator('form.add input').all()) for (const text of eachFamily(LINE, 14)) await types('earlier/AddEarlier id(field)', box, text);
  await alex.page.getByRole('button', { name: new RegExp(`^${word('earlier.add.do')}`) }).click();
  await alex.sees('earlier.add.wrong.date');
  await calm(alex, 'numbers from paper');
  expect(elsewhere.flatMap(({ asked }) => asked)).toEqual([]);
  await group.end();
});
