// Generated from the Rust types in shared/src. Do not edit: run
// TRIVET_WRITE=1 cargo test -p trivet-shared --test typescript

/**
 * `about`
 */
export type About = { 
/**
 * My role, on my sheet.
 */
role?: string | null, 
/**
 * My organisation, on my sheet.
 */
organisation?: string | null, };

/**
 * What was settled when the session was opened.
 */
export type AboutView = { 
/**
 * Its id.
 */
session: SessionId, 
/**
 * Its framework.
 */
framework: FrameworkId, 
/**
 * That framework's name.
 */
frameworkName: string, 
/**
 * Where its dates are counted.
 */
zone: Zone, 
/**
 * Seats that a code fills.
 */
seats: number, 
/**
 * One person alone.
 */
solo: boolean, 
/**
 * A rehearsal with pretend people, of which nothing is kept.
 */
rehearsal: boolean, 
/**
 * These people have met before.
 */
followUp: boolean, 
/**
 * When it was opened.
 */
opened: Timestamp, 
/**
 * Days it is kept after close, or after its last change.
 */
keptDays: number, 
/**
 * When it is deleted; said once it is closed, since before that the date moves with everything anybody does.
 */
keptUntil: Timestamp | null, 
/**
 * All of it is deleted but one's own sheet, which one keeps.
 */
reduced: boolean, };

/**
 * `act`
 */
export type Act = { 
/**
 * Which action; a new id begins one.
 */
action: ActionId, 
/**
 * What I'll do.
 */
text?: string | null, 
/**
 * Towards which competency; `null` means the whole area.
 */
competency?: CompetencyId | null, 
/**
 * When I'll look back: later than today where the session is.
 */
review?: IsoDate | null, 
/**
 * The text as I saw it before I changed it.
 */
was?: string, };

/**
 * One development action, made by the browser that writes it.
 */
export type ActionId = string;

/**
 * `addSeat`
 */
export type AddSeat = { 
/**
 * Whose seat.
 */
name: Name, };

/**
 * A prompt the facilitator added.
 */
export type Added = { 
/**
 * Its id.
 */
prompt: PromptId, 
/**
 * For which competency; none: for any.
 */
competency: CompetencyId | null, 
/**
 * The words.
 */
text: string, };

/**
 * `admit`
 */
export type Admit = { 
/**
 * Who waits.
 */
participant: ParticipantId, };

/**
 * What somebody answers to "Need anything?".
 */
export type Answer = "fine" | "time" | "talk";

/**
 * One area of a framework.
 */
export type Area = { 
/**
 * Unique within the framework.
 */
id: AreaId, 
/**
 * Its name.
 */
name: string, 
/**
 * One plain line.
 */
summary: string, 
/**
 * Its competencies, in the order they are shown.
 */
competencies: Array<Competency>, };

/**
 * An area, as its framework names it.
 */
export type AreaId = string;

/**
 * `checkIn`
 */
export type CheckIn = { 
/**
 * Wanted, or no longer.
 */
wanted: boolean, };

/**
 * What the group looks at.
 */
export type ChoiceView = { 
/**
 * One area.
 */
area: AreaId | null, 
/**
 * One to three of its competencies.
 */
competencies: Array<CompetencyId>, };

/**
 * `chooseArea`
 */
export type ChooseArea = { 
/**
 * The area.
 */
area: AreaId, };

/**
 * `chooseCompetencies`
 */
export type ChooseCompetencies = { 
/**
 * The whole set.
 */
competencies: Array<CompetencyId>, };

/**
 * What a browser sends.
 */
export type ClientFrame = { "type": "hello", 
/**
 * 43 base64url characters.
 */
secret: string, } | { "type": "command", 
/**
 * Made by the browser; the same id again is the same command.
 */
id: CommandId, 
/**
 * What to do.
 */
command: Command, } | { "type": "ping" };

/**
 * Time, as advice: nothing happens when it is up. Screens count for themselves.
 */
export type Clock = { 
/**
 * When this stage would end by plan; none while the clock stands.
 */
endsAt: Timestamp | null, 
/**
 * Milliseconds left by plan while the clock stands (negative: over).
 */
left: number | null, 
/**
 * A break for all.
 */
paused: boolean, 
/**
 * When people are expected back from it.
 */
until: Timestamp | null, };

/**
 * `coFacilitator`
 */
export type CoFacilitator = { 
/**
 * What makes somebody a co-facilitator, made by the browser; `null` ends that.
 */
secret: string | null, 
/**
 * What people call them.
 */
name?: Name, };

/**
 * Every verb there is. Each sets something ("my score for X is 7"), so that sending it again does no harm.
 */
export type Command = { "type": "admit" } & Admit | { "type": "remove" } & Remove | { "type": "lock" } & Lock | { "type": "addSeat" } & AddSeat | { "type": "display" } & Display | { "type": "newLink" } & NewLink | { "type": "coFacilitator" } & CoFacilitator | { "type": "prepare" } & Prepare | { "type": "propose" } & Propose | { "type": "picks" } & Picks | { "type": "chooseArea" } & ChooseArea | { "type": "chooseCompetencies" } & ChooseCompetencies | { "type": "goTo" } & GoTo | { "type": "plan" } & Plan | { "type": "extend" } & Extend | { "type": "pause" } & Pause | { "type": "resume" } & Resume | { "type": "giveTurn" } & GiveTurn | { "type": "nextTurn" } & NextTurn | { "type": "turnOrder" } & TurnOrder | { "type": "turnPart" } & TurnPart | { "type": "park" } & Park | { "type": "cover" } & Cover | { "type": "prompt" } & Prompt | { "type": "sendPrompt" } & SendPrompt | { "type": "nudge" } & Nudge | { "type": "theme" } & ThemeLine | { "type": "note" } & Note | { "type": "undo" } & Undo | { "type": "rename" } & Rename | { "type": "about" } & About | { "type": "preferAreas" } & PreferAreas | { "type": "preferCompetencies" } & PreferCompetencies | { "type": "rate" } & Rate | { "type": "decline" } & Decline | { "type": "ready" } & Ready | { "type": "moreTime" } & MoreTime | { "type": "reply" } & Reply | { "type": "startTurn" } & StartTurn | { "type": "later" } & Later | { "type": "pass" } & Pass | { "type": "show" } & Show | { "type": "takeBack" } & TakeBack | { "type": "showTo" } & ShowTo | { "type": "feedback" } & Feedback | { "type": "keepFeedback" } & KeepFeedback | { "type": "raiseHand" } & RaiseHand | { "type": "rescore" } & Rescore | { "type": "jot" } & Jot | { "type": "act" } & Act | { "type": "dropAction" } & DropAction | { "type": "earlier" } & Earlier | { "type": "forget" } & Forget | { "type": "lookBack" } & LookBack | { "type": "showLookBack" } & ShowLookBack | { "type": "record" } & RecordLines | { "type": "keepSheet" } & KeepSheet | { "type": "stepOut" } & StepOut | { "type": "leave" } & Leave | { "type": "checkIn" } & CheckIn;

/**
 * One command, made by its sender. The same id again is the same command.
 */
export type CommandId = string;

/**
 * One competency.
 */
export type Competency = { 
/**
 * Unique within the framework.
 */
id: CompetencyId, 
/**
 * Its name.
 */
name: string, 
/**
 * What it means in practice.
 */
statement: string, 
/**
 * The framework's own short code, where it has one.
 */
code?: string, 
/**
 * Core or secondary, where the framework tells them apart.
 */
level?: Level, 
/**
 * Why it matters.
 */
whyItMatters?: string, 
/**
 * What it can look like, by THRIVE stage.
 */
indicators: Array<Indicator>, 
/**
 * Questions for the talk.
 */
prompts: Array<string>, 
/**
 * Beginnings of an action.
 */
starters: Array<string>, 
/**
 * Terms of the glossary that its words use, by id, so that a page can explain them.
 */
terms: Array<string>, };

/**
 * A competency, unique within its framework.
 */
export type CompetencyId = string;

/**
 * `cover`
 */
export type Cover = { 
/**
 * What to take off the screens.
 */
item: ItemId, };

/**
 * `decline`
 */
export type Decline = { 
/**
 * What about.
 */
competency: CompetencyId, 
/**
 * I'd rather not score it; or I will after all.
 */
declined: boolean, };

/**
 * Delivery responsibility of a role.
 */
export type Delivery = "frontline" | "tactical" | "strategic";

/**
 * What facilitators see.
 */
export type Desk = { 
/**
 * The door.
 */
door: DeskDoor, 
/**
 * Who waits to be let in.
 */
waiting: Array<Waiting>, 
/**
 * Signals, by person, in seat order.
 */
people: Array<DeskPerson>, 
/**
 * Who would like to be checked in with afterwards, also of those who left.
 */
checkIn: Array<ParticipantId>, 
/**
 * The picks as they stood when asked for.
 */
picks: PicksView | null, 
/**
 * Turns, in the order they come up.
 */
turns: DeskTurns, 
/**
 * Plan and actual minutes.
 */
plan: DeskPlan, 
/**
 * Feedback somebody decided to tell the facilitator.
 */
told: Array<Told>, 
/**
 * What people put in the record.
 */
record: DeskRecord, 
/**
 * Prompts the facilitator added.
 */
prompts: Array<Added>, 
/**
 * The facilitator's notes.
 */
notes: { [key in Stage]?: string }, 
/**
 * Group moves, newest last; the newest can be undone.
 */
moves: Array<Move>, };

/**
 * The sections that differ, each whole; of keyed sections the entries that differ, `null` for one that is gone.
 */
export type DeskChange = { 
/**
 * The door.
 */
door?: DeskDoor, 
/**
 * Who waits to be let in.
 */
waiting?: Array<Waiting>, 
/**
 * Signals, by person, in seat order.
 */
people?: Array<DeskPerson>, 
/**
 * Who would like to be checked in with afterwards, also of those who left.
 */
checkIn?: Array<ParticipantId>, 
/**
 * The picks as they stood when asked for.
 */
picks?: PicksView | null, 
/**
 * Turns, in the order they come up.
 */
turns?: DeskTurns, 
/**
 * Plan and actual minutes.
 */
plan?: DeskPlan, 
/**
 * Feedback somebody decided to tell the facilitator.
 */
told?: Array<Told>, 
/**
 * What people put in the record.
 */
record?: DeskRecord, 
/**
 * Prompts the facilitator added.
 */
prompts?: Array<Added>, 
/**
 * The facilitator's notes.
 */
notes?: { [key in Stage]?: string }, 
/**
 * Group moves, newest last; the newest can be undone.
 */
moves?: Array<Move>, };

/**
 * The door.
 */
export type DeskDoor = { 
/**
 * What people type to join; none once the session is closed.
 */
code: JoinCode | null, 
/**
 * A code only lets people ask.
 */
locked: boolean, 
/**
 * Rate has begun: from here on a code only lets people ask.
 */
begun: boolean, 
/**
 * A room display has been opened.
 */
display: boolean, 
/**
 * There is a co-facilitator's link.
 */
co: boolean, 
/**
 * Days the operator keeps sessions for: the most `prepare` takes.
 */
mostDays: number, };

/**
 * What somebody signals to the facilitator.
 */
export type DeskPerson = { 
/**
 * Who.
 */
participant: ParticipantId, 
/**
 * Ready in this stage. Says nothing about a seat on paper.
 */
ready: boolean, 
/**
 * Would like more time in this stage.
 */
moreTime: boolean, 
/**
 * Hand up.
 */
hand: boolean, 
/**
 * Phone asleep or offline for a minute.
 */
asleep: boolean, 
/**
 * Was asked in this stage whether they need anything.
 */
nudged: boolean, 
/**
 * What they answered.
 */
answer: Answer | null, };

/**
 * Plan and actual time.
 */
export type DeskPlan = { 
/**
 * Stage by stage.
 */
stages: Array<PlannedStage>, 
/**
 * Since when the clock runs in the present stretch: add it to that stage's `took`.
 */
since: Timestamp | null, };

/**
 * What people put in the record.
 */
export type DeskRecord = { 
/**
 * How many have chosen.
 */
answered: number, 
/**
 * Of how many.
 */
of: number, 
/**
 * What is in it.
 */
summary: Summary, };

/**
 * Turns.
 */
export type DeskTurns = { 
/**
 * What a round goes by.
 */
by: TurnsBy, 
/**
 * All of them in order.
 */
queue: Array<QueuedTurn>, 
/**
 * Since when the present one is on.
 */
since: Timestamp | null, };

/**
 * `display`
 */
export type Display = { 
/**
 * The SHA-256 of the display's secret is kept; `null` ends the display.
 */
secret: string | null, };

/**
 * `dropAction`
 */
export type DropAction = { 
/**
 * Which.
 */
action: ActionId, };

/**
 * `earlier`
 */
export type Earlier = { 
/**
 * The day of that session: before today where this one is.
 */
on: IsoDate, 
/**
 * What about: something I have answered this time.
 */
competency: CompetencyId, 
/**
 * Confidence at first; with both cleared, nothing is kept.
 */
first?: Score | null, 
/**
 * Confidence afterwards.
 */
after?: Score | null, };

/**
 * Confidence in an earlier session.
 */
export type EarlierScore = { 
/**
 * At first.
 */
first: Score | null, 
/**
 * Afterwards.
 */
after: Score | null, };

/**
 * An earlier session.
 */
export type EarlierSession = { 
/**
 * What `forget` names.
 */
sheet: SheetId, 
/**
 * Its day.
 */
on: IsoDate, 
/**
 * What it was called; may be empty.
 */
title: string, 
/**
 * Typed by hand.
 */
typed: boolean, 
/**
 * Confidence then, by competency: of those answered this time, and of those that are not asked this time.
 */
scores: { [key in CompetencyId]: EarlierScore }, };

/**
 * `extend`
 */
export type Extend = { 
/**
 * Which stage.
 */
stage: Stage, 
/**
 * Minutes more, or fewer when negative: 1 to 60.
 */
minutes: number, };

/**
 * A facilitator, as everybody sees them.
 */
export type FacilitatorView = { 
/**
 * What people call them.
 */
name: string | null, };

/**
 * `feedback`
 */
export type Feedback = { 
/**
 * To whom.
 */
to: ParticipantId, 
/**
 * About what.
 */
competency: CompetencyId, 
/**
 * Which kind.
 */
kind: Kind, 
/**
 * The words; `null` or white space takes it back.
 */
text: string | null, 
/**
 * Keep it as a draft.
 */
draft?: boolean, 
/**
 * The words as I saw them before.
 */
was?: string, };

/**
 * One piece of feedback in its recipient's hands.
 */
export type FeedbackId = string;

/**
 * `forget`
 */
export type Forget = { 
/**
 * Whose scores go, and with them its actions, but for those that have an outcome.
 */
sheet: SheetId, };

/**
 * A framework.
 */
export type Framework = { 
/**
 * Its id: lower-case letters, digits and hyphens.
 */
id: FrameworkId, 
/**
 * Its name.
 */
name: string, 
/**
 * Which edition of the file this is.
 */
version: string, 
/**
 * The language its words are in (BCP 47).
 */
language: string, 
/**
 * Who published what this is drawn from.
 */
source: Source, 
/**
 * Whom and what it was written for; shown on choosing it and in exports.
 */
scope: string, 
/**
 * The areas, in the order they are shown.
 */
areas: Array<Area>, 
/**
 * Terms a reader may not know.
 */
glossary: Array<Term>, 
/**
 * Recommended training subjects.
 */
training: Array<string>, 
/**
 * Ways to develop a competency.
 */
develop: Array<string>, 
/**
 * Ways to demonstrate a competency.
 */
demonstrate: Array<string>, 
/**
 * Which competencies are often key in which kind of role.
 */
roles: Array<Role>, };

/**
 * A framework: `core-competencies`, `vcse`, or one that was brought.
 */
export type FrameworkId = string;

/**
 * `giveTurn`
 */
export type GiveTurn = { 
/**
 * To whom.
 */
participant: ParticipantId, 
/**
 * With what.
 */
competency: CompetencyId, };

/**
 * `goTo`
 */
export type GoTo = { 
/**
 * Where the group goes.
 */
stage: Stage, 
/**
 * Where the sender saw it: two consoles that press at once make one step.
 */
from?: Stage, };

/**
 * A theme as it stands.
 */
export type GroupTheme = { 
/**
 * Its id.
 */
theme: ThemeId, 
/**
 * A theme or a training idea.
 */
kind: ThemeKind, 
/**
 * The words.
 */
text: string, 
/**
 * The group said yes to these words.
 */
agreed: boolean, };

/**
 * Where somebody is, as far as they said so. A connection is none of it.
 */
export type Here = "here" | "steppedOut" | "left";

/**
 * Something a competency can look like. The stages add to one another and are no ranking.
 */
export type Indicator = { 
/**
 * At which stage.
 */
stage: Thrive, 
/**
 * In one sentence.
 */
text: string, };

/**
 * A calendar date, `2027-01-19` on the wire.
 */
export type IsoDate = string;

/**
 * Something shown.
 */
export type Item = { 
/**
 * What `cover` names.
 */
item: ItemId, 
/**
 * Whose.
 */
participant: ParticipantId, 
/**
 * What about.
 */
competency: CompetencyId, 
/**
 * Confidence at first.
 */
score?: Score, 
/**
 * Why.
 */
reason?: string, 
/**
 * Confidence afterwards.
 */
rescore?: Score, 
/**
 * What shifted.
 */
shift?: string, 
/**
 * On the big screen too.
 */
display: boolean, };

/**
 * Something shown on the table: whose, and about which competency. Written `participant/competency`; for a look-back
 * the action's id stands where the competency does.
 */
export type ItemId = string;

/**
 * What people type to join: 8 characters of [`CODE_ALPHABET`], kept without the gap it is shown with.
 */
export type JoinCode = string;

/**
 * `jot`
 */
export type Jot = { 
/**
 * Beside which competency.
 */
competency: CompetencyId, 
/**
 * In which box.
 */
box: JotBox, 
/**
 * The words; `null` or white space clears.
 */
text: string | null, 
/**
 * The words as I saw them before.
 */
was?: string, };

/**
 * What a jotting is about.
 */
export type JotBox = "heard" | "well" | "hard" | "step";

/**
 * `keepFeedback`
 */
export type KeepFeedback = { 
/**
 * Which.
 */
feedback: FeedbackId, 
/**
 * Kept, or set aside.
 */
kept: boolean, 
/**
 * The facilitator may see it, or no longer; absent leaves.
 */
tellFacilitator?: boolean, };

/**
 * `keepSheet`
 */
export type KeepSheet = { 
/**
 * Keep my sheet until I've looked back; otherwise it goes with the rest.
 */
kept: boolean, };

/**
 * Whether somebody keeps their sheet until they have looked back.
 */
export type KeepingView = { 
/**
 * They do.
 */
kept: boolean, 
/**
 * The last day on which they want to look back.
 */
review: IsoDate | null, 
/**
 * Until when it is kept, or would be. Said once the session is closed: before that its date moves with everything
 * anybody does.
 */
until: Timestamp | null, };

/**
 * The three kinds are the method's: strengths, solutions, opportunities for training and development.
 */
export type Kind = "strength" | "solution" | "training";

/**
 * `later`
 */
export type Later = { 
/**
 * With what.
 */
competency: CompetencyId, };

/**
 * `leave`
 */
export type Leave = Record<symbol, never>;

/**
 * How a framework classes a competency.
 */
export type Level = "core" | "secondary";

/**
 * `lock`
 */
export type Lock = { 
/**
 * Locked, or open again.
 */
locked: boolean, };

/**
 * `lookBack`
 */
export type LookBack = { 
/**
 * At which action.
 */
action: ActionId, 
/**
 * What became of it.
 */
outcome?: Outcome | null, 
/**
 * A note on that.
 */
note?: string | null, 
/**
 * The note as I saw it before I changed it.
 */
was?: string, };

/**
 * What became of an action that somebody set out to do in an earlier session.
 */
export type LookedBack = { 
/**
 * What `cover` names.
 */
item: ItemId, 
/**
 * Whose.
 */
participant: ParticipantId, 
/**
 * Which action.
 */
action: ActionId, 
/**
 * What they set out to do.
 */
text: string, 
/**
 * What became of it.
 */
outcome: Outcome | null, 
/**
 * Their note.
 */
note: string | null, };

/**
 * Management responsibility of a role.
 */
export type Management = "self" | "team" | "organisation";

/**
 * Who somebody is here.
 */
export type Me = { 
/**
 * Their id.
 */
participant: ParticipantId, 
/**
 * What people call them.
 */
name: string, 
/**
 * Waiting, seated, left or removed.
 */
place: Place, 
/**
 * Stepped out.
 */
out: boolean, 
/**
 * Their role.
 */
role: string | null, 
/**
 * Their organisation.
 */
organisation: string | null, 
/**
 * They said they are ready in this stage.
 */
ready: boolean, 
/**
 * They would like more time in this stage.
 */
moreTime: boolean, 
/**
 * Their hand is up.
 */
hand: boolean, 
/**
 * They asked the facilitator to check in with them afterwards.
 */
checkIn: boolean, 
/**
 * The facilitator asked in this stage whether they need anything.
 */
nudged: boolean, 
/**
 * What they answered.
 */
answer: Answer | null, };

/**
 * Where people meet.
 */
export type Meeting = "room" | "call";

/**
 * What is one participant's own.
 */
export type Mine = { 
/**
 * Who they are here.
 */
me: Me, 
/**
 * What they would like to look at.
 */
preferences: MinePreferences, 
/**
 * Feedback they were given, oldest first.
 */
received: Array<ReceivedView>, 
/**
 * Feedback they write or wrote, oldest first.
 */
sent: Array<SentView>, 
/**
 * What of theirs goes into the summary.
 */
record: RecordView, 
/**
 * Earlier sessions, oldest first. A score is in it only once its owner has answered this time.
 */
earlier: Array<EarlierSession>, 
/**
 * Whether they keep their sheet until they have looked back.
 */
keeping: KeepingView, 
/**
 * What they wrote, by competency.
 */
rows: { [key in CompetencyId]: MineRow }, 
/**
 * Their actions, by id.
 */
actions: { [key in ActionId]: MineAction }, 
/**
 * Actions of earlier sessions, by id.
 */
carried: { [key in ActionId]: MineCarried }, };

/**
 * One action.
 */
export type MineAction = { 
/**
 * Its id.
 */
action: ActionId, 
/**
 * Its place among one's own, from 0.
 */
order: number, 
/**
 * What I'll do.
 */
text: string | null, 
/**
 * Towards which competency; none means the whole area.
 */
competency: CompetencyId | null, 
/**
 * When I'll look back.
 */
review: IsoDate | null, };

/**
 * An action of an earlier session.
 */
export type MineCarried = { 
/**
 * Its id.
 */
action: ActionId, 
/**
 * Its place, from 0.
 */
order: number, 
/**
 * The sheet it comes from.
 */
sheet: SheetId, 
/**
 * The day of that session.
 */
on: IsoDate, 
/**
 * What I set out to do.
 */
text: string, 
/**
 * Towards which competency of this framework.
 */
competency: CompetencyId | null, 
/**
 * When I wanted to look back at it.
 */
review: IsoDate | null, 
/**
 * That day had come by the day of this session, or none was set.
 */
due: boolean, 
/**
 * What became of it.
 */
outcome: Outcome | null, 
/**
 * A note on that.
 */
note: string | null, 
/**
 * A copy lies on the table.
 */
shown: boolean, 
/**
 * Participants who may see it.
 */
to: Array<ParticipantId>, 
/**
 * Something of it was changed since it was shown.
 */
changed: boolean, 
/**
 * The facilitator took it off the screens.
 */
covered: boolean, };

/**
 * The sections that differ, each whole; of keyed sections the entries that differ, `null` for one that is gone.
 */
export type MineChange = { 
/**
 * Who they are here.
 */
me?: Me, 
/**
 * What they would like to look at.
 */
preferences?: MinePreferences, 
/**
 * Feedback they were given, oldest first.
 */
received?: Array<ReceivedView>, 
/**
 * Feedback they write or wrote, oldest first.
 */
sent?: Array<SentView>, 
/**
 * What of theirs goes into the summary.
 */
record?: RecordView, 
/**
 * Earlier sessions, oldest first. A score is in it only once its owner has answered this time.
 */
earlier?: Array<EarlierSession>, 
/**
 * Whether they keep their sheet until they have looked back.
 */
keeping?: KeepingView, 
/**
 * What they wrote, by competency.
 */
rows?: { [key in CompetencyId]: MineRow | null }, 
/**
 * Their actions, by id.
 */
actions?: { [key in ActionId]: MineAction | null }, 
/**
 * Actions of earlier sessions, by id.
 */
carried?: { [key in ActionId]: MineCarried | null }, };

/**
 * What somebody would like to look at.
 */
export type MinePreferences = { 
/**
 * Up to two areas.
 */
areas: Array<AreaId>, 
/**
 * Areas they would rather not look at today.
 */
ratherNot: Array<AreaId>, 
/**
 * Competencies.
 */
competencies: Array<CompetencyId>, };

/**
 * What somebody wrote about one competency.
 */
export type MineRow = { 
/**
 * Which.
 */
competency: CompetencyId, 
/**
 * Confidence at first.
 */
score: Score | null, 
/**
 * Why.
 */
reason: string | null, 
/**
 * Would rather not score it.
 */
declined: boolean, 
/**
 * Confidence afterwards; the same as at first means kept.
 */
rescore: Score | null, 
/**
 * What shifted.
 */
shift: string | null, 
/**
 * Lines for themselves.
 */
jots: { [key in JotBox]?: string }, 
/**
 * What of it lies on the table; none when nothing does.
 */
shown: MineShown | null, 
/**
 * The facilitator took it off the screens.
 */
covered: boolean, };

/**
 * What of a row lies on the table, as its author sees it.
 */
export type MineShown = { 
/**
 * Confidence at first.
 */
score: Score | null, 
/**
 * Why.
 */
reason: string | null, 
/**
 * Confidence afterwards.
 */
rescore: Score | null, 
/**
 * What shifted.
 */
shift: string | null, 
/**
 * On the big screen too.
 */
display: boolean, 
/**
 * Participants who may see any part of it.
 */
to: Array<ParticipantId>, 
/**
 * Something of it was changed since it was shown.
 */
changed: boolean, };

/**
 * `moreTime`
 */
export type MoreTime = { 
/**
 * I'd like more time in this stage, or no longer.
 */
wanted: boolean, };

/**
 * A group move.
 */
export type Move = { 
/**
 * What `undo` names.
 */
move: number, 
/**
 * What it was.
 */
what: MoveWhat, };

/**
 * What a group move was.
 */
export type MoveWhat = { "type": "stage", 
/**
 * From.
 */
from: Stage, 
/**
 * To.
 */
to: Stage, } | { "type": "choice" } | { "type": "turn", 
/**
 * The turn after it; nobody's when none.
 */
to: TurnRef | null, } | { "type": "parked", 
/**
 * Which.
 */
turn: TurnRef, 
/**
 * Set aside.
 */
parked: boolean, } | { "type": "seat", 
/**
 * Who.
 */
participant: ParticipantId, 
/**
 * Where they are now.
 */
place: Place, } | { "type": "plan" } | { "type": "order" };

/**
 * What somebody is called: 1 to [`NAME`] characters, trimmed, no control characters at all.
 */
export type Name = string;

/**
 * `newLink`
 */
export type NewLink = { 
/**
 * What opens the console from now on, made by the browser; the link before opens nothing any more, nor do
 * the co-facilitator's and the display's: whoever had it may have made them.
 */
secret: string, };

/**
 * `nextTurn`
 */
export type NextTurn = { 
/**
 * The turn the sender saw (`null`: nobody's): two consoles that press at once make one step.
 */
from?: TurnRef | null, };

/**
 * `note`
 */
export type Note = { 
/**
 * On which stage.
 */
stage: Stage, 
/**
 * The words; `null` or white space clears.
 */
text: string | null, 
/**
 * The words as I saw them before.
 */
was?: string, };

/**
 * The turn that is on.
 */
export type NowTurn = { 
/**
 * Whose.
 */
participant: ParticipantId, 
/**
 * With what.
 */
competency: CompetencyId, 
/**
 * Where in it.
 */
part: Part, };

/**
 * `nudge`
 */
export type Nudge = { 
/**
 * Whom to ask whether they need anything; once in a stage.
 */
participant: ParticipantId, };

/**
 * What became of an action.
 */
export type Outcome = "done" | "going" | "changed";

/**
 * `park`
 */
export type Park = { 
/**
 * Whose.
 */
participant: ParticipantId, 
/**
 * With what.
 */
competency: CompetencyId, 
/**
 * Set aside, or brought back.
 */
parked: boolean, };

/**
 * The part of a turn that the printed line stands at.
 */
export type Part = "speak" | "feedback" | "lastWord";

/**
 * One person in a session, from joining to erasing.
 */
export type ParticipantId = string;

/**
 * `pass`
 */
export type Pass = { 
/**
 * With what.
 */
competency: CompetencyId, };

/**
 * `pause`
 */
export type Pause = { 
/**
 * When people are expected back.
 */
until?: Timestamp, };

/**
 * `picks`
 */
export type Picks = { 
/**
 * Count them, or put the count away.
 */
shown: boolean, };

/**
 * Picks, counted without names.
 */
export type PicksView = { 
/**
 * How many would like an area.
 */
areas: { [key in AreaId]: number }, 
/**
 * Areas that somebody would rather not look at today.
 */
ratherNot: Array<AreaId>, 
/**
 * How many would like a competency.
 */
competencies: { [key in CompetencyId]: number }, };

/**
 * Where somebody is, as far as they said so.
 */
export type Place = "waiting" | "seated" | "left" | "removed";

/**
 * `plan`
 */
export type Plan = { 
/**
 * Minutes by stage; stages not named keep theirs.
 */
minutes: { [key in Stage]?: number }, };

/**
 * Plan and actual time of a stage.
 */
export type PlannedStage = { 
/**
 * Which.
 */
stage: Stage, 
/**
 * Minutes, with what was added.
 */
minutes: number, 
/**
 * Milliseconds it took before the present stretch.
 */
took: number, };

/**
 * `preferAreas`
 */
export type PreferAreas = { 
/**
 * Up to two.
 */
areas: Array<AreaId>, 
/**
 * Areas I would rather not look at today; absent leaves what stands.
 */
ratherNot?: Array<AreaId>, };

/**
 * `preferCompetencies`
 */
export type PreferCompetencies = { 
/**
 * Any of the area's.
 */
competencies: Array<CompetencyId>, };

/**
 * `prepare`
 */
export type Prepare = { 
/**
 * What the session is called.
 */
title?: string | null, 
/**
 * What people call the facilitator.
 */
facilitator?: string | null, 
/**
 * Seats that a code fills: 1 to 12.
 */
seats?: number, 
/**
 * In one room, or in a call.
 */
meeting?: Meeting, 
/**
 * The whole list, 1 to 12 of at most 300 characters; `null` for the usual ones.
 */
agreements?: Array<string> | null, 
/**
 * Where to find support; `null` for what the operator set.
 */
support?: string | null, 
/**
 * Who will get the summary. Widening it sets every choice of what goes in back to nothing.
 */
summaryTo?: SummaryTo, 
/**
 * Days it is kept, from 1 to what the operator set; `null` for that.
 */
keptDays?: number | null, };

/**
 * What the facilitator settled about the session.
 */
export type PreparedView = { 
/**
 * In one room, or in a call.
 */
meeting: Meeting, 
/**
 * The group's agreements; none means the usual ones.
 */
agreements: Array<string> | null, 
/**
 * Where to find support; none means what the operator set.
 */
support: string | null, 
/**
 * Who will get the summary.
 */
summaryTo: SummaryTo, 
/**
 * The area that is proposed.
 */
area: AreaId | null, 
/**
 * The competencies that are proposed.
 */
competencies: Array<CompetencyId>, };

/**
 * `prompt`
 */
export type Prompt = { 
/**
 * Its id, made by the browser.
 */
prompt: PromptId, 
/**
 * For which competency; absent: for any.
 */
competency?: CompetencyId, 
/**
 * The words, at most 300 characters; `null` takes it out.
 */
text: string | null, };

/**
 * One prompt that a facilitator added, made by the browser.
 */
export type PromptId = string;

/**
 * `propose`
 */
export type Propose = { 
/**
 * The area; `null` for none.
 */
area: AreaId | null, 
/**
 * Up to three of its competencies.
 */
competencies: Array<CompetencyId>, };

/**
 * A turn.
 */
export type QueuedTurn = { 
/**
 * Whose.
 */
participant: ParticipantId, 
/**
 * With what.
 */
competency: CompetencyId, 
/**
 * How it stands.
 */
standing: Standing, };

/**
 * `raiseHand`
 */
export type RaiseHand = { 
/**
 * Up, or down.
 */
raised: boolean, };

/**
 * `rate`
 */
export type Rate = { 
/**
 * What about.
 */
competency: CompetencyId, 
/**
 * My confidence, 1 to 10.
 */
score?: Score | null, 
/**
 * What made me choose this number.
 */
reason?: string | null, 
/**
 * The reason as I saw it before I changed it.
 */
was?: string, };

/**
 * `ready`
 */
export type Ready = { 
/**
 * Ready in this stage, or not yet.
 */
ready: boolean, };

/**
 * Feedback somebody was given.
 */
export type ReceivedView = { 
/**
 * Its id.
 */
feedback: FeedbackId, 
/**
 * From whom; nobody any more when its writer erased themselves.
 */
from: ParticipantId | null, 
/**
 * That person's name.
 */
name: string | null, 
/**
 * About what.
 */
competency: CompetencyId, 
/**
 * Which kind.
 */
kind: Kind, 
/**
 * The words.
 */
text: string, 
/**
 * Kept; otherwise set aside.
 */
kept: boolean, 
/**
 * The facilitator may see it.
 */
told: boolean, };

/**
 * A line of the record: an action, as its owner put it in.
 */
export type RecordAction = { 
/**
 * Which.
 */
action: ActionId, 
/**
 * What they will do.
 */
text: string, 
/**
 * Towards which competency.
 */
competency: CompetencyId | null, 
/**
 * When they will look back.
 */
review: IsoDate | null, 
/**
 * The action differs from it by now.
 */
changed: boolean, };

/**
 * A line of the record: what somebody showed about a competency, as they put it in.
 */
export type RecordLine = { 
/**
 * What about.
 */
competency: CompetencyId, 
/**
 * Confidence at first.
 */
score: Score | null, 
/**
 * Why.
 */
reason: string | null, 
/**
 * Confidence afterwards.
 */
rescore: Score | null, 
/**
 * What shifted.
 */
shift: string | null, 
/**
 * What is shown differs from it by now.
 */
changed: boolean, };

/**
 * `record`: true puts in as it stands now, false takes out, absent leaves.
 */
export type RecordLines = { 
/**
 * My name.
 */
name?: boolean, 
/**
 * What I showed, by competency.
 */
shown?: { [key in CompetencyId]: boolean }, 
/**
 * My actions.
 */
actions?: { [key in ActionId]: boolean }, 
/**
 * Who gets the summary, as I saw it when I chose: if more do by now, I choose anew.
 */
to?: SummaryTo, };

/**
 * What of somebody's goes into the summary.
 */
export type RecordView = { 
/**
 * They have answered, if only with nothing.
 */
answered: boolean, 
/**
 * Their name stands beside their lines.
 */
name: boolean, 
/**
 * What they showed.
 */
shown: Array<RecordLine>, 
/**
 * Their actions.
 */
actions: Array<RecordAction>, };

/**
 * Why a command was not carried out. Nothing has changed then, and the words stay on the sender's screen.
 */
export type Refusal = { "type": "forbidden" } | { "type": "invalid", 
/**
 * Which field.
 */
field: string, 
/**
 * What is wrong with it.
 */
why: Why, } | { "type": "unknownCommand" } | { "type": "commandIdReused" } | { "type": "busy" } | { "type": "storageFull" } | { "type": "notNow" } | { "type": "tooMany", 
/**
 * The most there may be.
 */
most: number, } | { "type": "notInArea" } | { "type": "scoreFinal", 
/**
 * It is on show; taken back first, it can be corrected.
 */
shown: boolean, } | { "type": "nothingToShow" } | { "type": "stale", 
/**
 * What stands there.
 */
now: string | null, };

/**
 * `remove`
 */
export type Remove = { 
/**
 * Who is to go.
 */
participant: ParticipantId, };

/**
 * `rename`
 */
export type Rename = { 
/**
 * The new name.
 */
name: Name, };

/**
 * `reply`
 */
export type Reply = { 
/**
 * The answer to the facilitator's question.
 */
answer: Answer, };

/**
 * `rescore`
 */
export type Rescore = { 
/**
 * What about.
 */
competency: CompetencyId, 
/**
 * My confidence now; the same as at first keeps it.
 */
score?: Score | null, 
/**
 * What shifted.
 */
shift?: string | null, 
/**
 * What shifted, as I saw it before I changed it.
 */
was?: string, };

/**
 * `resume`
 */
export type Resume = Record<symbol, never>;

/**
 * One cell of the role matrix: what is often key where these two meet. Never a list of gaps.
 */
export type Role = { 
/**
 * What the role delivers.
 */
delivery: Delivery, 
/**
 * Whom it manages.
 */
management: Management, 
/**
 * Core competencies critical here.
 */
core: Array<CompetencyId>, 
/**
 * Secondary competencies critical here.
 */
secondary: Array<CompetencyId>, };

/**
 * What everybody in the room sees.
 */
export type Room = { 
/**
 * What the session is called.
 */
title: string, 
/**
 * What was settled when it was opened.
 */
about: AboutView, 
/**
 * What the facilitator settled.
 */
prepared: PreparedView, 
/**
 * Where the group is.
 */
stage: StageView, 
/**
 * Time, as advice.
 */
clock: Clock, 
/**
 * What the group looks at.
 */
choice: ChoiceView, 
/**
 * Who has a seat or had one, in seat order.
 */
people: Array<RoomPerson>, 
/**
 * Who guides.
 */
facilitators: Array<FacilitatorView>, 
/**
 * Whose turn it is.
 */
turn: TurnView, 
/**
 * A prompt the facilitator sent to everybody.
 */
prompt: SentPrompt | null, 
/**
 * Themes and training ideas of the group, as they stand.
 */
themes: Array<GroupTheme>, 
/**
 * What is connected besides phones.
 */
screen: Screen, };

/**
 * The sections that differ, each whole; of keyed sections the entries that differ, `null` for one that is gone.
 */
export type RoomChange = { 
/**
 * What the session is called.
 */
title?: string, 
/**
 * What was settled when it was opened.
 */
about?: AboutView, 
/**
 * What the facilitator settled.
 */
prepared?: PreparedView, 
/**
 * Where the group is.
 */
stage?: StageView, 
/**
 * Time, as advice.
 */
clock?: Clock, 
/**
 * What the group looks at.
 */
choice?: ChoiceView, 
/**
 * Who has a seat or had one, in seat order.
 */
people?: Array<RoomPerson>, 
/**
 * Who guides.
 */
facilitators?: Array<FacilitatorView>, 
/**
 * Whose turn it is.
 */
turn?: TurnView, 
/**
 * A prompt the facilitator sent to everybody.
 */
prompt?: SentPrompt | null, 
/**
 * Themes and training ideas of the group, as they stand.
 */
themes?: Array<GroupTheme>, 
/**
 * What is connected besides phones.
 */
screen?: Screen, };

/**
 * A person, as everybody sees them.
 */
export type RoomPerson = { 
/**
 * Their id.
 */
participant: ParticipantId, 
/**
 * What people call them.
 */
name: string, 
/**
 * Their seat, from 1; it never changes.
 */
seat: number, 
/**
 * Here, stepped out or left.
 */
here: Here, 
/**
 * On paper.
 */
paper: boolean, };

/**
 * A confidence score: 1 (no confidence at all) to 10 (very high confidence). The range is the method's.
 */
export type Score = number;

/**
 * What is connected besides phones.
 */
export type Screen = { 
/**
 * A room display is on.
 */
display: boolean, 
/**
 * Since when no facilitator has been connected, once that has lasted a while.
 */
facilitatorAway: Timestamp | null, };

/**
 * What somebody saw of their own row; parts not named are not looked at.
 */
export type Seen = { 
/**
 * The first score.
 */
score?: Score, 
/**
 * The reason.
 */
reason?: string, 
/**
 * The score afterwards.
 */
rescore?: Score, 
/**
 * What shifted.
 */
shift?: string, };

/**
 * `sendPrompt`
 */
export type SendPrompt = { 
/**
 * The words; `null` takes them off the phones. They go by themselves with the stage.
 */
text: string | null, 
/**
 * Which competency it is about.
 */
competency?: CompetencyId, };

/**
 * A prompt on everybody's phone.
 */
export type SentPrompt = { 
/**
 * Which competency it is about, if any.
 */
competency: CompetencyId | null, 
/**
 * The words.
 */
text: string, };

/**
 * Feedback somebody writes or wrote.
 */
export type SentView = { 
/**
 * To whom.
 */
to: ParticipantId, 
/**
 * About what.
 */
competency: CompetencyId, 
/**
 * Which kind.
 */
kind: Kind, 
/**
 * Not sent yet, or changed since.
 */
draft: string | null, 
/**
 * As that person has it.
 */
text: string | null, };

/**
 * What the server sends.
 */
export type ServerFrame = { "type": "welcome", 
/**
 * Who this connection is.
 */
you: You, 
/**
 * The server's clock.
 */
now: Timestamp, 
/**
 * Which build of the pages the server has.
 */
build: string, 
/**
 * For somebody who waits it holds the title only.
 */
room: RoomChange, 
/**
 * What people showed.
 */
table?: Table, 
/**
 * A participant's own.
 */
mine?: Mine, 
/**
 * The facilitator's.
 */
desk?: Desk, } | { "type": "changed", 
/**
 * Of the room.
 */
room?: RoomChange, 
/**
 * Of the table.
 */
table?: TableChange, 
/**
 * Of one's own.
 */
mine?: MineChange, 
/**
 * Of the desk.
 */
desk?: DeskChange, } | { "type": "done", 
/**
 * Which.
 */
id: CommandId, } | { "type": "refused", 
/**
 * Which; none when the frame could not be read so far.
 */
id: CommandId | null, 
/**
 * Why.
 */
refusal: Refusal, } | { "type": "pong", 
/**
 * The server's clock.
 */
now: Timestamp, };

/**
 * One session. Random; it stands in addresses, and knowing it opens nothing.
 */
export type SessionId = string;

/**
 * One person's sheet of one session: the `id` that stands in the file, in every later download of it too.
 */
export type SheetId = string;

/**
 * `show`: true shows, false takes back, absent leaves.
 */
export type Show = { 
/**
 * What about.
 */
competency: CompetencyId, 
/**
 * The first score.
 */
score?: boolean, 
/**
 * The reason.
 */
reason?: boolean, 
/**
 * The score afterwards.
 */
rescore?: boolean, 
/**
 * What shifted.
 */
shift?: boolean, 
/**
 * On the big screen too, or there no longer.
 */
display?: boolean, 
/**
 * What its author saw on the card, part by part: only those exact words are shown.
 */
was?: Seen, };

/**
 * `showLookBack`
 */
export type ShowLookBack = { 
/**
 * Which action.
 */
action: ActionId, 
/**
 * True shows it as it stands now, false takes it back.
 */
shown: boolean, };

/**
 * `showTo`
 */
export type ShowTo = { 
/**
 * What about.
 */
competency: CompetencyId, 
/**
 * Who may see it too.
 */
participant: ParticipantId, };

/**
 * Where a framework comes from.
 */
export type Source = { 
/**
 * Who published it.
 */
publisher: string, 
/**
 * In which year.
 */
year: number, 
/**
 * Under which title.
 */
title: string, 
/**
 * How its words are used here.
 */
note: string, };

/**
 * Where the group is. Going back sets this and nothing else. The order is the method's.
 */
export type Stage = "lobby" | "area" | "competencies" | "rate" | "discuss" | "rescore" | "actions" | "closed";

/**
 * Where the group is.
 */
export type StageView = { 
/**
 * Now.
 */
now: Stage, 
/**
 * The furthest it has been.
 */
furthest: Stage, };

/**
 * How a turn stands, for the desk. Passed and parked look alike.
 */
export type Standing = "due" | "now" | "done" | "parked";

/**
 * `startTurn`
 */
export type StartTurn = Record<symbol, never>;

/**
 * `stepOut`
 */
export type StepOut = { 
/**
 * Out, or back.
 */
out: boolean, };

/**
 * What people put in.
 */
export type Summary = { 
/**
 * Those who put their name in, in seat order; then each line without a name by itself.
 */
people: Array<SummaryPerson>, 
/**
 * The themes and training ideas the group said yes to, oldest first.
 */
themes: Array<SummaryTheme>, };

/**
 * A line: an action.
 */
export type SummaryAction = { 
/**
 * What they will do.
 */
text: string, 
/**
 * Towards which competency.
 */
competency: CompetencyId | null, 
/**
 * When they will look back.
 */
review: IsoDate | null, };

/**
 * What one person put in.
 */
export type SummaryPerson = { 
/**
 * Their name, if they put it in.
 */
name: string | null, 
/**
 * What they showed.
 */
shown: Array<SummaryShown>, 
/**
 * What they will do.
 */
actions: Array<SummaryAction>, };

/**
 * A line: what somebody showed about a competency.
 */
export type SummaryShown = { 
/**
 * What about.
 */
competency: CompetencyId, 
/**
 * Confidence at first.
 */
score: Score | null, 
/**
 * Why.
 */
reason: string | null, 
/**
 * Confidence afterwards.
 */
rescore: Score | null, 
/**
 * What shifted.
 */
shift: string | null, };

/**
 * A theme or training idea of the group.
 */
export type SummaryTheme = { 
/**
 * Which of the two.
 */
kind: ThemeKind, 
/**
 * The words.
 */
text: string, };

/**
 * Who will get the summary, from the fewest to the most.
 */
export type SummaryTo = { "who": "facilitators" } | { "who": "here" } | { "who": "others", 
/**
 * Which others, in words.
 */
name: string, };

/**
 * What people showed.
 */
export type Table = { 
/**
 * What became of actions of earlier sessions, in seat order.
 */
lookedBack: Array<LookedBack>, 
/**
 * By item, `participant/competency`.
 */
items: { [key in ItemId]: Item }, };

/**
 * The sections that differ, each whole; of keyed sections the entries that differ, `null` for one that is gone.
 */
export type TableChange = { 
/**
 * What became of actions of earlier sessions, in seat order.
 */
lookedBack?: Array<LookedBack>, 
/**
 * By item, `participant/competency`.
 */
items?: { [key in ItemId]: Item | null }, };

/**
 * `takeBack`
 */
export type TakeBack = { 
/**
 * What about.
 */
competency: CompetencyId, };

/**
 * What was taken from a sheet: the answer to bringing it. It holds counts and no score.
 */
export type Taken = { 
/**
 * The day of the session it is of.
 */
on: IsoDate, 
/**
 * What that session was called; may be empty.
 */
title: string, 
/**
 * Competencies with scores.
 */
competencies: number, 
/**
 * Actions.
 */
actions: number, 
/**
 * Scores about nothing in this framework, and actions for which there was no room.
 */
leftOut: number, };

/**
 * A term of the glossary.
 */
export type Term = { 
/**
 * Unique within the glossary.
 */
id: string, 
/**
 * As it stands in the text.
 */
term: string, 
/**
 * In two or three plain sentences.
 */
meaning: string, };

/**
 * One theme or training idea of the group, made by the browser.
 */
export type ThemeId = string;

/**
 * What kind of line it is.
 */
export type ThemeKind = "theme" | "training";

/**
 * `theme`
 */
export type ThemeLine = { 
/**
 * Its id, made by the browser; a new id begins one.
 */
theme: ThemeId, 
/**
 * A theme or a training idea; a new one needs it.
 */
kind?: ThemeKind, 
/**
 * The words, one line of at most 200 characters; `null` takes it out. A new one needs them.
 */
text?: string | null, 
/**
 * Whether the group said yes to the words as they stood; other words set it back.
 */
agreed?: boolean, 
/**
 * The words as I saw them before I changed them or read them out.
 */
was?: string, };

/**
 * The four THRIVE stages, as the indicators of the VCSE framework go by them.
 */
export type Thrive = "gettingAdvice" | "gettingHelp" | "gettingMoreHelp" | "gettingRiskSupport";

/**
 * A moment: milliseconds since 1970-01-01T00:00Z.
 */
export type Timestamp = number;

/**
 * Feedback somebody decided to tell the facilitator.
 */
export type Told = { 
/**
 * Who told it: its recipient.
 */
participant: ParticipantId, 
/**
 * Who wrote it; nobody any more when they erased themselves.
 */
from: ParticipantId | null, 
/**
 * About what.
 */
competency: CompetencyId, 
/**
 * Which kind.
 */
kind: Kind, 
/**
 * The words.
 */
text: string, };

/**
 * `turnOrder`
 */
export type TurnOrder = { 
/**
 * What a round goes by; absent leaves it.
 */
by?: TurnsBy, 
/**
 * The turns in the order they are to come up; none of them, or absent with `by`: the usual order.
 */
turns?: Array<TurnRef>, };

/**
 * `turnPart`
 */
export type TurnPart = { 
/**
 * The part.
 */
part: Part, };

/**
 * Somebody's turn with a competency.
 */
export type TurnRef = { 
/**
 * Whose.
 */
participant: ParticipantId, 
/**
 * With what.
 */
competency: CompetencyId, };

/**
 * Whose turn it is. Empty outside the discussion.
 */
export type TurnView = { 
/**
 * The turn that is on; nobody's at first.
 */
now: NowTurn | null, 
/**
 * The turn that comes next.
 */
next: TurnRef | null, };

/**
 * What a round goes by.
 */
export type TurnsBy = "competency" | "person";

/**
 * `undo`
 */
export type Undo = { 
/**
 * Which move.
 */
move: number, };

/**
 * Somebody who waits.
 */
export type Waiting = { 
/**
 * Their id.
 */
participant: ParticipantId, 
/**
 * What they want to be called.
 */
name: string, };

/**
 * Why a value does not fit, for the screen to say in words.
 */
export type Why = { "rule": "missing" } | { "rule": "kind" } | { "rule": "empty" } | { "rule": "tooLong", 
/**
 * The most there may be.
 */
most: number, } | { "rule": "control" } | { "rule": "range", 
/**
 * The least it may be.
 */
least: number, 
/**
 * The most it may be.
 */
most: number, } | { "rule": "unknown" } | { "rule": "notADate" } | { "rule": "notAfterToday" } | { "rule": "notBeforeToday" } | { "rule": "taken" } | { "rule": "oneself" };

/**
 * Who a connection is.
 */
export type You = { 
/**
 * The participant, if it is one's.
 */
participant: ParticipantId | null, 
/**
 * A facilitator's.
 */
facilitator: boolean, 
/**
 * A facilitator by the co-facilitator's link.
 */
co: boolean, 
/**
 * A room display's.
 */
display: boolean, 
/**
 * Not waiting to be let in.
 */
seated: boolean, };

/**
 * An IANA time zone by name; it dates review dates and exports.
 */
export type Zone = string;
