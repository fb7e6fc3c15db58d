// Time left, as people say it. Time is advice: nothing here moves or locks anything.
import { t } from './words';

const MINUTE_MS = 60_000;

/** Whole minutes until `endsAt` (ms, server's clock), rounded to the nearest; negative when over. */
export function minutesLeft(endsAt: number, skew: number, now = Date.now()): number {
  return Math.round((endsAt - (now + skew)) / MINUTE_MS);
}

/** "about 5 minutes left", or "a little over time". */
export function leftInWords(minutes: number): string {
  if (minutes < 0) return t('clock.over');
  if (minutes < 1) return t('clock.nearlyOver');
  return t('clock.left', { minutes });
}
