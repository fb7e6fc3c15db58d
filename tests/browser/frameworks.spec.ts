// A framework of one's own, from a wrong file to a session with it: what is wrong is told by line and field, what is
// right is shown before it is kept, and words that look like markup stay words on every page.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from './support/fixtures.ts';
import { look, type Size } from './support/look.ts';
import { word } from './support/words.ts';

const EXAMPLE = readFileSync(fileURLToPath(new URL('../../shared/frameworks/example/kitchen-garden.json', import.meta.url)), 'utf8');
const SCRIPT = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const SIZES: Size[] = [{ width: 320, height: 640 }, { width: 1280, height: 720 }];
/** axe on six pages in both themes, on two busy cores. */
const SWEEP_MS = 120_000;

/** The line of the file on which a text stands. */
const lineOf = (file: string, text: string) => 1 + file.split('\n').findIndex((line) => line.includes(text));

test('a framework of one’s own: wrong, mended, seen, kept, and a session with it', async ({ comes }) => {
  test.setTimeout(SWEEP_MS);
  const morgan = await comes('Morgan', 'console');
  const { page } = morgan;
  morgan.record.refusals.add(400);
  const wrong = EXAMPLE.replace('"Growing"', '7').replace('"mulch"]', '"compost"]').replace('"soil-care"', '"../soil"');
  const right = EXAMPLE.replace('"Growing"', JSON.stringify(SCRIPT)).replace('"Sowing"', '"שתילה"');

  await morgan.open('/start');
  await morgan.link('start.framework.bring').click();
  await morgan.at('frameworks.title');
  await look(page, 'a framework of one’s own', SIZES);
  const choose = async (name: string, text: string) => {
    const path = test.info().outputPath(name);
    writeFileSync(path, text);
    await page.getByLabel(word('frameworks.choose')).setInputFiles(path);
  };
  await choose('wrong.json', wrong);
  const alert = page.getByRole('alert');
  await expect(alert).toBeFocused();
  await expect(alert).toContainText(word('frameworks.line', { line: lineOf(wrong, '"name": 7') }));
  await expect(alert).toContainText('areas[0].competencies[1].id');
  await look(page, 'a wrong file', SIZES);

  await choose('large.json', ' '.repeat(300 * 1024));
  await expect(alert).toContainText(word('frameworks.tooLarge'));

  // Pasted, the line can be gone to.
  await page.getByLabel(word('frameworks.paste')).fill(wrong);
  await morgan.press('frameworks.paste.look');
  await alert.getByRole('button', { name: word('frameworks.line', { line: lineOf(wrong, '../soil') }) }).click();
  expect(await page.evaluate(() => getSelection()?.toString())).toContain('../soil');

  await choose('right.json', right);
  await morgan.at('frameworks.look.title');
  await page.locator('summary').first().click();
  await expect(page.getByText('שתילה')).toBeVisible();
  await look(page, 'a framework before it is kept', SIZES);
  await morgan.press('frameworks.keep');
  await morgan.at('frameworks.kept.title');
  await look(page, 'a framework that is kept', SIZES);

  await morgan.link('frameworks.use').click();
  await morgan.at('start.title');
  await expect(page.getByRole('radio', { name: /Kitchen Garden Skills/ })).toBeChecked();
  await look(page, 'start, with a framework of one’s own', SIZES);
  await morgan.press('start.open');
  await page.waitForURL(/\/console\//);
  await morgan.button('bar.menu').waitFor();
  const heard = await page.evaluate(async () => {
    const response = await fetch(`/api/sessions/${location.pathname.split('/')[2] ?? ''}/framework`);
    return ((await response.json()) as { areas: { name: string }[] }).areas[0]?.name;
  });
  expect(heard).toBe(SCRIPT);
  const foreign = await page.evaluate(() => document.querySelectorAll('img, script:not([src])').length);
  expect(foreign, 'nothing of it became an element').toBe(0);

  // Forgotten on this device, it is offered no more; the session goes on.
  await morgan.open('/frameworks');
  await morgan.press('home.forget');
  await morgan.press('home.forget.yes');
  await morgan.sees('frameworks.known.none');
  await morgan.open('/start');
  await expect(page.getByRole('radio', { name: /Core Competencies/ })).toBeChecked();
  await expect(page.getByRole('radio', { name: /Kitchen Garden Skills/ })).toHaveCount(0);
});

test('a file to begin from is saved, and is fine as it is', async ({ comes }) => {
  const morgan = await comes('Morgan', 'phone');
  await morgan.open('/frameworks');
  const [download] = await Promise.all([morgan.page.waitForEvent('download'), morgan.press('frameworks.pattern.save')]);
  await morgan.page.getByLabel(word('frameworks.choose')).setInputFiles(await download.path());
  await morgan.at('frameworks.look.title');
  await expect(morgan.page.getByRole('heading', { name: word('frameworks.pattern.name') })).toBeVisible();
});
