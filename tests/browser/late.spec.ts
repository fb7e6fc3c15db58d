// Somebody comes late: a code only lets them ask, they rate for themselves first, and nothing that was shown before they
// came reaches them until its owner says so, one thing at a time.
import { COMPETENCIES } from './support/group.ts';
import { expect, test } from './support/fixtures.ts';
import { word } from './support/words.ts';

const REASON = `What Alex has to say about ${COMPETENCIES[0]}.`;

test('a late joiner sees nothing shown earlier until its owner also shows them', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya');
  const [morgan, alex, priya, jo] = [await comes('Morgan', 'console'), await comes('Alex', 'phone'), await comes('Priya', 'phone'), await comes('Jo', 'phone')];
  await morgan.open(all.console);
  await alex.open(all.session('Alex'));
  await priya.open(all.session('Priya'));
  for (const phone of [alex, priya]) await phone.at('lobby.title', { name: phone.name });
  await all.to('discuss');
  await all.rated('Alex', [4, 5, 6]);
  await all.guide({ type: 'nextTurn' });
  await all.as('Alex', { type: 'show', competency: COMPETENCIES[0], reason: true });
  await expect(priya.page.getByText(REASON).first(), 'shown to those who were here').toBeVisible();

  await jo.open(`/join#${all.code}`);
  await jo.field('join.name').fill('Jo');
  await jo.press('join.do');
  await jo.at('waiting.title', { name: 'Jo' });
  await jo.sees('waiting.then.shown');
  // The request stays until it is answered.
  await morgan.sees('console.waiting.asks', { name: 'Jo' });
  await morgan.page.reload();
  await morgan.sees('console.waiting.asks', { name: 'Jo' });
  await morgan.press('console.waiting.admit.name', { name: 'Jo' });

  await jo.at('late.title', { name: 'Jo' });
  await expect(jo.page.getByText(REASON)).toHaveCount(0);
  expect(jo.record.heard.some(({ text }) => text.includes(REASON)), 'not in a frame either').toBe(false);

  await alex.page.getByRole('button', { name: new RegExp(`^${word('shown.also', { name: 'Jo' })}`) }).click();
  await jo.press('late.rate');
  await expect(jo.h1, 'Jo rates alone first').toHaveText('Persevering');
  await jo.stone(3).click();
  await jo.page.goBack();
  await expect.poll(() => jo.record.heard.some(({ text }) => text.includes(REASON)), { message: 'now it reached Jo' }).toBe(true);
});
