// What is typed on the prepare page, before it becomes a command. Knows the limits of the contract; the server checks
// again. A refusal made here reads like the server's, so that a field says it in the same place.
import type { Refusal, SummaryTo } from '$lib/protocol';

/** Characters in an agreement and in an own question; agreements a group can have (preparing.rs, guiding.rs). */
export const LINE_MAX = 300;
export const MOST_LINES = 12;
/** Seats a code fills (lobby.rs) and minutes a stage can be planned for (pacing.rs). */
export const MOST_SEATS = 12;
export const LONGEST_STAGE = 240;
/** Characters in a title, in a name, and in who else gets the summary (text.rs). */
export const TITLE_MAX = 120;
export const NAME_MAX = 40;

/** The whole number that was typed, when it is in the range. */
export function whole(text: string, least: number, most: number): number | null {
  if (!/^\s*\d{1,4}\s*$/.test(text)) return null;
  const number = Number(text);
  return number >= least && number <= most ? number : null;
}

export const outOfRange = (field: string, least: number, most: number): Refusal => ({ type: 'invalid', field, why: { rule: 'range', least, most } });

/** Characters as the server counts them. */
export const long = (line: string): boolean => Array.from(line.normalize('NFC').trim()).length > LINE_MAX;

/** What the editor's lines ask for: the list, none for the usual ones, or what is wrong with them. */
export function readLines(text: string, usual: string[]): { lines: string[] | null } | { refusal: Refusal } {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (lines.length > MOST_LINES) return { refusal: { type: 'tooMany', most: MOST_LINES } };
  if (lines.some(long)) return { refusal: { type: 'invalid', field: 'agreements', why: { rule: 'tooLong', most: LINE_MAX } } };
  const same = lines.length === usual.length && lines.every((line, i) => line === usual[i]);
  return { lines: lines.length === 0 || same ? null : lines };
}

const REACH: Record<SummaryTo['who'], number> = { facilitators: 0, here: 1, others: 2 };

/** Somebody would get the summary who would not have before: the server then sets everybody's choices back. */
export function isWider(to: SummaryTo['who'], before: SummaryTo['who']): boolean {
  return REACH[to] > REACH[before];
}
