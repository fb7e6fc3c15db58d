// The summary as the server would save it now: fetched again whenever anything in it may have changed. The preview on the
// console and the file are the same document, so they cannot differ.
import { api } from '$lib/api';
import type { ThemeKind } from '$lib/protocol';
import type { Guide } from './guide.svelte';

interface Confidence { first: number | null; after: number | null; inWords: string; change: string | null }

/** What the preview reads of `summary.json`; its schema is server/src/export/summary.schema.json. */
export interface SummaryDocument {
  dateInWords: string;
  area: string | null;
  readers: string | null;
  kept: string;
  source: string;
  scope: string;
  notPrivate: string | null;
  facilitators: string[];
  present: number;
  chosen: string | null;
  competencies: { id: string; name: string; statement: string }[];
  people: {
    name: string;
    lines: { name: string; confidence: Confidence | null; reason: string | null; shift: string | null }[];
    actions: { text: string; name: string | null; reviewInWords: string | null }[];
  }[];
  beforeAndAfter: { who: string; name: string; confidence: Confidence }[];
  themes: { kind: ThemeKind; text: string }[];
  agreements: string[];
  minutes: { stage: string; name: string; planned: number; took: number }[];
  planned: number;
  took: number;
}

/** Changes come in twos and threes: a choice and its name, a line and its yes. In ms. */
const SETTLES = 200;
const AGAIN = 5_000;

export class Saved {
  document = $state.raw<SummaryDocument | null>(null);
  /** It could not be fetched: what stands may be older. */
  failed = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(readonly guide: Guide) {}

  /** What the document is made of, as far as this console sees it. */
  get made(): string {
    const { room, desk } = this.guide;
    return JSON.stringify([desk.record, desk.plan.stages, room.title, room.prepared, room.choice, room.people, room.facilitators, room.stage.now, room.themes, room.about.keptUntil]);
  }

  soon(wait = SETTLES): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fetch(), wait);
  }
  stop(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  async #fetch(): Promise<void> {
    const asked = ++this.#asked;
    const { id, secret } = this.guide.session;
    try {
      const file = await api.document(id, secret, 'summary', 'json');
      const document = JSON.parse(await file.text()) as SummaryDocument;
      if (asked !== this.#asked) return; // a later one is on its way
      this.document = document;
      this.failed = false;
    } catch {
      if (asked !== this.#asked) return;
      this.failed = true;
      this.soon(AGAIN);
    }
  }
}
