// One participant's view of their session, for the screens: the documents with their framework, and the questions
// screens ask of them. Decides nothing; the server does.
import { api } from '$lib/api';
import { plainName } from '$lib/names';
import type { Area, Command, Competency, Framework, LookedBack, Mine, MineRow, Room, RoomPerson, Seen, Stage } from '$lib/protocol';
import type { Answer, Session } from '$lib/session.svelte';
import { COUNTED, stageNumber } from '$lib/stages';
import { router } from '$lib/router.svelte';
import { store } from '$lib/store';
import { recall, remember } from '$lib/tab';
import { list, t } from '$lib/words';

/** The framework is asked for again after this, for as long as it takes. */
const AGAIN_MS = 3_000;
/** How long stopping waits for the server; the door forgets who does not come back anyway. */
const GIVE_UP_MS = 1_000;

/** What can be shown of a row, each by itself. */
export type Part = 'score' | 'reason' | 'rescore' | 'shift';

export class Here {
  framework = $state.raw<Framework | null>(null);
  /** Came when the group was already talking, and has written nothing yet: decided once, on coming in. */
  late = $state(false);
  /** In whose turn this person said they would talk without showing: "participant/competency". */
  talking = $state('');
  #begun = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly session: Session) {
    this.#load();
  }

  close(): void {
    clearTimeout(this.#again);
    this.session.close();
  }

  /** Everything a screen needs has arrived. */
  get whole(): boolean {
    return !!(this.session.room && this.session.mine && this.framework);
  }

  /** Call when whole: notices who comes late. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    const talking = ['discuss', 'rescore', 'actions'].includes(this.stage);
    this.late = talking && !this.session.kept.met && this.me.place === 'seated' && this.competencies.every(({ id }) => !this.answered(id));
    if (!this.late) this.meet();
  }

  /** Remembers which page of Rate or Re-score is on the screen. */
  stand(page: 'rate' | 'rescore', at: string): void {
    remember(this.#stood(page), `${this.stage} ${at}`);
  }
  /** Where a break, a look elsewhere or a reload took somebody from; null once the group has moved. */
  stood(page: 'rate' | 'rescore'): string | null {
    const [stage, at] = recall(this.#stood(page))?.split(' ') ?? [];
    return stage === this.stage ? (at ?? null) : null;
  }
  #stood(page: string): string {
    return `stood:${page}:${this.session.key}`;
  }

  /** They know where the group is; from now on also after a reload. */
  meet(): void {
    this.late = false;
    store.change(this.session.key, (kept) => {
      kept.met = true;
    });
  }

  get room(): Room {
    return this.session.room as Room;
  }
  get mine(): Mine {
    return this.session.mine as Mine;
  }
  get me() {
    return this.mine.me;
  }
  get stage(): Stage {
    return this.room.stage.now;
  }
  /** The group is or was in that stage. */
  reached(stage: Stage): boolean {
    return stageNumber(this.room.stage.furthest) >= stageNumber(stage);
  }

  get areas(): Area[] {
    return this.framework?.areas ?? [];
  }
  get area(): Area | null {
    return this.areas.find(({ id }) => id === this.room.choice.area) ?? null;
  }
  /** What the group chose, in its order. */
  get competencies(): Competency[] {
    return this.room.choice.competencies.map((id) => this.competency(id)).filter((found) => found !== null);
  }
  competency(id: string): Competency | null {
    return this.areas.flatMap((area) => area.competencies).find((one) => one.id === id) ?? null;
  }
  areaOf(competency: string): Area | null {
    return this.areas.find((area) => area.competencies.some(({ id }) => id === competency)) ?? null;
  }
  /** As it stands on a screen. */
  plain(name: string): string {
    return plainName(name, this.framework);
  }
  nameOf(competency: string): string {
    return this.plain(this.competency(competency)?.name ?? '');
  }

  row(competency: string): MineRow {
    return (
      this.mine.rows[competency] ?? { competency, score: null, reason: null, declined: false, rescore: null, shift: null, jots: {}, shown: null, covered: false }
    );
  }
  /** What stands on this screen of those parts: only these exact words are shown. */
  seen(competency: string, parts: Part[]): Seen {
    const row = this.row(competency);
    return Object.fromEntries(parts.map((part) => [part, row[part]]));
  }
  answered(competency: string): boolean {
    const { score, reason, declined } = this.row(competency);
    return score !== null || reason !== null || declined;
  }

  /** People of this session have met before, or this person has something of an earlier one. */
  get comesAgain(): boolean {
    return this.room.about.followUp || this.mine.earlier.length > 0 || store.session(this.session.key)?.earlier === 'paper';
  }
  /** What others showed of looking back. */
  get lookedBack(): LookedBack[] {
    return (this.session.table?.lookedBack ?? []).filter(({ participant }) => participant !== this.me.participant);
  }
  /** There are actions of an earlier session to look back at. */
  get carries(): boolean {
    return Object.keys(this.mine.carried).length > 0;
  }

  person(id: string): RoomPerson | undefined {
    return this.room.people.find(({ participant }) => participant === id);
  }
  personName(id: string | null): string {
    return (id !== null && this.person(id)?.name) || t('person.colleague');
  }
  /** Everybody with a seat now, in seat order. */
  get seated(): RoomPerson[] {
    return this.room.people.filter(({ here }) => here !== 'left');
  }
  get others(): RoomPerson[] {
    return this.seated.filter(({ participant }) => participant !== this.me.participant);
  }
  get facilitators(): string[] {
    return this.room.facilitators.map(({ name }) => name ?? t('person.facilitator'));
  }
  /** "Morgan", or "your facilitator". */
  get facilitator(): string {
    return this.facilitators.length > 0 ? list(this.facilitators) : t('person.facilitator');
  }
  /** The same at the beginning of a sentence. */
  get Facilitator(): string {
    const [name] = this.room.facilitators;
    return name?.name === null || name === undefined ? t('person.facilitator.first') : this.facilitator;
  }
  /** Who receives what is shown now, by name (T25). */
  get audience(): string {
    return list([...this.others.map(({ name }) => name), ...this.facilitators]);
  }

  get turn() {
    return this.room.turn.now;
  }
  get myTurn(): boolean {
    return this.turn?.participant === this.me.participant;
  }

  /** "Rate · 3 of 7" */
  windowTitle(stage: Stage): string {
    const name = t(`stage.${stage}`);
    const step = stageNumber(stage);
    return step === 0 ? name : t('page.title', { name, step, of: COUNTED });
  }

  /** Stop waiting at the door: nothing of them is left in the session, nor here. */
  async stopWaiting(): Promise<void> {
    const later = new Promise((done) => setTimeout(done, GIVE_UP_MS));
    await Promise.race([this.send({ type: 'leave' }), later]);
    store.forget(this.session.key);
    router.go('/');
  }

  send(command: Command): Promise<Answer> {
    return this.session.send(command);
  }
  save(field: string, command: Command): Promise<Answer> {
    return this.session.save(field, command);
  }

  #load(): void {
    api.frameworkOf(this.session.id, this.session.secret).then(
      (framework) => (this.framework = framework),
      () => {
        if (this.session.state !== 'over') this.#again = setTimeout(() => this.#load(), AGAIN_MS);
      },
    );
  }
}
