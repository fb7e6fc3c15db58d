// The talk: turns, showing in part, taking back, covering, and a strength for one person only.
import { expect } from '@playwright/test';
import type { Person } from '../support/person.ts';
import { list, word } from '../support/words.ts';
import { ALEX, DRAFT, PRIYA, STRENGTH, TRAINING } from './answers.ts';
import type { Cast } from './cast.ts';
import type { Secret, Secrets } from './secrets.ts';

/** "T4: from every other DOM within a second". */
const GONE_MS = 1_000;

const shownTo = (person: Person, words: string) => person.page.getByText(words, { exact: false });
const starting = (person: Person, key: Parameters<Person['button']>[0], values?: Record<string, string>) =>
  person.page.getByRole('button', { name: new RegExp(`^${word(key, values)}`) });
/** As a phone and as the console write a score. */
const score = (person: Person, morgan: Person, score: number) =>
  person.page.getByText(person === morgan ? word('console.item.score', { score }) : word('score.of', { score }), { exact: true });
const part = (person: Person, key: 'card.score' | 'card.reason') => person.page.getByRole('switch', { name: word(key) });

export async function alexSpeaks(cast: Cast, secrets: Secrets, reason: Secret): Promise<void> {
  const { morgan, alex, priya } = cast;
  const words = ALEX.answers[0].reason ?? '';
  await alex.press('nobody.start');
  await alex.at('speak.title');
  for (const phone of cast.phones) if (phone !== alex) await phone.at('listen.title', { name: 'Alex' });
  await morgan.at('console.discuss.speaking', { name: 'Alex' });
  await priya.sees('next.title');
  await cast.picture('turn', morgan, alex, priya);

  // All switches are off; showing nothing is answered in words.
  for (const key of ['card.score', 'card.reason'] as const) await expect(part(alex, key)).not.toBeChecked();
  await alex.press('card.show');
  await alex.sees('card.nothing');

  await alex.sees('card.who', { names: list(['Priya', 'Sam', 'Jo', 'Morgan']) });
  await part(alex, 'card.reason').click();
  await cast.picture('card', alex);
  secrets.show(reason);
  await alex.press('card.show');
  await alex.at('shown.title');
  for (const other of cast.others(alex)) {
    await expect(shownTo(other, words).first(), `${other.name} sees what Alex showed`).toBeVisible();
    await expect(score(other, morgan, ALEX.answers[0].score ?? 0), 'and nothing else').toHaveCount(0);
  }
  await cast.picture('shown', morgan, alex, priya);

  await starting(alex, 'letter.takeBack').first().click();
  for (const other of cast.others(alex)) await expect(shownTo(other, words), `gone from ${other.name}'s page`).toHaveCount(0, { timeout: GONE_MS });
  await alex.at('speak.title');
  secrets.hide(reason);
}

/** Shown once more, and taken off the screens by the facilitator: closed again, its author's alone. */
export async function covered(cast: Cast, secrets: Secrets, reason: Secret): Promise<void> {
  const { morgan, alex } = cast;
  const words = ALEX.answers[0].reason ?? '';
  await expect(part(alex, 'card.reason'), 'an earlier choice is not remembered').not.toBeChecked();
  await part(alex, 'card.reason').click();
  secrets.show(reason);
  await alex.press('card.show');
  for (const other of cast.others(alex)) await expect(shownTo(other, words).first()).toBeVisible();

  await morgan.press('console.cover.name', { name: 'Alex' });
  for (const other of cast.others(alex)) await expect(shownTo(other, words)).toHaveCount(0, { timeout: GONE_MS });
  secrets.hide(reason);
  await alex.at('off.title');
  await alex.sees('off.lead');
  await expect(alex.field('rate.why')).toHaveValue(words);
  await cast.picture('covered', morgan, alex);
  await alex.press('off.leave');
  await alex.at('speak.title');
}

export async function feedback(cast: Cast, secrets: Secrets, notes: { strength: Secret; training: Secret }): Promise<void> {
  const { morgan, alex, priya, jo } = cast;
  const send = (person: Person, kind: 'note.strength' | 'note.training') =>
    person.page.getByRole('button', { name: new RegExp(`^${word('note.send', { name: 'Alex' })}.*${word(kind)}$`) });

  await priya.field('note.strength').fill(STRENGTH);
  await priya.sees('note.saved'); // as a draft, its writer's alone
  await cast.picture('note', priya);
  secrets.show(notes.strength, [alex]);
  await send(priya, 'note.strength').click();
  await priya.sees('note.sent', { name: 'Alex' });

  // Written, kept, and never sent.
  await priya.press('note.solution');
  await priya.field('note.solution').fill(DRAFT);
  await priya.field('note.solution').blur();
  await priya.sees('note.saved');

  await jo.press('note.training');
  await jo.field('note.training').fill(TRAINING);
  secrets.show(notes.training, [alex]);
  await send(jo, 'note.training').click();
  await jo.sees('note.sent', { name: 'Alex' });

  await alex.press('aside.notes', { count: 2 });
  await alex.at('notes.title');
  await expect(shownTo(alex, STRENGTH).first()).toBeVisible();
  await expect(shownTo(alex, TRAINING).first()).toBeVisible();
  await cast.picture('notes', alex);

  // Only what Alex tells reaches the facilitator.
  secrets.show(notes.training, [morgan]);
  await alex.page.getByRole('listitem').filter({ hasText: TRAINING }).getByRole('button', { name: new RegExp(`^${word('notes.tell', { facilitator: 'Morgan' })}`) }).click();
  await morgan.page.getByRole('tab', { name: word('console.tab.people') }).click();
  await expect(shownTo(morgan, TRAINING).first()).toBeVisible();
  await expect(shownTo(morgan, STRENGTH)).toHaveCount(0);
  await alex.press('page.back');
  await alex.at('speak.title');
}

export async function othersSpeak(cast: Cast, secrets: Secrets, priyas: Secret[]): Promise<void> {
  const { morgan, priya, sam, jo } = cast;
  await morgan.press('console.discuss.next', { name: 'Priya' });
  await priya.at('speak.title');
  await part(priya, 'card.score').click();
  await part(priya, 'card.reason').click();
  priyas.forEach((secret) => secrets.show(secret));
  await expect(priya.button('card.show'), 'in view with every switch on').toBeInViewport();
  await priya.press('card.show');
  for (const other of cast.others(priya)) {
    await expect(shownTo(other, PRIYA.answers[0].reason ?? '').first()).toBeVisible();
    await expect(score(other, morgan, PRIYA.answers[0].score ?? 0).first()).toBeVisible();
  }
  await cast.picture('shown-both', morgan, priya, sam);

  await morgan.press('console.discuss.next', { name: 'Sam' });
  await sam.press('speak.talk');
  await sam.at('shown.title.talk');

  await morgan.press('console.discuss.next', { name: 'Jo' });
  await jo.at('speak.title');
  await jo.press('notNow.pass');
  await cast.picture('after-turns', morgan, jo);
}

export async function endTalk(cast: Cast): Promise<void> {
  const { morgan } = cast;
  await morgan.press('console.discuss.rescore');
  // Turns are left: the same words answer the question.
  await expect(morgan.button('console.stay', { stage: word('console.rail.discuss') })).toBeVisible();
  await morgan.press('console.discuss.rescore');
  await morgan.at('console.rescore.title');
}

