// Time left, as people say it: rounder the longer it is, and never a countdown. Time is advice: nothing here moves or locks
// anything.
import { t } from './words';

const MINUTE_MS = 60_000;
/** Minutes that are said as half an hour, give or take. */
const HALF_HOUR = 30;
const GIVE_OR_TAKE = 2;
/** From here on minutes are said in fives. */
const FIVES_FROM = 10;

/** Whole minutes until `endsAt` (ms, server's clock), rounded to the nearest; negative when over. */
export function minutesLeft(endsAt: number, skew: number, now = Date.now()): number {
  return Math.round((endsAt - (now + skew)) / MINUTE_MS);
}

/** `minutes` left by plan; negative when over. */
export function timeInWords(minutes: number): string {
  if (minutes < 1) return t('clock.over');
  if (Math.abs(minutes - HALF_HOUR) <= GIVE_OR_TAKE) return t('clock.half');
  return t('clock.left', { minutes: minutes >= FIVES_FROM ? Math.round(minutes / 5) * 5 : minutes });
}
