// A refusal or a failed call, in words that say what to do. The families `refusal.*` and `failure.*`.
import type { ApiError } from './api';
import type { Refusal } from './protocol';
import { hasWords, t } from './words';

/** What to tell a person whose command was refused. An `invalid` names its field when we have words for it. */
export function refusalWords(refusal: Refusal): string {
  const { type } = refusal;
  if (type === 'invalid') {
    const field = String((refusal as { field?: unknown }).field ?? '');
    const key = `refusal.invalid.${field.split('.').at(-1) ?? ''}`;
    return hasWords(key) ? t(key) : t('refusal.invalid.other');
  }
  const key = `refusal.${type}`;
  return hasWords(key) ? t(key) : t('refusal.invalid.other');
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
