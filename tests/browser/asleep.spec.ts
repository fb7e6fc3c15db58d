// A phone falls asleep in the middle of a word, for ten minutes: its page is frozen, its network silent, the server has let
// it go. Nobody notices but the desk. Looked at again, it is where the group is within three seconds, the word unharmed.
import { clockOff, putClock } from './support/clock.ts';
import { expect, test } from './support/fixtures.ts';
import { Wire } from './support/wire.ts';
import { word } from './support/words.ts';

/** ms in which a phone that wakes must be in sync. */
const SYNC_MS = 3_000;
const MINUTES = 10;
/** The full run sleeps as long as is promised, with the server's usual times. The usual one moves the clocks on instead. */
const FULL = !!process.env['TRIVET_FULL'];
/** The desk must know within a minute; scaled down within the times set below, and some for a busy machine. */
const KNOWN = { timeout: FULL ? 60_000 : 12_000 };

test.use({ settings: FULL ? [] : ['--ping', '1s', '--silence', '3s', '--asleep-after', '4s'], clockMoves: true });

test('promise 8: a page frozen ten minutes in the middle of a word is back in sync within 3 s', async ({ comes, group, server, sleeper }) => {
  test.setTimeout(FULL ? (MINUTES + 2) * 60_000 : 60_000);
  const wire = await Wire.to(server.origin);
  const all = await group('Alex', 'Priya');
  await all.to('rate');
  const phone = await sleeper('Alex', wire.origin);
  const alex = phone.person;
  const [priya, morgan] = [await comes('Priya', 'phone'), await comes('Morgan', 'console')];
  alex.record.mayLoseConnection = true;
  await clockOff(alex, 0);
  await priya.open(all.session('Priya'));
  await morgan.open(all.console);
  await morgan.page.getByRole('tab', { name: word('console.tab.people') }).click();
  await alex.open(all.session('Alex'));
  const field = alex.field('rate.why');
  await field.click();
  await alex.page.keyboard.type('Begun, and in the mid');
  await expect(alex.page.getByText(word('bar.connected'))).toBeVisible();
  await expect(priya.page.getByText(word('bar.connected'))).toBeVisible();

  wire.hush();
  await phone.sleeps();
  const began = Date.now();
  const [heard, looks] = [priya.record.mark, await priya.page.evaluate(() => document.body.innerText)];
  await expect(morgan.page.getByText(word('console.people.asleep'))).toBeVisible(KNOWN);
  const known = Date.now() - began;
  if (FULL) await expect.poll(() => Date.now() - began, { timeout: (MINUTES + 1) * 60_000, intervals: [5_000] }).toBeGreaterThan(MINUTES * 60_000);
  else server.clockAhead(MINUTES);
  await priya.record.whole();
  expect(priya.record.heard.slice(heard).filter(({ from, text }) => from === 'frame' && !text.includes('"pong"')), 'the others hear nothing of it').toEqual([]);
  expect(await priya.page.evaluate(() => document.body.innerText), 'and see nothing of it').toBe(looks);
  // Meanwhile the group goes on.
  await all.to('discuss');
  await priya.at('nobody.title');

  wire.rouse();
  if (!FULL) await putClock(alex.page, MINUTES * 60_000);
  const looked = await phone.wakes();
  await alex.sees('stay.moved', { stage: word('stage.discuss') });
  await expect(alex.page.getByText(word('save.saved'), { exact: true })).toBeVisible();
  const took = Date.now() - looked;
  expect(await phone.life()).toEqual(['hidden', 'freeze', 'resume', 'visible']);
  await expect(field).toHaveValue('Begun, and in the mid');
  await field.click();
  await alex.page.keyboard.press('End');
  await alex.page.keyboard.type('dle of a word.');
  await field.blur();
  await expect(morgan.page.getByText(word('console.people.asleep'))).toHaveCount(0);
  const other = await comes('Alex elsewhere', 'phone');
  await other.open(all.session('Alex').replace('#', '?at=rate.1#'));
  await expect(other.field('rate.why')).toHaveValue('Begun, and in the middle of a word.');
  console.log(`promise 8 | a phone that wakes is back in sync within 3 s | page frozen ${FULL ? `${MINUTES} min` : `until the server let it go, the clocks ${MINUTES} min on`}: the desk knew after ${(known / 1_000).toFixed(1)} s, 0 frames to others, back in sync and saved ${took} ms after it was looked at`);
  expect(took, 'back in sync').toBeLessThanOrEqual(SYNC_MS);
  wire.end();
});
