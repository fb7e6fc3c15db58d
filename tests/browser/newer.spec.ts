// The server is renewed while pages are open: they offer to load anew where nothing can be lost by it, find their way
// where their own code is gone, and take what they do not know for nothing.
import { COMPETENCIES } from './support/group.ts';
import { expect, test } from './support/fixtures.ts';
import { Frames, type Frame } from './support/frames.ts';
import type { Person } from './support/person.ts';
import { word } from './support/words.ts';

/** The client tries again after 1, 2, 4, 8 s, give or take half. */
const BACK = { timeout: 25_000 };
const saved = (person: Person) => expect(person.page.getByText(word('save.saved'), { exact: true })).toBeVisible(BACK);
const offered = (person: Person) => person.button('app.reload.do');

/** Frames as of a server with other pages. */
const renewed = (frame: Frame): Frame => (frame.type === 'welcome' ? { ...frame, build: 'ffffffffffff' } : frame);

test('newer pages are offered when nothing is unsaved, and loading them loses nothing', async ({ comes, group, server }) => {
  const all = await group('Alex', 'Priya');
  await all.to('rate');
  const [alex, morgan] = [await comes('Alex', 'phone'), await comes('Morgan', 'console')];
  const between = { alex: await Frames.of(alex.page), morgan: await Frames.of(morgan.page) };
  for (const person of [alex, morgan]) person.record.mayLoseConnection = true;
  await alex.open(all.session('Alex'));
  await morgan.open(all.console);
  await morgan.at('console.rate.title');
  const field = alex.field('rate.why');
  await field.click();
  await alex.page.keyboard.type('Begun on the old page');
  await alex.sees('save.local');

  await server.down();
  between.alex.change = between.morgan.change = renewed;
  await server.up();
  await expect(offered(morgan)).toBeVisible(BACK);
  await saved(alex);
  await alex.page.keyboard.type(', and gone on.');
  await saved(alex);
  await expect(offered(alex), 'not while somebody writes').toHaveCount(0);
  between.alex.hold();
  await field.blur();
  await alex.stone(7).click();
  await expect(offered(alex), 'not while something is unsaved').toHaveCount(0);
  await alex.sees('save.local');
  between.alex.release();
  await saved(alex);
  await expect(offered(alex)).toBeVisible();
  await expect(alex.stone(7)).toBeChecked();

  await offered(alex).click();
  await expect(field).toHaveValue('Begun on the old page, and gone on.');
  await expect(alex.stone(7)).toBeChecked();
  await expect(offered(alex)).toHaveCount(0);
  await offered(morgan).click();
  await morgan.at('console.rate.title');
  await expect(offered(morgan)).toHaveCount(0);
});

/** Whose code this page runs, by where its shell found it. */
const runs = (person: Person) => person.page.evaluate(() => document.querySelector('script[src]')?.getAttribute('src')?.split('/')[1]);

/**
 * Pages of an old server, whose files lie elsewhere: what a page names and does not have yet goes with that server. `slow`
 * was not fetched yet when it went. Gives what ends it.
 */
async function oldPages({ context, record }: Person, slow?: string): Promise<() => void> {
  record.mayLoseConnection = true; // Chromium says of each file that is gone that it cannot load it
  await context.grantPermissions(['local-network-access']); // Chromium takes a page that a test hands it for one of the wide world
  let old = true;
  await context.route(/\/(join|session\/[^/]*)$/, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    await route.fulfill({ response, body: old ? body.replace('src="/assets/', 'src="/old/') : body });
  });
  await context.route('**/old/*', async (route) => {
    const url = route.request().url();
    if (!old || (slow && url.includes(slow))) return route.abort();
    await route.fulfill({ response: await route.fetch({ url: url.replace('/old/', '/assets/') }) });
  });
  return () => void (old = false);
}

test('a page whose code went with the old server loads anew by itself', async ({ comes, group }) => {
  const all = await group('Alex');
  const sam = await comes('Sam', 'phone');
  const renew = await oldPages(sam, 'JoinLook');
  await sam.open(`/join#${all.code}`);
  await sam.field('join.name').fill('Sam');
  expect(await runs(sam)).toBe('old');
  renew();
  await sam.press('join.do');
  await sam.at('lobby.title', { name: 'Sam' });
  expect(await runs(sam)).toBe('assets');
});

test('… but not under somebody who writes', async ({ comes, group }) => {
  const all = await group('Alex');
  await all.to('rate');
  const alex = await comes('Alex', 'phone');
  const renew = await oldPages(alex, 'later');
  await alex.open(all.session('Alex'));
  const field = alex.field('rate.why');
  await field.click();
  await alex.page.keyboard.type('Begun on the old page');
  await saved(alex);
  const looks = { count: 0 }; // after the newer server's shell, each time the page misses its own code
  alex.page.on('response', (response) => void (looks.count += new URL(response.url()).pathname === `/session/${all.id}` ? 1 : 0));
  renew();
  await expect.poll(() => looks.count).toBeGreaterThan(1);
  expect(await runs(alex)).toBe('old');
  await alex.page.keyboard.type(', and ended on it.');
  await field.blur();
  await expect.poll(() => runs(alex).catch(() => 'loading')).toBe('assets');
  await expect(field).toHaveValue('Begun on the old page, and ended on it.');
});

test('what a newer server says beyond what a page knows breaks nothing', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya');
  await all.to('rate');
  const [alex, morgan] = [await comes('Alex', 'phone'), await comes('Morgan', 'console')];
  const between = [await Frames.of(alex.page), await Frames.of(morgan.page)];
  const more = { news: { to: ['everybody'] }, later: null };
  const known = (document: unknown) => (document ? { ...(document as object), ...more } : undefined);
  for (const one of between) one.change = (frame) => ({ ...frame, ...more, room: known(frame['room']), mine: known(frame['mine']), desk: known(frame['desk']), table: known(frame['table']) });
  await alex.open(all.session('Alex'));
  await morgan.open(all.console);
  await morgan.at('console.rate.title');
  await alex.stone(6).click();
  await saved(alex);
  for (const one of between) {
    one.say({ type: 'weather', id: null, sun: true });
    one.say({ type: 'changed', sky: { blue: true }, room: more });
    one.say([]);
    one.say(null);
    one.say('words');
  }
  await all.as('Priya', { type: 'rate', competency: COMPETENCIES[0], score: 5 });
  await alex.stone(8).click();
  await saved(alex);

  // A stage that these pages do not have yet: they say so, and are there again afterwards.
  for (const one of between) one.say({ type: 'changed', room: { stage: { now: 'harvest', furthest: 'harvest' } } });
  await expect(alex.button('bar.menu')).toBeVisible();
  await alex.wordsAreThere();
  await morgan.wordsAreThere();
  await all.to('discuss');
  await alex.at('nobody.title');
  await morgan.at('console.discuss.who');
});
