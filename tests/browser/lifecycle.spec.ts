// What happens to phones in ninety minutes: no signal, a restarted server, a second tab, blocked storage, "back".
import { COMPETENCIES } from './support/group.ts';
import { expect, test } from './support/fixtures.ts';
import type { Person } from './support/person.ts';
import { word } from './support/words.ts';
import { Wire } from './support/wire.ts';

/** The client says "reconnecting" 2 s after the connection went. */
const NOTICED = { timeout: 8_000 };
/** The client tries again after 1, 2, 4, 8 s, give or take half. */
const BACK = { timeout: 25_000 };

const named = (person: Person, name: string) => expect(person.h1).toHaveText(name);
const saved = (person: Person) => expect(person.page.getByText(word('save.saved'), { exact: true })).toBeVisible(BACK);

test('five edits without a signal arrive once it is back, and are said to be on this phone until then', async ({ comes, group, server }) => {
  const wire = await Wire.to(server.origin);
  const all = await group('Alex', 'Priya');
  await all.to('rate');
  const alex = await comes('Alex', 'phone', { origin: wire.origin });
  alex.record.mayLoseConnection = true;
  await alex.open(all.session('Alex'));
  await named(alex, 'Persevering');

  wire.cut();
  await alex.stone(4).click();
  await alex.field('rate.why').fill('Written in the cellar, one.');
  await alex.sees('save.local');
  await expect(alex.page.getByText(word('bar.reconnecting')).first()).toBeVisible(NOTICED);
  await alex.press('rate.next');
  await alex.stone(7).click();
  await alex.field('rate.why').fill('Written in the cellar, two.');
  await alex.press('rate.next');
  await alex.stone(9).click();
  await alex.sees('save.local');
  await expect(alex.page.getByText(word('save.saved'), { exact: true }), 'nothing is said to be saved that the server does not have').toHaveCount(0);

  wire.mend();
  await expect(alex.page.getByText(word('bar.connected')).first()).toBeVisible(BACK);
  await saved(alex);

  // As another device of Alex has it.
  const other = await comes('Alex elsewhere', 'phone');
  await other.open(all.session('Alex'));
  await other.at('check.title');
  for (const words of ['Written in the cellar, one.', 'Written in the cellar, two.']) await expect(other.page.getByText(words)).toBeVisible();
  for (const score of [4, 7, 9]) await expect(other.page.getByRole('img', { name: word('score.of', { score }) })).toBeVisible();
  wire.end();
});

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`the server restarts under an open draft (${signal}) and everybody is back by themselves`, async ({ comes, group, server }) => {
    const all = await group('Alex', 'Priya');
    await all.to('rate');
    const [morgan, alex, priya] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Priya', 'phone')];
    for (const person of [morgan, alex, priya]) person.record.mayLoseConnection = true;
    await morgan.open(all.console);
    await alex.open(all.session('Alex'));
    await priya.open(all.session('Priya'));
    await priya.stone(6).click();
    await saved(priya);
    const field = alex.field('rate.why');
    await field.click();
    await alex.page.keyboard.type('Begun before the restart');
    await alex.sees('save.local');

    await server.down(signal);
    await alex.page.keyboard.type(', gone on during it');
    await expect(alex.page.getByText(word('bar.reconnecting')).first()).toBeVisible(NOTICED);
    await server.up();
    await alex.page.keyboard.type(', ended after it.');
    for (const phone of [alex, priya]) await expect(phone.page.getByText(word('bar.connected')).first()).toBeVisible(BACK);
    await saved(alex);
    await expect(field, 'typing was never interrupted').toBeFocused();
    await expect(field).toHaveValue('Begun before the restart, gone on during it, ended after it.');
    await expect(priya.stone(6)).toBeChecked();
    await morgan.at('console.rate.title');
    await expect(morgan.page.getByRole('main').getByText(word('console.reconnecting'))).toHaveCount(0, BACK);

    await alex.page.reload(); // which opens the page that was open
    await expect(alex.field('rate.why')).toHaveValue('Begun before the restart, gone on during it, ended after it.');
  });
}

test('two tabs of one person stay in step', async ({ comes, group }) => {
  const all = await group('Alex');
  await all.to('rate');
  const alex = await comes('Alex', 'phone');
  await alex.open(all.session('Alex'));
  await named(alex, 'Persevering');
  const second = await alex.context.newPage();
  await second.goto(alex.origin + all.session('Alex').split('#')[0]);
  await expect(second.getByRole('heading', { level: 1 })).toHaveText(/^Persevering$/);

  await alex.stone(3).click();
  await expect(second.getByRole('radio', { name: /^3\b/ })).toBeChecked();
  await second.getByRole('radio', { name: /^8\b/ }).click();
  await expect(alex.stone(8)).toBeChecked();
  await second.getByRole('textbox', { name: word('rate.why') }).fill('From the second tab.');
  await second.getByRole('textbox', { name: word('rate.why') }).blur();
  await expect(alex.field('rate.why')).toHaveValue('From the second tab.');
});

test('a browser that keeps nothing says so, and what is written still arrives', async ({ comes, group, server }) => {
  const wire = await Wire.to(server.origin);
  const all = await group('Alex');
  await all.to('rate');
  const alex = await comes('Alex', 'phone', { origin: wire.origin });
  alex.record.mayLoseConnection = true;
  await alex.page.addInitScript(() => {
    const blocked = { get: () => { throw new DOMException('The operation is insecure.', 'SecurityError'); } };
    Object.defineProperty(window, 'localStorage', blocked);
    Object.defineProperty(window, 'sessionStorage', blocked);
  });
  await alex.open(all.session('Alex'));
  await named(alex, 'Persevering');
  await alex.field('rate.why').fill('Kept on the server alone.');
  await alex.field('rate.why').blur();
  await saved(alex);

  wire.cut();
  await alex.field('rate.why').fill('Kept nowhere yet.');
  await expect(alex.page.getByRole('alert').filter({ hasText: word('save.blocked') })).toBeVisible();
  await expect(alex.page.getByText(word('bar.reconnecting.unkept')).first()).toBeVisible(NOTICED);
  wire.mend();
  await saved(alex);
  wire.end();
});

test('the browser’s own back and forward lead through Rate', async ({ comes, group }) => {
  const all = await group('Alex');
  await all.to('rate');
  await all.as('Alex', { type: 'rate', competency: COMPETENCIES[1], score: 5, reason: 'From before.' });
  const alex = await comes('Alex', 'phone');
  await alex.open(all.session('Alex'));
  await named(alex, 'Persevering');
  await alex.stone(2).click();
  await alex.press('rate.next');
  await named(alex, 'Reliable and consistent');
  await expect(alex.stone(5)).toBeChecked();
  await alex.field('rate.why').fill('Changed on the way.');
  await alex.page.goBack();
  await named(alex, 'Persevering');
  await expect(alex.stone(2)).toBeChecked();
  await alex.page.goForward();
  await named(alex, 'Reliable and consistent');
  await expect(alex.field('rate.why')).toHaveValue('Changed on the way.');
  await alex.press('rate.next');
  await alex.press('rate.next');
  await alex.at('check.title');
});
