// One person with two devices, or with a device that forgets: both are live, no field is written over while its owner
// is in it, and the way-back link leads to everything that was ever said to be saved.
import { expect, test } from './support/fixtures.ts';
import type { Person } from './support/person.ts';
import { word } from './support/words.ts';
import { Wire } from './support/wire.ts';

const saved = (person: Person) => expect(person.page.getByText(word('save.saved'), { exact: true })).toBeVisible();
const WHY = 'rate.why';
/** The client tries again after 1, 2, 4, 8 s, give or take half. */
const BACK = { timeout: 25_000 };
/** TRUST, “Limits”: sockets of one person. */
const SOCKETS = 3;
const REPLACED = 4003;

test('two devices of one person are both live, and a field that is being written in is never overwritten', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya');
  await all.to('rate');
  const [phone, tablet] = [await comes('Alex', 'phone'), await comes('Alex, tablet', 'console')];
  for (const device of [phone, tablet]) {
    await device.open(all.session('Alex'));
    await expect(device.h1).toHaveText('Persevering');
  }
  const [here, there] = [phone.field(WHY), tablet.field(WHY)];

  // Live both ways, while the cursor stands in a field that nobody has written in yet.
  await here.focus();
  await tablet.stone(7).click();
  await expect(phone.stone(7)).toBeChecked();
  await expect(here).toBeFocused();
  await here.pressSequentially('From the phone');
  await here.blur();
  await saved(phone);
  await expect(there).toHaveValue('From the phone');

  // Both write at once. Neither field changes under its owner; who comes second is asked, and both see the outcome.
  await here.focus();
  await there.focus();
  await here.fill('From the phone, and more');
  await here.blur();
  await saved(phone);
  await expect(there, 'it has the focus').toHaveValue('From the phone');
  await there.fill('From the tablet');
  await expect(there).toHaveValue('From the tablet');
  await tablet.stone(4).click();
  await expect(phone.stone(4)).toBeChecked();
  await tablet.sees('save.elsewhere');
  await expect(tablet.page.getByText('From the phone, and more', { exact: true })).toBeVisible();
  await expect(there, 'still there').toHaveValue('From the tablet');
  await expect(here).toHaveValue('From the phone, and more');
  await tablet.press('save.elsewhere.mine');
  await expect(here).toHaveValue('From the tablet');
});

test('the fourth socket of a person closes their oldest', async ({ comes, group }) => {
  const all = await group('Alex');
  const codes: number[] = [];
  const devices: Person[] = [];
  for (let i = 0; i <= SOCKETS; i += 1) {
    const device = await comes(`Alex ${i + 1}`, 'phone');
    if (i === 0) await device.page.addInitScript(() => {
      const Real = WebSocket;
      globalThis.WebSocket = class extends Real {
        constructor(url: string | URL) {
          super(url);
          this.addEventListener('close', ({ code }) => console.info(`closed with ${code}`));
        }
      };
    });
    device.page.on('console', (message) => {
      const code = /^closed with (\d+)$/.exec(message.text())?.[1];
      if (code) codes.push(Number(code));
    });
    devices.push(device);
    await device.open(all.session('Alex'));
    await device.at('lobby.title', { name: 'Alex' });
    if (i < SOCKETS) expect(codes).toEqual([]);
  }
  await expect.poll(() => codes.at(0)).toBe(REPLACED);
  await devices[SOCKETS]?.sees('bar.connected');
});

test('storage cleared under an open page: it says so, and the way-back link leads to everything that was saved', async ({ comes, group, server }) => {
  const wire = await Wire.to(server.origin);
  const all = await group('Alex');
  await all.to('rate');
  const alex = await comes('Alex', 'phone', { origin: wire.origin });
  alex.record.mayLoseConnection = true;
  await alex.open(all.session('Alex'));
  await alex.menu('menu.otherDevice');
  const link = await alex.page.getByRole('link', { name: all.session('Alex') }).getAttribute('href');
  expect(link).toBe(alex.origin + all.session('Alex'));
  await alex.page.goBack();
  await alex.stone(5).click();
  await alex.field(WHY).fill('Saved before.');
  await alex.field(WHY).blur();
  await saved(alex);

  await alex.page.evaluate(() => localStorage.clear());
  await alex.stone(6).click();
  await alex.field(WHY).fill('Saved after.');
  await alex.field(WHY).blur();
  await saved(alex); // the server has it
  wire.cut();
  await alex.field(WHY).fill('Kept on this page alone.');
  await expect(alex.page.getByRole('alert').filter({ hasText: word('save.blocked') }), 'not “saved on this phone”').toBeVisible();
  wire.mend();
  await expect(alex.page.getByText(word('save.saved'), { exact: true })).toBeVisible(BACK);

  await alex.page.evaluate(() => (localStorage.clear(), sessionStorage.clear()));
  await alex.page.reload();
  await alex.at('over.unknown.title');
  await alex.page.goto(link ?? '');
  await expect(alex.h1, 'the first that has no answer yet').toHaveText('Reliable and consistent');
  await alex.press('page.back');
  await expect(alex.stone(6)).toBeChecked();
  await expect(alex.field(WHY)).toHaveValue('Kept on this page alone.');
  await alex.page.reload(); // and it is known here again
  await expect(alex.field(WHY)).toHaveValue('Kept on this page alone.');
  wire.end();
});
