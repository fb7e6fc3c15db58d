// Fetching a file and handing it over: one at a time, with words when it takes longer than a moment, and a second try when
// it went wrong. The secret travels in a header, so that no link ever holds it.
import { api, download, type Document, type Format } from './api';
import { failureWords } from './refusal';

/** Most files come at once; words for waiting would only flicker. In ms. */
const NOTICED = 400;

interface File {
  what: Document;
  format: Format;
  /** What it is called, without its ending. */
  name: string;
}

export class Saving {
  /** The file under way. */
  busy = $state<File>();
  /** It takes longer than a moment. */
  slow = $state(false);
  /** What to tell the person after it went wrong. */
  wrong = $state('');
  #last: File | undefined;

  constructor(private readonly session: () => { id: string; secret: string }) {}

  async save(file: File): Promise<void> {
    if (this.busy) return;
    this.busy = this.#last = file;
    const noticed = setTimeout(() => (this.slow = true), NOTICED);
    const { id, secret } = this.session();
    try {
      download(await api.document(id, secret, file.what, file.format), `${file.name}.${file.format}`);
      this.wrong = '';
    } catch (error) {
      this.wrong = failureWords(error);
    } finally {
      clearTimeout(noticed);
      this.busy = undefined;
      this.slow = false;
    }
  }

  /** The last file once more. */
  again(): Promise<void> {
    return this.#last ? this.save(this.#last) : Promise.resolve();
  }
}
