// A score typed in from paper: what was typed, what is wrong with it, and what it means.
import '$lib/words-earlier';
import { readDate } from '$lib/dates';
import { t } from '$lib/words';

export type Field = 'head' | 'example' | 'day' | 'month' | 'year' | 'first' | 'after';
export type Typed = Record<Field, string>;

export const blank = (): Typed => ({ head: '', example: '', day: '', month: '', year: '', first: '', after: '' });

/** Of a field of the form beside that competency: several may stand on one page. */
export const idOf = (competency: string, field: Field): string => `earlier-${field}-${competency}`;

/** Of a text that is no score, null. */
function scoreOf(text: string): number | null {
  const score = /^\s*\d{1,2}\s*$/.test(text) ? Number(text) : 0;
  return score >= 1 && score <= 10 ? score : null;
}

/** What is wrong, in the order of the form; each with the id of its field. One number will do. `today`: an ISO date. */
export function check(typed: Typed, competency: string, today: string): { id: string; text: string }[] {
  const on = readDate(typed.day, typed.month, typed.year);
  const given = (field: 'first' | 'after') => typed[field].trim() !== '';
  const wrong: Field[] = [];
  if (on === null || on >= today) wrong.push('day');
  if ((given('first') || !given('after')) && scoreOf(typed.first) === null) wrong.push('first');
  if (given('after') && scoreOf(typed.after) === null) wrong.push('after');
  return wrong.map((field) => ({ id: idOf(competency, field), text: t(field === 'day' ? 'earlier.add.wrong.date' : 'earlier.add.wrong.score') }));
}

/** What it means, once nothing is wrong with it. */
export function read({ day, month, year, first, after }: Typed): { on: string; first: number | null; after: number | null } | null {
  const on = readDate(day, month, year);
  return on === null ? null : { on, first: scoreOf(first), after: scoreOf(after) };
}
