// What people take away: files read word by word, and ways back to a seat and a console.
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { Person } from '../support/person.ts';
import { longDate, word, type WordKey } from '../support/words.ts';
import { ALEX, ALEX_ACTION, ALEX_SHIFT, BEGUN, DRAFT, JO, LOOKED_AT, NOTE, PRIYA, PRIYA_ACTION, REST, SAM, SAM_ACTION, STRENGTH, TRAINING } from './answers.ts';
import type { Cast } from './cast.ts';

async function file(person: Person, key: WordKey): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([person.page.waitForEvent('download'), person.press(key)]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}

const reasons = ({ answers }: typeof ALEX) => answers.flatMap(({ reason }) => reason ?? []);

/** Eight weeks from today, as the sheet has it. */
function eightWeeks(): string {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + 56);
  return day.toISOString().slice(0, 10);
}

/** A PDF carries the same document as data; its words are packed, and read by poppler in `tests/exports`. */
function isPdf({ name, text }: { name: string; text: string }, called: string): void {
  expect(name).toBe(`${called}.pdf`);
  expect(text).toMatch(/^%PDF-1/);
  for (const mark of ['/EmbeddedFile', '/Lang(en-GB)', '/MarkInfo<</Marked true']) expect(text).toContain(mark);
}

export async function sheet({ alex }: Cast): Promise<void> {
  isPdf(await file(alex, 'sheet.save'), word('sheet.file'));
  const md = await file(alex, 'sheet.save.md');
  expect(md.name).toBe(`${word('sheet.file')}.md`);
  const json = await file(alex, 'sheet.save.json');
  expect(json.name).toBe(`${word('sheet.file')}.json`);
  const document = JSON.parse(json.text) as { kind: string };
  expect(document.kind).toBe('sheet');

  for (const text of [md.text, json.text]) {
    const plain = text.replaceAll('\\', '');
    for (const words of [...LOOKED_AT, ALEX.answers[0].reason ?? '', ALEX.answers[1].reason ?? '', BEGUN + REST, ALEX_SHIFT, ALEX_ACTION, STRENGTH, TRAINING, 'Support worker']) expect(plain).toContain(words);
    for (const words of [...reasons(PRIYA), ...reasons(SAM), ...reasons(JO), PRIYA_ACTION, SAM_ACTION, DRAFT, NOTE]) expect(plain).not.toContain(words);
  }
  expect(md.text).toContain(word('export.after', { first: 2, after: 9 }));
  expect(md.text).toContain(word('export.noChange', { first: 5 }));
  expect(md.text).toContain(longDate(eightWeeks()));
  expect(json.text).toContain(eightWeeks());
}

export async function summary({ morgan }: Cast, way: string): Promise<void> {
  isPdf(await file(morgan, 'console.save'), word('console.save.file'));
  await morgan.page.getByText(word('console.save.more'), { exact: true }).click();
  const md = await file(morgan, 'console.save.md');
  expect(md.name).toBe(`${word('console.save.file')}.md`);
  const json = await file(morgan, 'console.save.json');
  expect(json.name).toBe(`${word('console.save.file')}.json`);
  const document = JSON.parse(json.text) as { kind: string; people: { name: string; lines: unknown[]; actions: unknown[] }[]; present: number };
  expect(document).toMatchObject({ kind: 'summary', present: 4 });
  expect(document.people.map(({ name }) => name)).toEqual(['Alex', 'Priya', word('export.somebody')]);
  expect(document.people.map(({ lines, actions }) => [lines.length, actions.length])).toEqual([[0, 1], [1, 1], [0, 1]]);

  for (const text of [md.text, json.text]) {
    const plain = text.replaceAll('\\', '');
    for (const words of [...LOOKED_AT, 'Alex', 'Priya', ALEX_ACTION, PRIYA_ACTION, SAM_ACTION, PRIYA.answers[0].reason ?? '']) expect(plain).toContain(words);
    const inside = [PRIYA.answers[0].reason];
    for (const words of [...reasons(ALEX), ...reasons(PRIYA), ...reasons(SAM), ...reasons(JO)].filter((one) => !inside.includes(one))) expect(plain).not.toContain(words);
    for (const words of [ALEX_SHIFT, BEGUN, STRENGTH, TRAINING, DRAFT, NOTE, 'Support worker']) expect(plain).not.toContain(words);
    expect(/\b(Sam|Jo)\b/.exec(plain)?.[0], 'nobody is named who did not put their name in').toBeUndefined();
    if (way === 'lan') expect(plain).toContain(word('export.notPrivate'));
    else expect(plain).not.toContain(word('export.notPrivate'));
  }
}

/** A reload brings everybody back; one's own link opens the seat on another device. */
export async function back(cast: Cast, comes: () => Promise<Person>): Promise<Person> {
  const { morgan, alex } = cast;
  await morgan.page.reload();
  await morgan.at('console.closed.title');
  await alex.page.reload();
  await alex.at('thanks.title', { name: 'Alex' });

  await alex.press('wayBack.title');
  await alex.at('wayBack.title');
  const link = await alex.page.getByRole('link', { name: /\/session\/.+#/ }).innerText();
  await cast.picture('way-back', alex);
  const again = await comes();
  await again.page.goto(link);
  await again.at('sheet.title', { name: 'Alex' });
  await expect(again.page.getByText(BEGUN + REST)).toBeVisible();
  expect(new URL(again.page.url()).hash, 'the secret is out of the address bar').toBe('');
  return again;
}
