// Re-scoring, actions, the record, closing. Some change a score and some keep it; a wrong date is said in words.
import { expect } from '@playwright/test';
import type { Person } from '../support/person.ts';
import { word, type WordKey } from '../support/words.ts';
import { ALEX, ALEX_ACTION, ALEX_AFTER, ALEX_KEPT, ALEX_SHIFT, NOTE, PRIYA, PRIYA_ACTION, PRIYA_AFTER, SAM_ACTION } from './answers.ts';
import { tick, type Cast } from './cast.ts';

const choice = (person: Person, key: WordKey, values?: Record<string, string | number>) =>
  person.page.getByRole('radio', { name: new RegExp(`^${word(key, values)}`) });
const slip = (person: Person, key: WordKey) => person.page.getByRole('switch', { name: word(key), exact: true });

/** Morgan's own note; no phone and no export ever has it. */
export async function note({ morgan }: Cast): Promise<void> {
  await morgan.page.getByRole('tab', { name: word('console.tab.notes') }).click();
  const field = morgan.field('console.notes.on', { stage: word('console.rail.rate') });
  await field.fill(NOTE);
  await field.blur();
  await expect(morgan.page.getByText(word('save.saved'), { exact: true })).toBeVisible();
  await morgan.page.getByRole('tab', { name: word('console.tab.people') }).click();
}

export async function rescore(cast: Cast): Promise<void> {
  const { morgan, alex, priya, sam } = cast;
  await alex.at('rescore.title', { score: ALEX.answers[0].score ?? 0 });
  await expect(alex.page.getByRole('radio', { checked: true }), 'nothing is chosen beforehand').toHaveCount(0);
  await tick(choice(alex, 'rescore.change'));
  await expect(alex.stone(ALEX.answers[0].score ?? 0), 'where Alex started is marked, not chosen').not.toBeChecked();
  await tick(alex.stone(ALEX_AFTER));
  await alex.field('rescore.shift').fill(ALEX_SHIFT);
  await alex.sees('save.saved');
  await cast.picture('rescore', morgan, alex);
  await alex.press('rate.next');
  await tick(choice(alex, 'rescore.keep', { score: ALEX_KEPT }));
  await alex.press('rate.next');
  await alex.at('rescore.title.none');
  await alex.press('rate.next');
  await alex.at('check.title');
  await cast.picture('rescore-check', alex);

  await tick(choice(priya, 'rescore.change'));
  await tick(priya.stone(PRIYA_AFTER));
  await priya.sees('save.saved');
  await tick(choice(sam, 'rescore.keep', { score: 4 }));
  await sam.sees('save.saved');
  await alex.press('signals.do');
  await morgan.sees('console.ready', { ready: 1, of: 4 });
  await morgan.press('console.rescore.next');
  await morgan.press('console.moveOn');
  await morgan.at('console.actions.title');
}

async function otherDate(person: Person, [day, month, year]: [string, string, string]): Promise<void> {
  await person.field('review.day').fill(day);
  await person.field('review.month').fill(month);
  await person.field('review.year').fill(year);
  await person.press('page.done');
}

export async function actions(cast: Cast): Promise<void> {
  const { morgan, alex, priya, sam, jo } = cast;
  for (const phone of cast.phones) await phone.at('actions.what');
  await alex.field('actions.what').fill(ALEX_ACTION);
  await tick(choice(alex, 'review.other'));
  await cast.picture('action', morgan, alex);

  const summary = alex.page.getByRole('alert');
  await otherDate(alex, ['31', '2', '2027']);
  await expect(summary).toBeFocused();
  await expect(summary).toContainText(word('refusal.why.notADate'));
  await expect(alex.page).toHaveTitle(/^Error: /);
  await summary.getByRole('link').click();
  await expect(alex.field('review.day')).toBeFocused();
  await otherDate(alex, ['1', '1', '2020']);
  await expect(summary).toBeFocused();
  await expect(summary).toContainText(word('refusal.why.notAfterToday'));
  await cast.picture('action-error', alex);
  await tick(choice(alex, 'review.weeks8'));
  await alex.press('page.done');
  await alex.at('actions.title');
  await expect(alex.page.getByText(ALEX_ACTION)).toBeVisible();

  for (const [person, text] of [[priya, PRIYA_ACTION], [sam, SAM_ACTION]] as const) {
    await person.field('actions.what').fill(text);
    await tick(choice(person, 'review.weeks4'));
    await person.press('page.done');
    await person.at('actions.title');
  }
  // No action is an answer too.
  await jo.press('page.done');
  await jo.sees('actions.noneYet');
  await jo.press('actions.without');
  await jo.at('actions.title');
  await cast.picture('actions', alex, jo);
}

export async function record(cast: Cast): Promise<void> {
  const { morgan, alex, priya, sam } = cast;
  await alex.press('own.record');
  await alex.at('record.title');
  for (const key of ['record.name', 'record.action'] as const) {
    await expect(slip(alex, key), 'all off until Alex says so').not.toBeChecked();
    await tick(slip(alex, key));
  }
  await alex.sees('save.saved');
  await cast.picture('record', alex);
  await alex.press('page.done');

  await priya.press('own.record');
  await priya.press('record.all');
  await expect(slip(priya, 'record.name')).toBeChecked();
  await priya.sees('save.saved');
  await priya.press('page.done');

  await sam.press('own.record');
  await tick(slip(sam, 'record.action'));
  await sam.sees('save.saved');

  await morgan.press('console.actions.next');
  await morgan.press('console.moveOn');
  await morgan.at('console.close.title');
  await morgan.sees('console.close.chosen', { answered: 3, of: 4 });
  for (const words of [ALEX_ACTION, PRIYA_ACTION, SAM_ACTION, PRIYA.answers[0].reason ?? '']) {
    await expect(morgan.page.getByText(words).first()).toBeVisible();
  }
  await cast.picture('close', morgan);
}

export async function close(cast: Cast): Promise<void> {
  const { morgan, alex } = cast;
  await morgan.press('console.close.do');
  await morgan.at('console.closed.title');
  for (const phone of cast.phones) await phone.at('sheet.title', { name: phone.name });
  await alex.field('sheet.role').fill('Support worker');
  await alex.field('sheet.role').blur();
  await alex.sees('save.saved');
  await cast.picture('closed', morgan, alex);
  await alex.press('sheet.finish');
  await alex.at('thanks.title', { name: 'Alex' });
  await alex.sees('thanks.saw');
  await cast.picture('thanks', alex);
}
