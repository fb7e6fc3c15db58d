// Texts that try to be something else (tests/hostile/payloads.json), put together so that they fit a field; and what a
// page must be with them: the exact text stands there, nothing of it became an element, and the browser went nowhere.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';
import { sideways } from './look.ts';
import type { Person } from './person.ts';

export interface Payload {
  name: string;
  family: string;
  text: string;
}
type Kept = Payload & { times?: number; refused?: boolean };

const file = fileURLToPath(new URL('../../hostile/payloads.json', import.meta.url));
const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept[];
const made = ({ name, family, text, times = 1 }: Kept): Payload => ({ name: `${family}: ${name}`, family, text: text.repeat(times) });

/** Every field that is long enough takes them as they are. */
export const LITERAL = kept.filter(({ refused }) => !refused).map(made);
/** With a control character: no field takes them. */
export const REFUSED = kept.filter(({ refused }) => refused).map(made);

/** How much a field takes: characters as the server counts them, and whether lines may break in it. */
export interface Room {
  most: number;
  lines: boolean;
  /** Nothing in it may turn the words around it, as in a framework's own. */
  plain?: boolean;
}
export const NAME: Room = { most: 40, lines: false };
export const LINE: Room = { most: 120, lines: false };
export const LONG: Room = { most: 2_000, lines: true };

const BREAKS = /[\n\r\t\u2028\u2029]/;
/** A field that is cut off by the browser counts in UTF-16 and before NFC: whatever fits that way fits the server's. */
const length = (text: string) => Math.max(text.length, text.normalize('NFC').length);
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const fits = (text: string, { most, lines, plain = false }: Room) => length(text) <= most && (lines || !BREAKS.test(text)) && !(plain && TURNS.test(text));

/** As it stands on a page: in NFC, and a text box knows one kind of line break. */
export const stands = (text: string) => text.replace(/\r\n?/g, '\n').normalize('NFC');

/** Every payload that a field takes, one after the other, in as few texts as hold them. */
export function everyOne(room: Room): string[] {
  return packed(LITERAL.filter(({ text }) => fits(text, room)), room);
}

/** One payload of each family that a field takes, in as few texts as hold them; another one at each `turn`. */
export function eachFamily(room: Room, turn: number): string[] {
  const fit = LITERAL.filter(({ text }) => fits(text, room));
  const families = [...new Set(fit.map(({ family }) => family))].map((family) => fit.filter((one) => one.family === family));
  return packed(families.map((of) => of[turn % of.length] as Payload), room);
}

function packed(payloads: Payload[], room: Room): string[] {
  const texts: string[] = [];
  for (const { text } of payloads) {
    const last = texts.at(-1);
    const longer = last === undefined ? text : `${last}${room.lines ? '\n' : ' '}${text}`;
    if (last !== undefined && fits(longer, room)) texts[texts.length - 1] = longer;
    else texts.push(text);
  }
  // What surrounds words is taken off some fields; these have none around.
  return texts.map((text) => text.trim());
}

/** Elements, attributes and addresses that no page of ours has. */
const FOREIGN = 'img, iframe, object, embed, base, meta[http-equiv], script:not([src]), a[href^="javascript:" i], a[href^="data:" i], [onload], [onerror], [onfocus], [onmouseover], [style*="expression"], [srcdoc]';

/** Where a browser went and what it asked for, besides the server it was sent to. */
export class Elsewhere {
  readonly asked: string[] = [];

  constructor({ context, origin }: Person) {
    const own = [origin, origin.replace(/^http/, 'ws'), `blob:${origin}`];
    const look = (address: string) => {
      if (!own.some((start) => address.startsWith(`${start}/`)) && address !== 'about:blank') this.asked.push(address);
    };
    const watch = (page: Page) => {
      page.on('framenavigated', (frame) => look(frame.url()));
      page.on('websocket', (socket) => look(socket.url()));
    };
    context.on('request', (request) => look(request.url()));
    context.on('page', watch);
    context.pages().forEach(watch);
  }
}

/** Types a text and looks that it stands there. `field` is the field's name in `fields.ts`. */
export async function types(field: string, box: Locator, text: string): Promise<void> {
  await box.fill(text);
  await expect(box, field).toHaveValue(text.replace(/\r\n?/g, '\n'));
}

/** ms between looks. */
const SOON = [20, 40, 80, 160];

/** The text stands on the page to be read, exactly. */
export async function reads(person: Person, text: string): Promise<void> {
  const wanted = stands(text);
  const found = () => person.page.evaluate((wanted) => {
    const holds = (it: Element) => (it.textContent ?? '').includes(wanted);
    const nearest = [...document.body.querySelectorAll('*')].filter((it) => holds(it) && ![...it.children].some(holds));
    return nearest.some((it) => !it.closest('script, style, #live') && it.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  }, wanted);
  await expect.poll(found, { message: `${person.name} reads ${JSON.stringify(wanted.slice(0, 300))}`, intervals: SOON }).toBe(true);
}

/** Nothing that was written became part of the page, and it is no wider than its window. */
export async function calm(person: Person, where: string): Promise<void> {
  const foreign = await person.page.evaluate((foreign) => [...document.querySelectorAll(foreign)].map((it) => it.outerHTML.slice(0, 200)), FOREIGN);
  expect.soft(foreign, `${person.name}, ${where}: nothing written became an element`).toEqual([]);
  await expect.soft.poll(() => sideways(person.page), { message: `${person.name}, ${where}: the page scrolls sideways`, timeout: 3_000 }).toEqual([]);
}
