// Two sessions, sixty days apart. Alex comes back by the way-back link of a sheet that was kept, Priya with the file she
// saved, Jo is new. What they bring is theirs alone; nobody sees an earlier score of their own before they have rated again.
import { readFileSync } from 'node:fs';
import { expect, Group, test } from './support/fixtures.ts';
import { AREA, COMPETENCIES } from './support/group.ts';
import { look, type Size } from './support/look.ts';
import type { Person } from './support/person.ts';
import { word } from './support/words.ts';

const DAYS = 60;
const SIZES: Size[] = [{ width: 360, height: 780 }, { width: 768, height: 900 }, { width: 1280, height: 720 }];
/** Nobody else may ever receive these. */
const ALEX_WENT = 'The northern ward has agreed to Tuesdays.';
const PRIYA_ACTION = 'Sit in on a closing conversation.';
const PRIYA_NOTE = 'It was put off until spring.';
/** Shown by its owner. */
const ALEX_ACTION = 'Ring the ward before each visit.';
/** First and after, of the first competency; each pair stands once in the whole story. */
const ALEX_SCORES = { first: 2, after: 9 };
const PRIYA_SCORES = { first: 1, after: 10 };
const inFrame = ({ first, after }: typeof ALEX_SCORES) => new RegExp(`"first":\\s*${first},\\s*"after":\\s*${after}\\b`);

/** A day from now, as an ISO date. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const uuid = () => crypto.randomUUID();
const [FIRST] = COMPETENCIES;

async function before(group: Group): Promise<void> {
  await group.to('discuss');
  await group.rated('Alex', [2, 5, 6]);
  await group.rated('Priya', [1, 4, 4]);
  await group.as('Alex', { type: 'rescore', competency: FIRST, score: 9 });
  await group.as('Priya', { type: 'rescore', competency: FIRST, score: 10 });
  await group.as('Alex', { type: 'act', action: uuid(), text: ALEX_ACTION, competency: FIRST, review: day(56) });
  await group.as('Priya', { type: 'act', action: uuid(), text: PRIYA_ACTION, review: day(42) });
  await group.to('closed');
}

/** Opens the next session on the page, and gives what its facilitator's browser keeps of it. */
async function open(morgan: Person): Promise<{ session: string; code: string; secret: string }> {
  await morgan.open('/start');
  await morgan.field('start.you').fill('Morgan');
  await morgan.page.getByRole('checkbox', { name: word('start.followUp') }).check();
  await morgan.press('start.open');
  await morgan.at('console.lobby.title');
  const code = await morgan.page.getByText(/^[2-9A-Z]{4} [2-9A-Z]{4}$/).first().innerText();
  const kept = await morgan.page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('trivet:session:')).map(([, value]) => JSON.parse(value as string) as { id: string; secret: string; opened: number }));
  const latest = kept.sort((a, b) => b.opened - a.opened)[0];
  if (!latest) throw new Error('the console keeps no secret');
  return { session: latest.id, code: code.replace(' ', ''), secret: latest.secret };
}

async function comeIn(person: Person, code: string): Promise<void> {
  await person.open(`/join#${code}`);
  await person.field('join.name').fill(person.name);
  await person.press('join.do');
  await person.at('lobby.title', { name: person.name });
}

/** Rates the first competency on the page that is open. */
async function rate(person: Person, score: number): Promise<void> {
  await person.stone(score).click();
  await person.sees('save.saved');
}

test('two returning people and a new one, sixty days later', async ({ browser, server, group, comes }) => {
  test.setTimeout(180_000);
  const once = await group('Alex', 'Priya');
  await before(once);
  const link = server.origin + once.session('Alex');
  const [morgan, alex, priya, jo] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Priya', 'phone'), await comes('Jo', 'phone')];
  const all = [morgan, alex, priya, jo];
  for (const person of all) person.record.mayLoseConnection = true; // the server is stopped in between

  await test.step('the closed console hands over how the session was set up, and nothing else', async () => {
    await morgan.open(once.console);
    await morgan.at('console.closed.title');
    await morgan.press('console.closed.next');
    await morgan.at('start.title');
    await expect(morgan.field('start.name')).toHaveValue('Team reflection');
    await expect(morgan.page.getByRole('checkbox', { name: word('start.followUp') })).toBeChecked();
    await morgan.sees('start.next');
    expect(morgan.page.url()).toBe(`${server.origin}/start?at=next`);
  });
  const file = await test.step('Priya saves her sheet', async () => {
    await priya.open(once.session('Priya'));
    await priya.at('sheet.title', { name: 'Priya' });
    const coming = priya.page.waitForEvent('download');
    await priya.press('sheet.save');
    return (await coming).path();
  });
  await priya.page.evaluate(() => localStorage.clear());
  await test.step('Alex has the sheet kept until they have looked back', async () => {
    await alex.open(once.session('Alex'));
    await alex.page.getByRole('switch', { name: word('sheet.keep') }).check();
    await alex.page.reload();
    await expect(alex.page.getByRole('switch', { name: word('sheet.keep') })).toBeChecked();
    await alex.page.evaluate(() => localStorage.clear());
  });

  await server.later(DAYS);
  const mark = new Map(all.map((person) => [person, person.record.mark]));
  const since = (person: Person, what: RegExp | string, to = Infinity) => person.record.find(what, mark.get(person), to).filter(({ from }) => !from.includes(`/sessions/${once.id}/`));
  const opened = await test.step('the next session, sixty days later', () => open(morgan));
  const next = await Group.of(browser, server, opened);
  for (const person of [alex, priya, jo]) await comeIn(person, opened.code);

  await test.step('Alex brings the sheet by the way-back link', async () => {
    await alex.press('earlier.invite.do');
    await alex.at('earlier.title');
    await look(alex.page, 'bringing', SIZES);
    await alex.page.getByRole('radio', { name: word('earlier.way.link') }).check();
    await alex.field('earlier.link').fill(`https://elsewhere.test/session/${once.id}#${'x'.repeat(43)}`);
    await alex.press('earlier.do');
    await expect(alex.page.getByRole('alert')).toContainText('elsewhere.test');
    await alex.field('earlier.link').fill(link);
    const calls: string[] = [];
    alex.page.on('request', (request) => void calls.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`));
    await alex.press('earlier.again');
    await alex.at('earlier.got.title');
    const secret = link.split('#')[1] ?? '';
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.filter((call) => call.includes(secret)), 'the old secret is in no address and no body').toEqual([]);
    expect(calls.filter((call) => !call.includes(` ${server.origin}/`)), 'nothing goes elsewhere').toEqual([]);
  });
  await test.step('Priya brings her file', async () => {
    await priya.press('earlier.invite.do');
    // She did not ask to keep it on the server: by now her own link opens nothing any more.
    for (const status of [401, 404]) priya.record.refusals.add(status);
    await priya.page.getByRole('radio', { name: word('earlier.way.link') }).check();
    await priya.field('earlier.link').fill(server.origin + once.session('Priya'));
    await priya.press('earlier.do');
    await expect(priya.page.getByRole('alert')).toContainText(word('earlier.wrong.gone'));
    await priya.page.getByRole('radio', { name: word('earlier.way.file') }).check();
    await priya.page.getByLabel(word('earlier.file')).setInputFiles({ name: 'my-sheet.pdf', mimeType: 'application/pdf', buffer: readFileSync(file) });
    await priya.press('earlier.do');
    await priya.at('earlier.got.title');
  });
  await test.step('Jo is new', async () => {
    await jo.press('earlier.invite.do');
    await jo.page.getByRole('radio', { name: word('earlier.way.none') }).check();
    await jo.press('page.done');
    await jo.at('lobby.title', { name: 'Jo' });
  });

  await test.step('what they set out to do is theirs to answer, and stays with them until shown', async () => {
    for (const person of [alex, priya]) await person.press('earlier.got.look');
    await alex.page.getByRole('radio', { name: word('earlier.outcome.going') }).check();
    await alex.page.getByRole('textbox', { name: word('earlier.note') }).fill(ALEX_WENT);
    await alex.h1.click();
    await priya.page.getByRole('radio', { name: word('earlier.outcome.changed') }).check();
    await priya.page.getByRole('textbox', { name: word('earlier.note') }).fill(PRIYA_NOTE);
    await priya.h1.click();
    for (const person of [alex, priya]) await person.sees('save.saved');
    await look(alex.page, 'looking back', SIZES);
    // Only what Alex set out to do and that it goes on: the note is emptied first.
    await alex.page.getByRole('textbox', { name: word('earlier.note') }).fill('');
    await alex.h1.click();
    await alex.page.getByRole('button', { name: word('earlier.show') }).click();
    await alex.page.getByRole('button', { name: word('card.show') }).click();
    await expect(alex.page.getByRole('button', { name: word('letter.takeBack') })).toBeVisible();
    for (const person of [morgan, jo]) await expect(person.page.getByText(ALEX_ACTION)).toBeVisible();
    await look(morgan.page, 'the lobby’s console with what was shown', [{ width: 1280, height: 720 }, { width: 360, height: 780 }]);
  });

  let answered = 0;
  await test.step('earlier scores stay closed until their owner has rated again', async () => {
    await next.guide({ type: 'goTo', stage: 'area' });
    await next.guide({ type: 'chooseArea', area: AREA });
    await next.guide({ type: 'goTo', stage: 'competencies' });
    await next.guide({ type: 'chooseCompetencies', competencies: COMPETENCIES });
    await next.guide({ type: 'goTo', stage: 'rate' });
    for (const person of [alex, priya, jo]) await expect(person.stone(5)).toBeVisible();
    await alex.page.reload(); // a whole welcome holds no more than the changes did
    await expect(alex.stone(5)).toBeVisible();
    answered = alex.record.mark;
    for (const [person, scores] of [[alex, ALEX_SCORES], [priya, PRIYA_SCORES]] as const) expect(since(person, inFrame(scores)), `${person.name} before rating again`).toEqual([]);
    await rate(alex, 5);
    await rate(priya, 6);
    await rate(jo, 7);
    await alex.open(`/session/${opened.session}?at=rate.check`);
    await expect(alex.page.getByText(/: 2, then 9\. Now: 5\./)).toBeVisible();
    await priya.open(`/session/${opened.session}?at=rate.check`);
    await expect(priya.page.getByText(/: 1, then 10\. Now: 6\./)).toBeVisible();
    await alex.page.getByText(word('earlier.way')).click();
    await look(alex.page, 'checking one’s answers', SIZES);
  });

  await test.step('what goes on is taken on again, with a date of its own', async () => {
    await next.guide({ type: 'goTo', stage: 'discuss' });
    await alex.open(`/session/${opened.session}?at=look-back`);
    await alex.page.getByRole('button', { name: word('earlier.on') }).click();
    await expect(alex.field('actions.what')).toHaveValue(ALEX_ACTION);
    await alex.page.getByRole('radio', { name: new RegExp(word('review.weeks8')) }).check();
    await alex.press('page.done');
    await alex.open(`/session/${opened.session}?at=sheet`);
    for (const key of ['earlier.way', 'earlier.set'] as const) await expect(alex.page.getByRole('heading', { name: word(key) })).toBeVisible();
    await look(alex.page, 'one’s own sheet', SIZES);
  });

  await test.step('nobody received what was not theirs', async () => {
    for (const person of all) await person.record.whole();
    for (const [owner, own, scores] of [[alex, [ALEX_WENT], ALEX_SCORES], [priya, [PRIYA_ACTION, PRIYA_NOTE], PRIYA_SCORES]] as const) {
      for (const what of [...own, inFrame(scores)]) {
        expect(owner.record.find(what, mark.get(owner)).length, `${String(what)} is in ${owner.name}'s own frames`).toBeGreaterThan(0);
        for (const person of all) if (person !== owner) expect(person.record.find(what, mark.get(person)), `${person.name} must not receive ${String(what)}`).toEqual([]);
      }
    }
    expect(alex.record.find(inFrame(ALEX_SCORES), answered).length).toBeGreaterThan(0);
    for (const person of [priya, jo, morgan]) expect(person.record.find(ALEX_ACTION, mark.get(person)).length, `${person.name} received what Alex showed`).toBeGreaterThan(0);
  });
  await next.end();
});
