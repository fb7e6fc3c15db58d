// One person bringing an earlier sheet: the way they chose, what is wrong with it, and what came of it. What was chosen
// stays until it has arrived; which way it was is remembered on this device, so that a reload asks nothing twice.
import { announce } from '$lib/announce';
import type { Taken } from '$lib/protocol';
import { failureWords } from '$lib/refusal';
import { store, type Known } from '$lib/store';
import { date, t } from '$lib/words';
import type { Here } from '../participant/here.svelte';
import { bring, CannotBring, readLink, sheetOf } from './bring';

/** Sheets mostly come at once; words for waiting would only flicker. In ms. */
const NOTICED = 400;

/** A session of this device is its key behind this. */
const DEVICE = 'device:';
export const deviceWay = ({ key }: Known) => DEVICE + key;

export interface Wrong {
  /** Of the field it is about. */
  id: string;
  text: string;
}

export class Bringing {
  link = $state('');
  file = $state.raw<File | null>(null);
  wrong = $state.raw<Wrong | null>(null);
  busy = $state(false);
  /** It takes longer than a moment. */
  slow = $state(false);
  got = $state.raw<Taken | null>(null);
  /** What was chosen was asked for, and could not be brought. */
  tried = $state(false);
  /** Sessions this person took part in on this device, the latest first. */
  readonly known: Known[];
  #way = $state('');

  constructor(readonly here: Here) {
    const { id } = here.session;
    this.known = store.list().filter((one) => one.role === 'participant' && one.id !== id && one.over === null && !one.facts?.rehearsal);
    const before = store.session(here.session.key)?.earlier ?? '';
    this.#way = !before.startsWith(DEVICE) || this.known.some((one) => deviceWay(one) === before) ? before : '';
  }

  get way(): string {
    return this.#way;
  }
  set way(way: string) {
    this.#way = way;
    this.wrong = null;
    this.tried = false;
    store.change(this.here.session.key, (kept) => {
      kept.earlier = way;
    });
  }

  /** There is something to fetch or to read; the other ways are an answer by themselves. */
  get brings(): boolean {
    return this.#way !== 'paper' && this.#way !== 'none';
  }

  async bring(): Promise<void> {
    if (this.busy) return;
    this.wrong = this.#missing();
    if (this.wrong) return;
    this.busy = true;
    const noticed = setTimeout(() => (this.slow = true), NOTICED);
    const { id, secret } = this.here.session;
    try {
      const got = await bring({ id, secret }, await this.#sheet());
      this.got = got;
      this.link = '';
      this.file = null;
      announce(t('earlier.got', { date: date(got.on), actions: got.actions }));
    } catch (error) {
      this.wrong = { id: this.#field(), text: wordsOf(error) };
      this.tried = true;
    } finally {
      clearTimeout(noticed);
      this.busy = this.slow = false;
    }
  }

  another(): void {
    this.got = null;
    this.way = '';
  }

  #sheet(): Promise<Blob> {
    const { id } = this.here.session;
    if (this.#way === 'file' && this.file) return Promise.resolve(this.file);
    const known = this.known.find((one) => deviceWay(one) === this.#way);
    // Within a promise, so that a link that is none is an answer like the others.
    return Promise.resolve().then(() => sheetOf(known ?? readLink(this.link, { origin: location.origin, session: id })));
  }

  #field(): string {
    return this.#way === 'link' ? 'earlier-link' : this.#way === 'file' ? 'earlier-file' : 'earlier-where';
  }

  #missing(): Wrong | null {
    const text = this.#way === '' ? t('earlier.wrong.choose')
      : this.#way === 'link' && this.link.trim() === '' ? t('earlier.wrong.linkMissing')
      : this.#way === 'file' && !this.file ? t('earlier.wrong.fileMissing')
      : null;
    return text === null ? null : { id: this.#field(), text };
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof CannotBring)) return failureWords(error);
  return t(`earlier.wrong.${error.why}`, { here: `${location.origin}/session/`, there: error.there });
}
