// Every sentence on the screen comes from here, and from shared/words/en.json before that. Also dates, times and
// lists of names, in the session's time zone. Keys are typed: a wrong one does not compile.
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import base from 'virtual:words/base';
import type en from '../../../shared/words/en.json';

export type WordKey = keyof typeof en;
export type Values = Record<string, string | number>;

const LOCALE = 'en-GB';
const catalogue: Record<string, string | MessageFormatElement[]> = { ...base };
const formats = new Map<string, IntlMessageFormat>();

/** The console and the display bring their own words: see words-console.ts and words-display.ts. */
export function addWords(more: Record<string, string | MessageFormatElement[]>): void {
  Object.assign(catalogue, more);
}

/** The sentence for a key, with its placeholders filled in. */
export function t(key: WordKey, values?: Values): string {
  const message = catalogue[key];
  if (message === undefined) return key; // a page asks for words it did not load: visible, and tests look for it
  if (typeof message === 'string') return message;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new IntlMessageFormat(message, LOCALE)));
  return String(format.format(values && isolate(values)));
}

/** True for a key that exists, for families such as `refusal.*` where the server sends the end of it. */
export function hasWords(key: string): key is WordKey {
  return key in catalogue;
}

// A name may run right to left, or carry marks that turn the rest of the sentence round: fence those in.
const TURNS = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/;
const FENCE = ['\u2068', '\u2069'] as const;

function isolate(values: Values): Values {
  const fenced = Object.entries(values).map(([name, value]) =>
    typeof value === 'string' && TURNS.test(value) ? [name, FENCE[0] + value + FENCE[1]] : [name, value],
  );
  return Object.fromEntries(fenced) as Values;
}

let zone: string | undefined;

/** The session's time zone (IANA); an unknown one leaves the device's. */
export function setZone(name: string | undefined): void {
  try {
    new Intl.DateTimeFormat(LOCALE, { timeZone: name });
    zone = name;
  } catch {
    zone = undefined;
  }
}

const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/;

function shape(when: number | string, options: Intl.DateTimeFormatOptions): string {
  // A review date is a day, not a moment: no zone may move it.
  const timeZone = typeof when === 'string' && PLAIN_DATE.test(when) ? 'UTC' : zone;
  return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone }).format(new Date(when));
}

/** No line ends between a day and its month. */
const whole = (day: string) => day.replace(' ', '\u00a0');

/** "19 January 2027", from ms or an ISO date. */
export function date(when: number | string): string {
  return whole(shape(when, { day: 'numeric', month: 'long', year: 'numeric' }));
}

/** "19 Jan" */
export function shortDate(when: number | string): string {
  return whole(shape(when, { day: 'numeric', month: 'short' }));
}

/** "November", or "November 2025" where the year is to be named too. */
export function month(when: string, thisYear: boolean): string {
  return shape(when, { month: 'long', ...(!thisYear && { year: 'numeric' }) });
}

/** "14:50", from ms. */
export function time(when: number): string {
  return shape(when, { hour: '2-digit', minute: '2-digit' });
}

/** "Priya, Sam and Jo" */
export function list(names: string[]): string {
  return new Intl.ListFormat(LOCALE, { type: 'conjunction' }).format(names);
}
