// What has to be right before a session is opened. The server checks again.
import '$lib/words-front';
import { t } from '$lib/words';

export interface Form {
  framework: string;
  title: string;
  facilitator: string;
  /** As typed. */
  seats: string;
  key: string;
}

/** The server's limits (lobby.rs, text.rs). */
const MOST_SEATS = 12;
const NAME_MAX = 40;
const TITLE_MAX = 120;

/** What is wrong, in the order of the page; each with the id of its field. */
export function check(form: Form, needsKey: boolean): { id: string; text: string }[] {
  const seats = /^\s*\d{1,2}\s*$/.test(form.seats) ? Number(form.seats) : 0;
  const all = [
    { id: 'start-framework', wrong: form.framework === '', text: () => t('start.framework.wrong') },
    { id: 'start-title', wrong: Array.from(form.title).length > TITLE_MAX, text: () => t('start.name.wrong', { most: TITLE_MAX }) },
    { id: 'start-facilitator', wrong: Array.from(form.facilitator).length > NAME_MAX, text: () => t('start.you.wrong', { most: NAME_MAX }) },
    { id: 'start-seats', wrong: seats < 1 || seats > MOST_SEATS, text: () => t('start.seats.wrong', { most: MOST_SEATS }) },
    { id: 'start-key', wrong: needsKey && form.key.trim() === '', text: () => t('start.key.missing') },
  ];
  return all.filter(({ wrong }) => wrong).map(({ id, text }) => ({ id, text: text() }));
}
