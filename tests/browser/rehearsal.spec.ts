// A rehearsal: the facilitator tries everything with three pretend people, and nothing of it is kept.
import { expect, test } from './support/fixtures.ts';
import { word } from './support/words.ts';

/** Pretend people take their time in earnest; here they hurry. */
test.use({ settings: ['--rehearsal-pause', '30ms'] });

test('rehearse with three pretend people, and end it with one press', async ({ comes }) => {
  test.setTimeout(120_000);
  const morgan = await comes('Morgan', 'console');
  const { page } = morgan;
  await morgan.open('/start');
  await morgan.press('start.rehearse');
  await morgan.at('console.lobby.title');
  await morgan.sees('rehearsal.badge');
  for (const name of ['Ash', 'Bo', 'Cleo']) await expect(page.getByText(word('export.rehearsal.name', { name })).first()).toBeVisible();

  await morgan.press('console.lobby.next');
  await page.getByRole('radio').first().click();
  await page.getByRole('button', { name: /^Confirm: / }).click();
  await morgan.at('console.competencies.title');
  await page.getByRole('checkbox').first().click();
  await morgan.press('console.competencies.next');
  await expect(page.getByText(word('console.ready.all')).first()).toBeVisible({ timeout: 40_000 });
  await morgan.press('console.rate.next');
  await expect(page.getByRole('button', { name: /^(Start with|Next: )/ })).toBeVisible();
  await page.getByRole('button', { name: /^(Start with|Next: )/ }).click();
  // Whatever they show is marked as made up.
  await expect(page.getByText(/^\(made up\)/).first()).toBeVisible({ timeout: 40_000 });

  const id = new URL(page.url()).pathname.split('/')[2] ?? '';
  morgan.record.mayLoseConnection = true; // ending it takes the socket away
  await morgan.press('console.rehearsal.end');
  await morgan.press('console.rehearsal.yes');
  await morgan.sees('rehearsal.over');
  expect((await page.request.get(`${morgan.origin}/api/sessions/${id}/framework`)).status(), 'nothing is left of it').toBe(404);
});
