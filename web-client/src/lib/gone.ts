// When what this device knows of goes, or went: out of what the server said when it was last open here.
import type { Facts } from './store';

/** The server's, for kept sheets; see shared/src/session/keeping.rs. */
export const DAYS_AFTER_REVIEW = 30;

/** When all that can be opened from this device goes, in ms since the epoch; null while no date stands. */
export function goesOn(facts: Facts | null | undefined): number | null {
  return facts?.sheetUntil ?? facts?.keptUntil ?? null;
}

/** When it went; null where no date stands that is over. */
export function wentOn(facts: Facts | null | undefined, now = Date.now()): number | null {
  const date = goesOn(facts);
  return date !== null && date <= now ? date : null;
}
