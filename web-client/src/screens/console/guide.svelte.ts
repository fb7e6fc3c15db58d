// What the console's screens share: the views put together for a facilitator, one question that is open, and the
// commands. Holds no rules of the session and no word of anybody that was not shown.
import { announce, hush } from '$lib/announce';
import { api, download } from '$lib/api';
import type { Answer, Area, Command, Competency, Desk, Framework, Item, Room, RoomPerson, Stage } from '$lib/protocol';
import { failureWords, refusalWords } from '$lib/refusal';
import { router } from '$lib/router.svelte';
import type { Session } from '$lib/session.svelte';
import { recall, remember } from '$lib/tab';
import { now } from '$lib/ticker.svelte';
import { t } from '$lib/words';
import { pace, RAIL, STAGES } from './pace';

/** Everybody's view of a person, with the signals they gave to the facilitator. */
export interface Person extends RoomPerson {
  ready: boolean;
  moreTime: boolean;
  hand: boolean;
  asleep: boolean;
  /** Was asked in this stage whether they need anything. */
  nudged: boolean;
  answer: Answer | null;
  /** Would like to be checked in with afterwards, also after leaving. */
  checkIn: boolean;
}

/** Asked in the place of the next step, answered by a press: never a dialog. */
export interface Question {
  says: string;
  yes: { label: string; do: () => void };
  no: { label: string; do?: () => void };
  /** It can't be undone: the way not to do it is the main one. */
  grave?: boolean;
}

/** Pages of the console beside its stages. */
export type Panel = 'door' | 'plan' | 'pause' | 'screen' | 'seen' | 'wayback' | 'co' | 'close' | 'erase' | 'themes';

const SILENT = { ready: false, moreTime: false, hand: false, asleep: false, nudged: false, answer: null };

export class Guide {
  readonly session: Session;
  framework = $state.raw<Framework | null>(null);
  asking = $state.raw<Question | null>(null);
  /** Why the last press did nothing, in words. */
  problem = $state('');
  /** The room display's secret while this console made it; nothing else knows it. */
  screen = $state<string | null>(null);
  /** The area that is ticked and not confirmed yet: kept while the window is turned or made narrow. */
  ticked = $state<string | null>(null);
  #covered = $state(false);

  readonly people: Person[] = $derived.by(() => {
    const signals = new Map(this.session.desk?.people.map((one) => [one.participant, one]));
    const checkIn = new Set(this.session.desk?.checkIn);
    return (this.session.room?.people ?? []).map((person) => ({ ...SILENT, ...signals.get(person.participant), ...person, checkIn: checkIn.has(person.participant) }));
  });
  /** Everybody with a seat, on paper or out for a while too. */
  readonly here = $derived.by(() => this.people.filter((person) => person.here !== 'left'));
  /** Whose phone can say "ready": a seat on paper never counts as not ready. */
  readonly phones = $derived.by(() => this.here.filter((person) => !person.paper));
  readonly ready = $derived.by(() => this.phones.filter((person) => person.ready));
  readonly notReady = $derived.by(() => this.phones.filter((person) => !person.ready));
  readonly items: Item[] = $derived.by(() => Object.values(this.session.table?.items ?? {}).filter((item) => !this.covered || item.display));
  readonly area: Area | undefined = $derived.by(() => this.framework?.areas.find((one) => one.id === this.session.room?.choice.area));
  readonly chosen: Competency[] = $derived.by(() => (this.session.room?.choice.competencies ?? []).flatMap((id) => this.competency(id) ?? []));
  readonly pace = $derived.by(() => pace(this.desk.plan, this.stage, now() + this.session.skew));

  constructor(session: Session) {
    this.session = session;
    this.#covered = recall(COVERED + session.id) !== null;
    this.load();
  }

  get room(): Room {
    if (!this.session.room) throw new Error('no room before welcome');
    return this.session.room;
  }
  get desk(): Desk {
    if (!this.session.desk) throw new Error('no desk before welcome');
    return this.session.desk;
  }
  get stage(): Stage {
    return this.room.stage.now;
  }
  /** The group has been in the discussion: themes can be written from then on. */
  get talked(): boolean {
    return STAGES.indexOf(this.room.stage.furthest) >= STAGES.indexOf('discuss');
  }
  get panel(): string {
    return router.at;
  }
  /** Projected: people's states, signals and notes are off this page. */
  get covered(): boolean {
    return this.#covered;
  }
  set covered(value: boolean) {
    this.#covered = value;
    remember(COVERED + this.session.id, value ? '1' : null);
    this.asking = null;
    this.problem = '';
    // The last announcement may name somebody who waits.
    if (value) hush();
  }

  load(): void {
    const { id, secret } = this.session;
    api.frameworkOf(id, secret).then((framework) => (this.framework = framework), () => setTimeout(() => this.load(), 5_000));
  }

  open(panel: Panel): void {
    this.asking = null;
    this.problem = '';
    router.show(panel);
  }
  shut(): void {
    this.asking = null;
    router.show('');
  }

  competency(id: string): Competency | undefined {
    return this.framework?.areas.flatMap((area) => area.competencies).find((one) => one.id === id);
  }
  nameOf(participant: string | null): string {
    return this.people.find((person) => person.participant === participant)?.name ?? t('console.colleague');
  }
  stageName(stage: Stage = this.stage): string {
    return t(RAIL[stage]);
  }
  /** What the window is called: never a score, a competency or a reason. */
  get windowTitle(): string {
    const step = STAGES.indexOf(this.stage);
    return step === 0 ? this.stageName() : t('console.window', { stage: this.stageName(), step });
  }

  /** Sends; a refusal is said in words where the next step stands. Gives whether it was done. */
  async do(command: Command): Promise<boolean> {
    this.asking = null;
    this.problem = '';
    const answer = await this.session.send(command);
    if (answer === 'done') return true;
    // Somebody else at another console did the same: the screen shows it already.
    if (answer.type === 'stale' && command.type !== 'undo') return false;
    this.say(command.type === 'undo' && answer.type === 'stale' ? t('console.undo.gone') : refusalWords(answer));
    return false;
  }

  say(problem: string): void {
    this.problem = problem;
    announce(problem);
  }

  goTo(stage: Stage): void {
    if (router.at !== '') router.show('', true);
    void this.do({ type: 'goTo', stage, from: this.stage });
  }

  /** On to the re-score; asks first while turns are to come. The one that is on is not cut short by asking. */
  rescore(): void {
    const count = this.desk.turns.queue.filter((one) => one.standing === 'due').length;
    if (count === 0) return this.goTo('rescore');
    this.ask({ says: t('console.discuss.left', { count }), yes: { label: t('console.discuss.rescore'), do: () => this.goTo('rescore') }, no: { label: t('console.stay', { stage: this.stageName() }) } });
  }

  /** The summary as a file: a PDF to keep, JSON for programs. */
  async saveSummary(format: 'pdf' | 'json'): Promise<void> {
    try {
      const file = await api.document(this.session.id, this.session.secret, 'summary', format);
      download(file, `${t('console.save.file')}.${format}`);
      this.problem = '';
    } catch (error) {
      this.say(failureWords(error));
    }
  }

  ask(question: Question): void {
    this.problem = '';
    this.asking = question;
  }
}

/** Reloading a page that is being projected must not uncover it. Kept by the tab, not by the device. */
const COVERED = 'covered:';
