// Calendar dates as "2027-01-19": reckoning with days, no moments and no zones in it, but for what day it is now.

const DAY_MS = 86_400_000;

/** What day it is in a time zone (IANA); in the device's when that zone is unknown to it. */
export function today(zone: string | undefined, now: number): string {
  const shape: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' };
  try {
    return new Intl.DateTimeFormat('en-CA', { ...shape, timeZone: zone }).format(now);
  } catch {
    return new Intl.DateTimeFormat('en-CA', shape).format(now);
  }
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same day some months on, or that month's last: 30 November and three months is 28 February. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** A date from what somebody typed, or null when there is no such day. Two-digit years are of this century. */
export function readDate(day: string, month: string, year: string): string | null {
  const parts = [day, month, year].map((text) => text.trim());
  if (!parts.every((text) => /^\d{1,4}$/.test(text))) return null;
  const [d = 0, m = 0, y = 0] = parts.map(Number);
  const full = y < 100 ? 2000 + y : y;
  const date = new Date(Date.UTC(full, m - 1, d));
  const real = date.getUTCFullYear() === full && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return real ? date.toISOString().slice(0, 10) : null;
}
