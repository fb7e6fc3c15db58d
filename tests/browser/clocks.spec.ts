// Clocks agree: the devices' own are two hours fast or slow, and every screen says the same minute and the same day.
import { clockOff, putClock, turns } from './support/clock.ts';
import { expect, test } from './support/fixtures.ts';
import type { Group } from './support/group.ts';
import type { Person } from './support/person.ts';
import { word } from './support/words.ts';

/** Screens may differ by so much, in ms; so may a screen and the server. */
const AGREE_MS = 1_000;
/** ms by which a device's clock is off. */
const OFF = 2 * 3_600_000;
const MINUTE = 60_000;
/** Minutes that are left when they are looked at: below ten the big screen says each, and the console always does. */
const LEFT = 7;
/** Time in which the pages are opened, before the minute turns. */
const OPENED_MS = 14_000;
/** A page that hears nothing asks the server for its time every 10 s. */
const ASKED = { timeout: 15_000 };
const LONDON = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' });
const SHORT = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'short' });
const FOUR_WEEKS = 28 * 24 * 60 * MINUTE;
/** Of two people with three competencies each nobody has had a turn. */
const TURNS = 6;

test.use({ clockMoves: true });

/** On the big screen and on phones. */
const onScreen = (left: number) => word('clock.left', { minutes: left });
const onDesk = (left: number) => word('console.discuss.coverage', { done: 0, of: TURNS, left, each: Math.floor(left / TURNS) });

/** When it ends by plan, on the server's clock, as a page was told. */
function endsAt(person: Person): number {
  const welcome = person.record.find('"type":"welcome"').at(-1);
  if (!welcome) throw new Error('no welcome');
  return (JSON.parse(welcome.text) as { room: { clock: { endsAt: number } } }).room.clock.endsAt;
}

/** A link for one more big screen; it ends the one before. */
async function bigScreen(all: Group): Promise<string> {
  const secret = 'D'.repeat(42) + 'A';
  await all.guide({ type: 'display', secret });
  return `/display/${all.id}#${secret}.${all.code}`;
}

test('promise 12: screens turn to the next minute within a second of each other, their clocks two hours off', async ({ server, comes, group }) => {
  const all = await group('Alex', 'Priya');
  await all.to('discuss');
  const [right, fast, slow, screen] = [await comes('Morgan', 'console'), await comes('Morgan, fast', 'console'), await comes('Morgan, slow', 'console'), await comes('The room', 'console')];
  const phone = await comes('Alex', 'phone');
  await clockOff(phone, OFF);
  await clockOff(fast, OFF);
  await clockOff(slow, -OFF);
  await clockOff(screen, -OFF);
  await right.open(all.console);
  await right.at('console.discuss.who');
  // Half a minute before so many minutes are left, and a little: there the words change.
  const turn = endsAt(right) - (LEFT - 0.5) * MINUTE;
  const ahead = turn - OPENED_MS - Date.now();
  server.clockAhead(ahead / MINUTE);
  const link = await bigScreen(all);
  await Promise.all([right.page.reload(), fast.open(all.console), slow.open(all.console), screen.open(link), phone.open(all.session('Alex'))]);
  const places = [[right, onDesk], [fast, onDesk], [slow, onDesk], [screen, onScreen], [phone, onScreen]] as const;
  for (const [person, says] of places) await expect(person.page.getByText(says(LEFT))).toBeVisible();
  for (const desk of [fast, slow]) expect(await desk.page.evaluate(() => Math.round((Date.now() - performance.timeOrigin - performance.now()) / 3_600_000)), 'its clock is off').not.toBe(0);

  const turned = await Promise.all(places.map(([person, says]) => turns(person.page, says(LEFT), says(LEFT - 1))));
  const server_s = turn - ahead;
  const apart = Math.max(...turned) - Math.min(...turned);
  const off = Math.max(...turned.map((at) => Math.abs(at - server_s)));
  console.log(`promise 12 | clocks agree within 1 s, client clocks off by ±2 h | three consoles, a phone and the big screen turned within ${Math.round(apart)} ms of each other, ${Math.round(off)} ms from the server at most`);
  expect(apart, 'screens apart').toBeLessThanOrEqual(AGREE_MS);
  expect(off, 'from the server').toBeLessThanOrEqual(AGREE_MS);
  const ends = await Promise.all([right, fast, slow].map(({ page }) => page.getByText(/^Ends about/).innerText()));
  expect(new Set(ends).size, ends.join()).toBe(1);
});

test('promise 12: a clock that is put right while its page is open, the device’s or the server’s, is followed', async ({ server, comes, group }) => {
  const all = await group('Alex', 'Priya');
  await all.to('discuss');
  const [right, fast, slow] = [await comes('Morgan', 'console'), await comes('Morgan, fast', 'console'), await comes('Morgan, slow', 'console')];
  await clockOff(fast, OFF);
  await clockOff(slow, -OFF);
  await right.open(all.console);
  await right.at('console.discuss.who');
  const to = (left: number) => server.clockAhead((endsAt(right) - left * MINUTE - Date.now()) / MINUTE);
  to(LEFT);
  await fast.open(all.console);
  await slow.open(all.console);
  for (const desk of [fast, slow]) await expect(desk.page.getByText(onDesk(LEFT))).toBeVisible();
  await putClock(fast.page, 0);
  await putClock(slow.page, 0);
  for (const desk of [fast, slow]) await expect(desk.page.getByText(onDesk(LEFT)), 'it goes by the wrong clock until it has asked').toHaveCount(0);
  for (const desk of [fast, slow]) await expect(desk.page.getByText(onDesk(LEFT))).toBeVisible(ASKED);
  to(LEFT - 3); // forwards: the server's clock never goes back
  for (const desk of [right, fast, slow]) await expect(desk.page.getByText(onDesk(LEFT - 3))).toBeVisible(ASKED);
});

test('promise 12: days to look back are counted from the server’s day, in the session’s zone', async ({ server, comes, group }) => {
  const all = await group('Alex', 'Priya');
  await all.to('actions');
  const [fast, slow] = [await comes('Alex', 'phone'), await comes('Priya', 'phone')];
  await clockOff(fast, OFF);
  await clockOff(slow, -OFF);
  await fast.open(all.session('Alex'));
  await slow.open(all.session('Priya'));
  // London's midnight is between one phone's clock and the server's, then between the server's and the other's.
  for (const [hour, minute] of [[23, 30], [24, 30]] as const) {
    const [h = 0, m = 0] = LONDON.format(Date.now()).split(':').map(Number);
    const ahead = (24 + hour - h) * 60 + minute - m; // tomorrow, so that no clock goes back
    server.clockAhead(ahead);
    const day = new Date(Date.now() + ahead * MINUTE + FOUR_WEEKS);
    for (const phone of [fast, slow]) {
      await phone.page.reload();
      await expect(phone.page.getByRole('radio', { name: `${word('review.weeks4')} ${SHORT.format(day)}`, exact: true }), `${phone.name} at ${hour}:${minute}`).toBeVisible();
    }
  }
});
