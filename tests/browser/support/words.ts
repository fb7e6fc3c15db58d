// The words of the pages, by their key: a reworded button breaks no test, a missing word does.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import type catalogue from '../../../shared/words/en.json';

export type WordKey = keyof typeof catalogue;

const file = fileURLToPath(new URL('../../../shared/words/en.json', import.meta.url));
const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

/** The sentence for a key as people read it. */
export function word(key: WordKey, values?: Record<string, string | number>): string {
  const message = all[key];
  if (message === undefined) throw new Error(`shared/words/en.json has no "${key}"`);
  return String(new IntlMessageFormat(message, 'en-GB', undefined, { ignoreTag: true }).format(values));
}

/** A key instead of a sentence on a page: a page asked for a word it did not load. */
const heads = [...new Set(Object.keys(all).map((key) => key.split('.')[0]))].join('|');
export const RAW_KEY = new RegExp(`(?<![\\w./@-])(?:${heads})\\.[a-z]\\w*(?:\\.\\w+)*(?![\\w/])`);

/** "Priya, Sam and Jo", as the pages write it. */
export function list(names: string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
}

/** "19 January 2027", from an ISO date. */
export function longDate(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(iso));
}
