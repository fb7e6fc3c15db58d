// The facilitator's links: somebody guides beside them, and a link that got into the wrong hands is made anew.
import { expect, test } from './support/fixtures.ts';
import { word } from './support/words.ts';

/** TRUST: "new link" revokes the old one and its sockets within so long. */
const REVOKED_MS = 1_000;

test('a new link: the old one is dead within a second, and the console that made it goes on', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya');
  const [morgan, thief] = [await comes('Morgan', 'console'), await comes('Somebody with the link', 'console')];
  await morgan.open(all.console);
  await thief.open(all.console);
  await thief.at('console.lobby.title');
  await morgan.menu('console.wayback');
  await morgan.press('console.newLink');
  await expect(morgan.page.getByText(word('console.newLink.sure'))).toBeVisible();
  const pressed = Date.now();
  await morgan.press('console.newLink.do');
  await expect(thief.page.getByText(word('console.people.none')).or(thief.page.getByRole('tab'))).toHaveCount(0, { timeout: REVOKED_MS * 5 });
  console.log(`the old link's console was gone from its page ${Date.now() - pressed} ms after the press`);
  await thief.at('over.unknown.title');

  // The new link opens the console elsewhere; the one that made it needs nothing.
  await morgan.sees('console.newLink.done');
  const link = await morgan.page.evaluate(() => Object.values(localStorage).map((kept) => (JSON.parse(kept) as { secret?: string }).secret).find(Boolean));
  const phone = await comes('Morgan’s phone', 'phone');
  await phone.open(`/console/${all.id}#${link}`);
  await expect(phone.button('console.lobby.next')).toBeVisible();
  await morgan.page.goto(morgan.origin + '/console/' + all.id);
  await morgan.press('console.lobby.next');
  await phone.at('console.area.title');
});

test('somebody guides beside the facilitator, everybody sees who, and cannot take over', async ({ comes, group }) => {
  const all = await group('Alex', 'Priya');
  const [morgan, alex] = [await comes('Morgan', 'console'), await comes('Alex', 'phone')];
  await morgan.open(all.console);
  await alex.open(all.session('Alex'));
  await morgan.menu('console.co');
  await morgan.field('console.co.name').fill('Robin');
  await morgan.press('console.co.make');
  await morgan.sees('console.co.is', { name: 'Robin' });
  await expect(alex.page.getByText('Robin').filter({ visible: true }).first(), 'everybody’s page names who sees what is shown').toBeVisible();
  await morgan.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await morgan.press('console.co.copy');
  await morgan.sees('console.copied');
  const link = await morgan.page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain(`/console/${all.id}#`);
  await morgan.press('console.panel.back', { stage: word('console.rail.lobby') });
  const robin = await comes('Robin', 'console');
  await robin.open(new URL(link).pathname + new URL(link).hash);
  await robin.press('console.lobby.next');
  await morgan.at('console.area.title');
  await robin.press('bar.menu');
  await expect(robin.page.getByRole('dialog').getByRole('button', { name: word('console.erase') })).toHaveCount(0);
  await robin.page.keyboard.press('Escape');

  await morgan.menu('console.co');
  await morgan.press('console.co.end');
  await morgan.page.getByRole('button', { name: word('console.co.end') }).last().click();
  await robin.at('over.unknown.title');
});
