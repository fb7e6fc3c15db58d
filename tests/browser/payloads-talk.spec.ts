// What people write in a session: reasons, what they leave each other, prompts, notes, themes, actions. Each field is typed
// into on its own page, and the words are read wherever they may go: phones, console, big screen, and the files.
import { expect, Group, test } from './support/fixtures.ts';
import { COMPETENCIES } from './support/group.ts';
import { calm, eachFamily, Elsewhere, everyOne, LINE, LONG, reads, stands, types } from './support/payloads.ts';
import type { Person } from './support/person.ts';
import { word, type WordKey } from './support/words.ts';

const [ONE] = COMPETENCIES;
const SCREEN = 'A'.repeat(43);
/** Some two hundred texts on busy cores. */
const TALK_MS = 120_000;
/** What fits into a prompt, and into a theme: one line each. */
const PROMPT = { most: 300, lines: false };
const THEME = { most: 200, lines: false };

const tab = (person: Person, key: WordKey) => person.page.getByRole('tab', { name: word(key), exact: true }).click();
const all = (people: Person[], text: string) => Promise.all(people.map((person) => reads(person, text)));
const saved = (person: Person, key: WordKey = 'save.saved') => expect(person.text(key).filter({ visible: true }).first()).toBeVisible();

test('what is written in a session is read as it was written, and is nothing else', async ({ browser, server, comes }) => {
  test.setTimeout(TALK_MS);
  const group = await Group.open(browser, server, ['Alex', 'Priya']);
  const [morgan, alex, priya, room] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Priya', 'phone'), await comes('Room', 'console')];
  const people = [morgan, alex, priya, room];
  const elsewhere = people.map((person) => new Elsewhere(person));
  const still = (where: string) => Promise.all(people.map((person) => calm(person, where)));
  const go = async (person: Person, at: string) => {
    await person.record.whole(); // what a page that is left was still reading is not recorded
    await person.open(`/session/${group.id}?at=${at}`);
  };
  await group.guide({ type: 'display', secret: SCREEN });
  await morgan.open(group.console);
  for (const phone of [alex, priya]) await phone.open(group.session(phone.name));
  await room.open(`/display/${group.id}#${SCREEN}.${group.code}`);
  await group.to('rate');
  const [reason = '', ...reasons] = eachFamily(LONG, 0).reverse();

  await test.step('reasons, and the facilitator’s notes', async () => {
    await alex.stone(3).click();
    for (const text of [...reasons, reason]) await types('participant/RateOne reason:{id}', alex.field('rate.why'), text);
    await alex.press('rate.next');
    await expect(alex.field('rate.why')).toHaveValue('');
    await go(alex, 'rate.check');
    await reads(alex, reason);
    await tab(morgan, 'console.tab.notes');
    for (const text of eachFamily(LONG, 1)) await types('console/Notes note:{of}', morgan.field('console.notes.on', { stage: word('console.rail.rate') }), text);
    await morgan.h1.click();
    await saved(morgan);
    await tab(morgan, 'console.tab.people');
    await still('rating');
  });
  await test.step('shown to everybody, and on the big screen', async () => {
    await group.as('Priya', { type: 'rate', competency: ONE, score: 4 });
    await group.to('discuss');
    await go(alex, '');
    await alex.press('nobody.start');
    await alex.page.getByRole('switch', { name: word('card.reason') }).click();
    await alex.page.getByRole('switch', { name: word('slip.bigScreen') }).click();
    await alex.press('card.show');
    await all(people, reason);
    await still('shown');
  });
  await test.step('left for one person, heard by the other, told to the facilitator', async () => {
    const change = priya.page.getByRole('button', { name: new RegExp(`^${word('check.change')}`) });
    for (const text of eachFamily(LONG, 2)) {
      if ((await change.count()) > 0) await change.click();
      await types('participant/NoteBox key', priya.field('note.strength'), text);
      await priya.page.getByRole('button', { name: new RegExp(`^${word('note.send', { name: 'Alex' })}`) }).first().click();
      await reads(priya, text);
    }
    const note = eachFamily(LONG, 2).at(-1) ?? '';
    for (const text of eachFamily(LONG, 3)) await types('participant/HeardBox jot:{id}:heard', alex.field('jot.heard'), text);
    await alex.press('aside.notes', { count: 1 });
    await reads(alex, note);
    await alex.page.getByRole('button', { name: new RegExp(`^${word('notes.tell', { facilitator: 'Morgan' })}`) }).click();
    await tab(morgan, 'console.tab.people');
    await reads(morgan, note);
    await still('feedback');
    await alex.press('page.back');
  });
  await test.step('taken off the screens, and written anew', async () => {
    await morgan.press('console.cover.name', { name: 'Alex' });
    await alex.at('off.title');
    for (const text of eachFamily(LONG, 4)) await types('participant/OffScreens reason:{competency.id}', alex.field('rate.why'), text);
    await alex.press('off.leave');
    await alex.at('speak.title');
  });
  await test.step('prompts on every phone', async () => {
    for (const text of eachFamily(PROMPT, 5)) {
      await morgan.press('console.prompt.add');
      await types('console/OwnPrompt prompt-{id}', morgan.field('console.prompt.add.label'), text);
      await morgan.press('console.prompt.keep');
      await reads(morgan, text);
      await morgan.page.getByRole('listitem').filter({ hasText: stands(text).slice(0, 20) }).last().getByRole('button', { name: new RegExp(`^${word('console.prompt.send')}`) }).click();
      await all([alex, priya], text);
    }
    await still('prompts');
  });
  await test.step('themes of the group', async () => {
    await morgan.press('themes.title');
    const themes = eachFamily(THEME, 6);
    for (const [i, text] of themes.entries()) {
      await morgan.press(i % 2 === 0 ? 'console.themes.add.theme' : 'console.themes.add.training');
      await types('console/ThemeRow theme:{id}', morgan.page.getByRole('listitem').getByRole('textbox').last(), text);
      await morgan.page.getByRole('button', { name: word('console.themes.yes.name', { line: '' }).trim().split(' ')[0] ?? '' }).last().click();
    }
    for (const text of themes) await all([alex, priya, room], text);
    await still('themes');
    await morgan.press('console.panel.back', { stage: word('console.rail.discuss') });
  });
  await test.step('what shifted', async () => {
    await group.to('rescore');
    await go(alex, 'rescore.1');
    const texts = eachFamily(LONG, 7).reverse();
    for (const text of texts) await types('participant/RescoreOne shift:{id}', alex.field('rescore.shift'), text);
    await alex.press('rate.next');
    await go(alex, 'rescore.check');
    await reads(alex, texts.at(-1) ?? '');
  });
  const actions = everyOne(LONG);
  await test.step('actions and their dates', async () => {
    await group.to('actions');
    for (const text of actions) {
      await go(alex, 'actions.new');
      await types('participant/ActionForm action:{id}', alex.field('actions.what'), text);
      await alex.page.getByRole('radio', { name: new RegExp(`^${word('review.weeks8')}`) }).click();
      await alex.press('page.done');
      await alex.at('actions.title');
    }
    for (const text of actions) await reads(alex, text);
    await go(alex, 'actions.new');
    await alex.field('actions.what').fill('With a day that is none.');
    await alex.page.getByRole('radio', { name: new RegExp(`^${word('review.other')}`) }).click();
    for (const text of eachFamily(LINE, 8)) {
      await types('participant/ReviewDate day', alex.field('review.day'), text);
      await types('participant/ReviewDate month', alex.field('review.month'), text);
      await types('participant/ReviewDate year', alex.field('review.year'), text);
    }
    await alex.press('page.done');
    await expect(alex.page.getByRole('alert')).toContainText(word('refusal.why.notADate'));
    await still('a wrong date');
  });
  await test.step('what goes into the summary, and the sheet', async () => {
    await go(alex, 'record');
    await alex.press('record.all');
    await saved(alex);
    await group.to('closed');
    await morgan.at('console.closed.title');
    for (const text of actions) await reads(morgan, text);
    await go(alex, '');
    for (const text of actions) await reads(alex, text);
    for (const text of eachFamily(LINE, 9)) await types('participant/Sheet about:role', alex.field('sheet.role'), text);
    for (const text of eachFamily(LINE, 10)) await types('participant/Sheet about:organisation', alex.field('sheet.organisation'), text);
    await alex.h1.click();
    await saved(alex);
    await still('closed');
  });
  await test.step('the files hold the same words', async () => {
    const sheet = await file(alex, `/api/sessions/${group.id}/sheet.json`);
    const summary = await file(morgan, `/api/sessions/${group.id}/summary.json`);
    const held = await file(alex, `/api/sessions/${group.id}/mine.json`);
    for (const text of actions) for (const one of [sheet, summary, held]) expect(one).toContain(JSON.stringify(stands(text)));
  });
  expect(elsewhere.flatMap(({ asked }) => asked)).toEqual([]);
  await group.end();
});

/** A document, with the secret this device keeps. */
function file(person: Person, path: string): Promise<string> {
  return person.page.evaluate(async (path) => {
    const [, value] = Object.entries(localStorage).find(([key]) => key.startsWith('trivet:session:')) ?? [];
    const { secret } = JSON.parse(String(value)) as { secret: string };
    const answer = await fetch(path, { headers: { Authorization: `Bearer ${secret}` } });
    return JSON.stringify(await answer.json());
  }, path);
}
