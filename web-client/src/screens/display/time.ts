// Time left as a room hears it: rounder the longer it is, and never a countdown.
import { t } from '$lib/words';

const HALF_HOUR = 30;
/** From here on minutes are said in fives. */
const FIVES_FROM = 10;

/** `minutes` left by plan; negative when over. */
export function timeInWords(minutes: number): string {
  if (minutes < 1) return t('display.time.over');
  if (minutes >= HALF_HOUR - 2 && minutes <= HALF_HOUR + 2) return t('display.time.half');
  const said = minutes >= FIVES_FROM ? Math.round(minutes / 5) * 5 : minutes;
  return t('display.time.left', { minutes: said });
}
