// The facilitator's laptop goes away in the middle of the talk. The group carries on, people finish for themselves, the
// facilitator's own phone takes over, and the laptop comes back as a second desk.
import { COMPETENCIES } from './support/group.ts';
import { expect, test } from './support/fixtures.ts';
import { word } from './support/words.ts';

/** ms in which the facilitator's own phone has taken over. */
const TAKES_OVER_MS = 10_000;

test.use({ settings: ['--facilitator-away-after', '1s'], clockMoves: true });

test('the desk is gone for five minutes, the pocket takes over, and two desks make one step', async ({ server, comes, group }) => {
  const all = await group('Alex', 'Priya', 'Sam');
  const laptop = await comes('Morgan', 'console');
  await laptop.open(all.console);
  const [alex, priya] = [await comes('Alex', 'phone'), await comes('Priya', 'phone')];
  await alex.open(all.session('Alex'));
  await priya.open(all.session('Priya'));
  for (const phone of [alex, priya]) await phone.at('lobby.title', { name: phone.name });
  await all.to('discuss');
  await laptop.press('console.discuss.first', { name: 'Alex' });
  await alex.at('speak.title');

  await laptop.page.goto('about:blank');
  await alex.sees('away.facilitator');
  await alex.at('speak.title'); // nothing moved
  server.clockAhead(5);
  for (const phone of [alex, priya]) {
    phone.record.mayLoseConnection = true;
    await phone.page.reload(); // or soon by itself: a page asks after the server's clock now and then
    await phone.sees('away.alone');
  }
  await priya.page.getByRole('button', { name: word('own.actions') }).first().click();
  await priya.field('actions.what').fill('Ask Jo to shadow me.');
  await priya.field('actions.what').blur();
  await priya.sees('save.saved');

  // The pocket: the same link on the facilitator's own phone.
  const pocket = await comes('Morgan’s phone', 'phone');
  const began = Date.now();
  await pocket.open(all.console);
  await expect(pocket.button('console.discuss.next', { name: 'Priya' })).toBeVisible();
  const took = Date.now() - began;
  console.log(`the pocket console took over in ${took} ms`);
  expect(took).toBeLessThan(TAKES_OVER_MS);
  await expect(alex.text('away.alone')).toHaveCount(0);
  await pocket.press('console.discuss.next', { name: 'Priya' });
  await priya.page.goBack();
  await expect(pocket.page.getByText(word('console.discuss.speaking', { name: 'Priya' })).first()).toBeVisible();

  // The laptop is back as a second desk. Both press Next at once: one step.
  await laptop.open(`/console/${all.id}`);
  await expect(laptop.button('console.discuss.next', { name: 'Sam' })).toBeVisible();
  await Promise.all([laptop.press('console.discuss.next', { name: 'Sam' }), pocket.press('console.discuss.next', { name: 'Sam' })]);
  for (const desk of [laptop, pocket]) await expect(desk.page.getByText(word('console.discuss.speaking', { name: 'Sam' })).first()).toBeVisible();
  // Sam ends the first round; the second competency has not begun for anybody.
  await expect(laptop.page.getByText(COMPETENCIES[1], { exact: true })).toHaveCount(0);
  await expect(laptop.page.getByText(word('console.discuss.kicker', { competency: 'Persevering', round: 1, of: 3 })).first()).toBeVisible();
});
