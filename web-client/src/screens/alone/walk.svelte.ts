// Somebody's way through a session of their own: where they are, what they chose, and the session's stage following
// them. The server decides; a press shows at once, as everywhere.
import { flushAll } from '$lib/field.svelte';
import { Pick } from '$lib/pick.svelte';
import type { Area, Competency, Stage } from '$lib/protocol';
import { router } from '$lib/router.svelte';
import { stageNumber } from '$lib/stages';
import type { Here } from '../participant/here.svelte';
import { atOf, beside, isOpen, placeOf, stageOf, type Journey, type Page, type Place } from './places';

export class Walk {
  readonly #area: Pick<string | null>;
  readonly #chosen: Pick<string[]>;
  #furthest = $state<Stage>('lobby');
  /** The stage asked for and not answered yet. */
  #asked: Stage | null = null;

  constructor(readonly here: Here) {
    this.#area = new Pick(() => here.room.choice.area);
    this.#chosen = new Pick(() => here.room.choice.competencies);
  }

  get area(): Area | null {
    return this.here.areas.find(({ id }) => id === this.#area.value) ?? null;
  }
  get areaRefusal() {
    return this.#area.refusal;
  }
  /** In the framework's order, out of the area that is chosen. */
  get competencies(): Competency[] {
    return this.area?.competencies.filter(({ id }) => this.#chosen.value.includes(id)) ?? [];
  }
  /** The competency that a place's `arg` names, from 1, and which of how many it is. */
  at(arg: string): { one: Competency | undefined; step: number; of: number } {
    const of = this.competencies.length;
    const step = Math.min(Math.max(Number.parseInt(arg, 10) || 1, 1), of);
    return { one: this.competencies[step - 1], step, of };
  }
  get chosenRefusal() {
    return this.#chosen.refusal;
  }

  chooseArea(area: string): void {
    this.#area.set(area, this.here.save('area', { type: 'chooseArea', area }));
  }
  chooseCompetencies(competencies: string[]): void {
    // A session looks at one at least: none is a pause before choosing another, and the server keeps what it has.
    const answer = competencies.length > 0 ? this.here.save('competencies', { type: 'chooseCompetencies', competencies }) : new Promise<never>(() => undefined);
    this.#chosen.set(competencies, answer);
  }

  get journey(): Journey {
    const { now, furthest } = this.here.room.stage;
    const far = stageNumber(this.#furthest) > stageNumber(furthest) ? this.#furthest : furthest;
    return { stage: now, furthest: far, area: this.area !== null, chosen: this.competencies.length };
  }
  get place(): Place {
    const place = placeOf(router.at, this.journey);
    return place.arg === '' ? { ...place, arg: this.#first(place.page) } : place;
  }
  isOpen(page: Page): boolean {
    return isOpen(page, this.journey);
  }

  show(place: Place): void {
    flushAll();
    const stage = stageOf(place.page);
    if (stage && stageNumber(stage) > stageNumber(this.#furthest)) this.#furthest = stage;
    router.show(atOf(place));
  }
  next(): void {
    const place = beside(this.place, this.competencies.length, 1);
    if (place) this.show(place);
  }
  /** None before the first. */
  get back(): (() => void) | undefined {
    const place = beside(this.place, this.competencies.length, -1);
    return place ? () => this.show(place) : undefined;
  }

  /** Call for every place shown: the address names it, and the session's stage follows. */
  arrive(place: Place): void {
    if (router.at !== atOf(place)) router.show(atOf(place), true); // so that no other device moves this page
    const stage = stageOf(place.page);
    if (!stage || stage === (this.#asked ?? this.here.stage)) return;
    this.#asked = stage;
    void this.here.send({ type: 'goTo', stage }).then(() => {
      if (this.#asked === stage) this.#asked = null;
    });
  }

  /** Which one, when an address names a step only: the first without an answer. */
  #first(page: Page): string {
    const first = (open: (id: string) => boolean) => String(Math.max(0, this.competencies.findIndex(({ id }) => open(id))) + 1);
    const { here } = this;
    if (page === 'rate') return first((id) => !here.answered(id));
    if (page === 'reflect') return first((id) => Object.keys(here.row(id).jots).length === 0);
    if (page === 'rescore') return first((id) => here.row(id).rescore === null);
    if (page === 'actions') return Object.keys(here.mine.actions).length === 0 ? 'new' : 'all';
    return '';
  }
}
