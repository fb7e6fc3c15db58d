// The session is opened from the first page; people come in by code and by link.
import { expect } from '@playwright/test';
import type { Person } from '../support/person.ts';
import { word } from '../support/words.ts';
import type { Cast } from './cast.ts';

export async function open(cast: Cast): Promise<void> {
  const { morgan } = cast;
  await morgan.open('/');
  await morgan.link('home.start').click();
  await morgan.at('start.title');
  await morgan.field('start.name').fill('Team reflection');
  await morgan.field('start.you').fill('Morgan');
  await cast.picture('start', morgan);
  await morgan.press('start.open');
  await morgan.at('console.lobby.title');
  const code = await morgan.page.getByText(/^[2-9A-Z]{4} [2-9A-Z]{4}$/).first().innerText();
  cast.code = code.replace(' ', '');
  await expect(morgan.page.getByRole('img', { name: word('console.door.qr') })).toBeVisible();
  expect(new URL(morgan.page.url()).hash, 'no secret stays in the address bar').toBe('');
}

async function door(person: Person, name: string): Promise<void> {
  await person.field('join.name').fill(name);
  await person.press('join.do');
}

export async function comeIn(cast: Cast, way: string): Promise<void> {
  const { alex, priya, sam, jo } = cast;

  // By typing the code, as people read it aloud: small letters, a dash.
  await alex.open('/');
  await alex.link('home.join').click();
  await alex.at('join.title');
  await alex.sees(way === 'lan' ? 'join.notPrivate' : 'join.see.you');
  await alex.field('join.code').fill(`${cast.code.slice(0, 4)}-${cast.code.slice(4)}`.toLowerCase());
  await cast.picture('join', alex);
  await door(alex, 'Alex');
  await alex.at('lobby.title', { name: 'Alex' });

  // By the link behind the QR code.
  for (const person of [priya, sam]) {
    await person.open(`/join#${cast.code}`);
    await expect(person.field('join.code')).toHaveValue(`${cast.code.slice(0, 4)} ${cast.code.slice(4)}`);
    await door(person, person.name);
    await person.at('lobby.title', { name: person.name });
  }

  // With what can go wrong: a wrong code, a name that is there already.
  jo.record.refusals.add(404).add(409);
  await jo.open('/join');
  await jo.field('join.code').fill('2222 2222');
  await door(jo, 'Alex');
  await jo.sees('join.code.unknown');
  await expect(jo.page).toHaveTitle(/^Error: /);
  await jo.field('join.code').fill(cast.code);
  await jo.press('join.do');
  await jo.sees('join.name.taken', { name: 'Alex' });
  await door(jo, 'Jo');
  await jo.at('lobby.title', { name: 'Jo' });

  for (const person of cast.all) {
    for (const { name } of cast.phones) await expect(person.page.getByText(name, { exact: true }).first()).toBeVisible();
  }
  await cast.morgan.sees('console.people.seats', { taken: 4, seats: 4 });
  await cast.picture('lobby', cast.morgan, alex);
}

/** What the way of coming in promises to the code of the pages. */
export async function secure(cast: Cast, way: string): Promise<void> {
  for (const { page } of cast.phones) {
    const found = await page.evaluate(() => ({ secure: window.isSecureContext, uuid: 'randomUUID' in crypto, awake: 'wakeLock' in navigator, worker: 'serviceWorker' in navigator }));
    const is = way !== 'lan';
    expect(found).toEqual({ secure: is, uuid: is, awake: is, worker: is });
  }
}
