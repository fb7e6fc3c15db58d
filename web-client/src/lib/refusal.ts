// A refusal or a failed call, in words that say what to do. The families `refusal.*` and `failure.*`.
import type { ApiError } from './api';
import type { Refusal } from './protocol';
import { hasWords, t, type Values } from './words';

/** What to tell a person whose command was refused: the nearest words there are. */
export function refusalWords(refusal: Refusal): string {
  switch (refusal.type) {
    case 'invalid': {
      const { why } = refusal;
      const values = { most: 'most' in why ? why.most : 0, least: 'least' in why ? why.least : 0 };
      // "areas[2]" and "minutes.rate" are about areas and minutes.
      const field = refusal.field.split(/[.[]/)[0] ?? '';
      return say([`invalid.${field}.${why.rule}`, `invalid.${field}`, `why.${why.rule}`], values);
    }
    case 'tooMany':
      return say(['tooMany'], { most: refusal.most });
    case 'scoreFinal':
      return say([refusal.shown ? 'scoreFinal.shown' : 'scoreFinal']);
    default:
      return say([refusal.type]);
  }
}

function say(ends: string[], values?: Values): string {
  const key = ends.map((end) => `refusal.${end}`).find(hasWords);
  return key ? t(key, values) : t('refusal.invalid.other');
}

const BY_STATUS: Record<number, string> = {
  0: 'offline', 400: 'invalid', 401: 'notYours', 403: 'notYours', 404: 'notFound', 409: 'conflict', 413: 'tooLong', 429: 'wait', 503: 'busy',
};

/** What to tell a person after a call that failed. */
export function failureWords(error: unknown): string {
  const { code = 'unknown', status = 500 } = error as Partial<ApiError>;
  const own = `failure.${code}`;
  if (hasWords(own)) return t(own);
  const general = `failure.${BY_STATUS[status] ?? 'unknown'}`;
  return hasWords(general) ? t(general) : t('failure.unknown');
}
