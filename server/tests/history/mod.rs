//! Random histories of a session, and two runs of one in step: the same but for one person's private words.

use std::collections::BTreeMap;

use axum::extract::ws::Utf8Bytes;
use proptest::prelude::*;
use trivet_server::export::{Format, sheet, summary};
use trivet_server::publish::{Publisher, Reader};
use trivet_shared::framework::bundled;
use trivet_shared::id::{ActionId, CommandId, CompetencyId, ItemId, JoinCode, ParticipantId, SecretHash, SessionId};
use trivet_shared::session::feedback::Kind;
use trivet_shared::session::turns::Part;
use trivet_shared::session::{
    About, Actor, Command, Commit, Digest, Facilitator, Opening, Place, Stage, State, actions, choosing, decide, feedback,
    lobby, pacing, rating, record, rescoring, showing, turns,
};
use trivet_shared::text::{Name, Patch, Score, Words};
use trivet_shared::time::{DAY, Timestamp, Zone};
use trivet_shared::view::Presence;
use uuid::Uuid;

/// Something to do. Numbers stand for people, competencies, words and scores; what they stand for depends on the run.
#[derive(Clone, Debug)]
pub(crate) enum Do {
    Rate { competency: usize, score: Option<u8>, reason: Option<u8> },
    Decline { competency: usize, declined: bool },
    Ready(bool),
    MoreTime(bool),
    StartTurn,
    Later(usize),
    Pass(usize),
    Show { competency: usize, score: bool, reason: bool, on: bool },
    ShowAfter { competency: usize, rescore: bool, shift: bool, display: bool },
    TakeBack(usize),
    ShowTo { competency: usize, to: usize },
    Feedback { to: usize, competency: usize, kind: u8, draft: bool, text: Option<u8> },
    Keep { at: usize, kept: bool, tell: bool },
    Hand(bool),
    Rescore { competency: usize, score: Option<u8>, shift: Option<u8> },
    Act { action: u8, text: Option<u8>, review: Option<u8> },
    Drop(u8),
    Record { name: bool, shown: Option<(usize, bool)>, action: Option<(u8, bool)> },
    StepOut(bool),
    Leave,
    Describe(u8),
    PreferAreas(u8),
    PreferCompetencies(u8),
    GoTo(usize),
    Admit(usize),
    Remove(usize),
    Lock(bool),
    Picks(bool),
    ChooseArea(usize),
    ChooseCompetencies(u8),
    Extend(i8),
    Pause,
    Resume,
    GiveTurn { to: usize, competency: usize },
    NextTurn,
    Part(u8),
    Park { of: usize, competency: usize, parked: bool },
    Cover { of: usize, competency: usize },
    Note(u8),
    Undo,
}

/// Who does it.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The person whose private words differ between the runs.
    Secretive(Do),
    /// One of the others.
    Other(usize, Do),
    /// The facilitator.
    Desk(Do),
    /// Somebody joins.
    Join,
    /// Time passes, in minutes.
    Wait(u8),
}

fn own() -> impl Strategy<Value = Do> {
    let competency = 0usize..4;
    let value = || proptest::option::of(0u8..9);
    prop_oneof![
        6 => (competency.clone(), value(), value()).prop_map(|(competency, score, reason)| Do::Rate { competency, score, reason }),
        2 => (competency.clone(), value(), value()).prop_map(|(competency, score, shift)| Do::Rescore { competency, score, shift }),
        3 => (competency.clone(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(competency, score, reason, on)| Do::Show { competency, score, reason, on }),
        2 => (competency.clone(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(competency, rescore, shift, display)| Do::ShowAfter { competency, rescore, shift, display }),
        1 => competency.clone().prop_map(Do::TakeBack),
        1 => (competency.clone(), 0usize..5).prop_map(|(competency, to)| Do::ShowTo { competency, to }),
        3 => (0usize..5, competency.clone(), 0u8..3, any::<bool>(), value())
            .prop_map(|(to, competency, kind, draft, text)| Do::Feedback { to, competency, kind, draft, text }),
        1 => (0usize..3, any::<bool>(), any::<bool>()).prop_map(|(at, kept, tell)| Do::Keep { at, kept, tell }),
        3 => (0u8..3, value(), value()).prop_map(|(action, text, review)| Do::Act { action, text, review }),
        1 => (0u8..3).prop_map(Do::Drop),
        2 => (any::<bool>(), proptest::option::of((competency.clone(), any::<bool>())), proptest::option::of((0u8..3, any::<bool>())))
            .prop_map(|(name, shown, action)| Do::Record { name, shown, action }),
        1 => (competency.clone(), any::<bool>()).prop_map(|(competency, declined)| Do::Decline { competency, declined }),
        1 => any::<bool>().prop_map(Do::Ready),
        1 => any::<bool>().prop_map(Do::MoreTime),
        1 => any::<bool>().prop_map(Do::Hand),
        1 => Just(Do::StartTurn),
        1 => competency.clone().prop_map(Do::Later),
        1 => competency.prop_map(Do::Pass),
        1 => any::<bool>().prop_map(Do::StepOut),
        1 => Just(Do::Leave),
        1 => (0u8..9).prop_map(Do::Describe),
        1 => (0u8..4).prop_map(Do::PreferAreas),
        1 => (0u8..8).prop_map(Do::PreferCompetencies),
    ]
}

fn desk() -> impl Strategy<Value = Do> {
    let (person, competency) = (0usize..5, 0usize..4);
    prop_oneof![
        5 => (0usize..8).prop_map(Do::GoTo),
        1 => person.clone().prop_map(Do::Admit),
        1 => person.clone().prop_map(Do::Remove),
        1 => any::<bool>().prop_map(Do::Lock),
        1 => any::<bool>().prop_map(Do::Picks),
        1 => (0usize..2).prop_map(Do::ChooseArea),
        1 => (1u8..8).prop_map(Do::ChooseCompetencies),
        1 => (-5i8..9).prop_map(Do::Extend),
        1 => Just(Do::Pause),
        1 => Just(Do::Resume),
        1 => (person.clone(), competency.clone()).prop_map(|(to, competency)| Do::GiveTurn { to, competency }),
        3 => Just(Do::NextTurn),
        1 => (0u8..3).prop_map(Do::Part),
        1 => (person.clone(), competency.clone(), any::<bool>())
            .prop_map(|(of, competency, parked)| Do::Park { of, competency, parked }),
        2 => (person, competency).prop_map(|(of, competency)| Do::Cover { of, competency }),
        1 => (0u8..9).prop_map(Do::Note),
        2 => Just(Do::Undo),
    ]
}

/// Histories of up to so many steps.
pub(crate) fn steps(longest: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => own().prop_map(Step::Secretive),
        4 => (0usize..4, own()).prop_map(|(who, what)| Step::Other(who, what)),
        4 => desk().prop_map(Step::Desk),
        1 => Just(Step::Join),
        1 => (0u8..40).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 1..longest)
}

/// One run.
struct Run {
    state: State,
    publisher: Publisher,
    /// What differs between the runs: which words a number stands for.
    flavour: u8,
    /// The last round's frames, by reader.
    frames: BTreeMap<String, Option<Utf8Bytes>>,
}

/// Two runs in step.
pub(crate) struct Runs {
    runs: [Run; 2],
    now: Timestamp,
    counter: u128,
}

const SECRETIVE: usize = 0;
const COMPETENCIES: [&str; 4] = ["reliable-and-consistent", "reconcilers", "empathic-listeners", "persevering"];
const AREAS: [&str; 2] = ["building-trusting-relationships", "values-and-attitudes"];
const START: Timestamp = Timestamp(1_795_000_000_000);

fn opening() -> Opening {
    let framework = &bundled()[0];
    Opening {
        about: About {
            session: SessionId(Uuid::from_u128(1)),
            title: Default::default(),
            zone: Zone::default(),
            seats: 4,
            solo: false,
            opened: START,
            kept_days: 30,
        },
        pinned: framework.hash.clone(),
        framework: framework.framework.clone(),
        facilitator: Facilitator { name: Name::new("Morgan").ok(), secret: SecretHash([250; 32]) },
        code: JoinCode::from_picks([1; 8]),
        plan: BTreeMap::new(),
        alone: None,
    }
}

impl Runs {
    /// Three people seated, an area and three competencies chosen, in Rate.
    pub(crate) fn seated() -> Self {
        let run = |flavour| Run {
            state: State::open(opening()),
            publisher: Publisher::default(),
            flavour,
            frames: BTreeMap::new(),
        };
        let mut runs = Self { runs: [run(0), run(1)], now: START, counter: 1_000 };
        for _ in 0..3 {
            runs.take(&Step::Join);
        }
        runs.desk_does(Command::Display(lobby::Display { secret: Some("A".repeat(43)) }));
        runs.take(&Step::Desk(Do::GoTo(1)));
        runs.take(&Step::Desk(Do::ChooseArea(0)));
        runs.take(&Step::Desk(Do::GoTo(2)));
        runs.take(&Step::Desk(Do::ChooseCompetencies(7)));
        runs.take(&Step::Desk(Do::GoTo(3)));
        runs
    }

    fn desk_does(&mut self, command: Command) {
        self.counter += 1;
        for run in &mut self.runs {
            run.send(Actor::facilitator(), &command, self.counter, self.now);
        }
    }

    /// Takes a step in both runs, unless it would reveal what differs.
    pub(crate) fn take(&mut self, step: &Step) {
        if let Step::Secretive(what) = step
            && self.would_reveal(what)
        {
            return;
        }
        self.take_unguarded(step);
    }

    /// Takes a step in both runs, whatever it reveals.
    pub(crate) fn take_unguarded(&mut self, step: &Step) {
        self.counter += 1;
        match step {
            Step::Wait(minutes) => self.now = self.now.plus(i64::from(*minutes) * 60_000),
            Step::Join => {
                let n = self.runs[0].state.people.len();
                let knock = lobby::Knock {
                    id: ParticipantId(Uuid::from_u128(10 + n as u128)),
                    name: Name::new(&format!("Person {n}")).unwrap(),
                    secret: SecretHash([n as u8 + 1; 32]),
                };
                if n < 6 {
                    for run in &mut self.runs {
                        let joined = lobby::join(&run.state, &knock, self.now);
                        let events = joined.map(|joined| joined.events).unwrap_or_default();
                        let id = CommandId(Uuid::from_u128(self.counter));
                        run.apply(&State::unasked(id, Actor::default(), events, self.now));
                    }
                }
            }
            Step::Secretive(what) => self.does(Some(SECRETIVE), what),
            Step::Other(who, what) => self.does(Some(1 + who % 4), what),
            Step::Desk(what) => self.does(None, what),
        }
    }

    fn does(&mut self, who: Option<usize>, what: &Do) {
        for run in &mut self.runs {
            let flavour = if who == Some(SECRETIVE) { run.flavour } else { 2 };
            let actor = match who {
                None => Actor::facilitator(),
                Some(who) => match run.state.people.get(who) {
                    Some(person) => Actor::participant(person.id),
                    None => continue,
                },
            };
            if let Some(command) = command(&run.state, who, what, flavour, self.now) {
                run.send(actor, &command, self.counter, self.now);
            }
        }
    }

    /// Whether a step of theirs would legitimately let others see something that differs between the runs.
    fn would_reveal(&self, what: &Do) -> bool {
        let own = |run: &'_ Run| run.state.people[SECRETIVE].clone();
        let (one, other) = (own(&self.runs[0]), own(&self.runs[1]));
        let rows = |competency: &usize| {
            let id = CompetencyId::from(COMPETENCIES[*competency]);
            (one.rows.get(&id).cloned().unwrap_or_default(), other.rows.get(&id).cloned().unwrap_or_default())
        };
        match what {
            Do::Show { competency, score, reason, on } => {
                let (a, b) = rows(competency);
                *on && (*score && a.score != b.score || *reason && a.reason != b.reason)
            }
            Do::ShowAfter { competency, rescore, shift, .. } => {
                let (a, b) = rows(competency);
                *rescore && a.rescore.score != b.rescore.score || *shift && a.rescore.shift != b.rescore.shift
            }
            // What is sent to somebody, they see; drafts are theirs alone.
            Do::Feedback { draft, text, .. } => !draft && text.is_some(),
            Do::Record { action: Some((action, true)), .. } => {
                let id = action_id(SECRETIVE, *action);
                let of = |person: &trivet_shared::session::Person| person.actions.iter().find(|a| a.action == id).cloned();
                of(&one) != of(&other)
            }
            _ => false,
        }
    }

    /// The first difference in what anybody else was sent, would be welcomed with, or could export.
    pub(crate) fn difference(&mut self) -> Option<String> {
        let now = self.now;
        let [one, other] = &mut self.runs;
        for (reader, frame) in &one.frames {
            let theirs = other.frames.get(reader).cloned().flatten();
            if *frame != theirs {
                return Some(format!("{reader} was sent\n{frame:?}\nand\n{theirs:?}"));
            }
        }
        let (a, b) = (one.all_documents(now), other.all_documents(now));
        let difference = a.iter().zip(&b).find(|(a, b)| a != b);
        difference.map(|((what, a), (_, b))| format!("{what} is\n{a}\nand\n{b}"))
    }

    /// Whether the person's own view differs between the runs.
    pub(crate) fn own_differ(&mut self) -> bool {
        let own = |run: &Run| {
            let id = run.state.people[SECRETIVE].id;
            let reader = Reader::of(&run.state, Actor::participant(id));
            Publisher::default().welcome(&run.state, &Presence::default(), reader, START, "build")
        };
        own(&self.runs[0]) != own(&self.runs[1])
    }
}

impl Run {
    fn send(&mut self, actor: Actor, command: &Command, counter: u128, now: Timestamp) {
        let id = CommandId(Uuid::from_u128(counter));
        self.frames.clear();
        if let Ok(events) = decide(&self.state, actor, command, now) {
            let digest = Digest::of(id, command);
            self.apply(&Commit { id, digest, at: now, by: actor, events });
        }
    }

    /// Everybody is connected all the time; the frames of others are kept to be compared.
    fn apply(&mut self, commit: &Commit) {
        self.state.apply(commit);
        let readers = self.readers();
        let mut round = self.publisher.round(&self.state, &Presence { display: true, ..Presence::default() }, &readers);
        let frames = readers.iter().map(|reader| (format!("{:?}", reader.actor), round.frame(*reader)));
        let own = format!("{:?}", self.state.people.first().map(|p| Actor::participant(p.id)).unwrap_or_default());
        self.frames = frames.filter(|(reader, _)| *reader != own).collect();
    }

    fn readers(&self) -> Vec<Reader> {
        let people = self.state.people.iter().filter(|person| person.place != Place::Removed);
        let actors = people.map(|person| Actor::participant(person.id));
        actors.chain([Actor::facilitator(), Actor::display()]).map(|actor| Reader::of(&self.state, actor)).collect()
    }

    /// What anybody but that person would be welcomed with, and what they could export.
    fn all_documents(&self, now: Timestamp) -> Vec<(String, String)> {
        let presence = Presence { display: true, ..Presence::default() };
        let own = self.state.people[SECRETIVE].id;
        let mut documents = Vec::new();
        for reader in self.readers() {
            if reader.actor.participant == Some(own) {
                continue;
            }
            let welcome = Publisher::default().welcome(&self.state, &presence, reader, now, "build");
            documents.push((format!("welcome of {:?}", reader.actor), welcome.to_string()));
            if let Some(sheet) = reader.actor.participant.and_then(|id| sheet::build(&self.state, id, now, true)) {
                for format in [Format::Json, Format::Markdown] {
                    documents.push((format!("sheet of {:?}", reader.actor), format.sheet(&sheet)));
                }
            }
        }
        let summary = summary::build(&self.state, &presence, now, true);
        for format in [Format::Json, Format::Markdown] {
            documents.push(("summary".to_owned(), format.summary(&summary)));
        }
        documents
    }
}

fn action_id(who: usize, action: u8) -> ActionId {
    ActionId(Uuid::from_u128(500 + 10 * who as u128 + u128::from(action)))
}

/// What a number stands for: words that share no byte run between flavours, of different lengths.
fn words(number: u8, flavour: u8) -> Words {
    let text = match flavour {
        0 => format!("alder {number}"),
        1 => format!("birch birch birch birch {number}{number}"),
        _ => format!("common {number}"),
    };
    Words::new(&text).unwrap()
}

/// 1 to 5 in one run, 6 to 10 in the other, anything for everybody else.
fn score(number: u8, flavour: u8) -> Score {
    let value = match flavour {
        0 => 1 + number % 5,
        1 => 6 + number % 5,
        _ => 1 + number,
    };
    Score::new(value.into()).unwrap()
}

/// 0 clears, so that clearing is tried too.
fn patch<T>(number: Option<u8>, value: impl Fn(u8) -> T) -> Patch<T> {
    match number {
        None => Patch::Leave,
        Some(0) => Patch::Clear,
        Some(number) => Patch::Set(value(number)),
    }
}

fn command(state: &State, who: Option<usize>, what: &Do, flavour: u8, now: Timestamp) -> Option<Command> {
    let competency = |at: &usize| CompetencyId::from(COMPETENCIES[*at]);
    let person = |at: &usize| state.people.get(*at).map(|person| person.id);
    let who = who.unwrap_or_default();
    Some(match what {
        Do::Rate { competency: c, score: s, reason } => Command::Rate(rating::Rate {
            competency: competency(c),
            score: patch(*s, |n| score(n, flavour)),
            reason: patch(*reason, |n| words(n, flavour)),
            was: None,
        }),
        Do::Decline { competency: c, declined } => {
            Command::Decline(rating::Decline { competency: competency(c), declined: *declined })
        }
        Do::Ready(ready) => Command::Ready(rating::Ready { ready: *ready }),
        Do::MoreTime(wanted) => Command::MoreTime(rating::MoreTime { wanted: *wanted }),
        Do::StartTurn => Command::StartTurn(turns::StartTurn {}),
        Do::Later(c) => Command::Later(turns::Later { competency: competency(c) }),
        Do::Pass(c) => Command::Pass(turns::Pass { competency: competency(c) }),
        Do::Show { competency: c, score, reason, on } => Command::Show(showing::Show {
            competency: competency(c),
            score: score.then_some(*on),
            reason: reason.then_some(*on),
            ..Default::default()
        }),
        Do::ShowAfter { competency: c, rescore, shift, display } => Command::Show(showing::Show {
            competency: competency(c),
            rescore: rescore.then_some(true),
            shift: shift.then_some(true),
            display: Some(*display),
            ..Default::default()
        }),
        Do::TakeBack(c) => Command::TakeBack(showing::TakeBack { competency: competency(c) }),
        Do::ShowTo { competency: c, to } => {
            Command::ShowTo(showing::ShowTo { competency: competency(c), participant: person(to)? })
        }
        Do::Feedback { to, competency: c, kind, draft, text } => Command::Feedback(feedback::Feedback {
            to: person(to)?,
            competency: competency(c),
            kind: [Kind::Strength, Kind::Solution, Kind::Training][usize::from(*kind)],
            text: text.map_or(Patch::Clear, |n| Patch::Set(words(n, flavour))),
            draft: Some(*draft),
            was: None,
        }),
        Do::Keep { at, kept, tell } => {
            let feedback = state.people.get(who)?.received.get(*at)?.feedback;
            let tell_facilitator = Some(*tell);
            Command::KeepFeedback(feedback::KeepFeedback { feedback, kept: *kept, tell_facilitator })
        }
        Do::Hand(raised) => Command::RaiseHand(turns::RaiseHand { raised: *raised }),
        Do::Rescore { competency: c, score: s, shift } => Command::Rescore(rescoring::Rescore {
            competency: competency(c),
            score: patch(*s, |n| score(n, flavour)),
            shift: patch(*shift, |n| words(n, flavour)),
            was: None,
        }),
        Do::Act { action, text, review } => Command::Act(actions::Act {
            action: action_id(who, *action),
            text: patch(*text, |n| words(n, flavour)),
            review: patch(*review, |n| state.about.zone.date(now.plus(i64::from(n + 10 * flavour) * DAY))),
            ..Default::default()
        }),
        Do::Drop(action) => Command::DropAction(actions::DropAction { action: action_id(who, *action) }),
        Do::Record { name, shown, action } => Command::Record(record::Record {
            name: Some(*name),
            shown: shown.iter().map(|(c, on)| (competency(c), *on)).collect(),
            actions: action.iter().map(|(a, on)| (action_id(who, *a), *on)).collect(),
        }),
        Do::StepOut(out) => Command::StepOut(lobby::StepOut { out: *out }),
        Do::Leave => Command::Leave(lobby::Leave {}),
        Do::Describe(n) => Command::About(lobby::About {
            role: patch(Some(*n), |n| trivet_shared::text::Line::new(words(n, flavour).as_str()).unwrap()),
            organisation: Patch::Leave,
        }),
        Do::PreferAreas(n) => Command::PreferAreas(choosing::PreferAreas {
            areas: (0..2).filter(|bit| n & (1 << bit) != 0).map(|bit| AREAS[bit].into()).collect(),
            rather_not: None,
        }),
        Do::PreferCompetencies(n) => Command::PreferCompetencies(choosing::PreferCompetencies {
            competencies: (0..3).filter(|bit| n & (1 << bit) != 0).map(|bit| competency(&bit)).collect(),
        }),
        Do::GoTo(stage) => Command::GoTo(pacing::GoTo { stage: Stage::ALL[*stage], from: None }),
        Do::Admit(at) => Command::Admit(lobby::Admit { participant: person(at)? }),
        Do::Remove(at) => Command::Remove(lobby::Remove { participant: person(at)? }),
        Do::Lock(locked) => Command::Lock(lobby::Lock { locked: *locked }),
        Do::Picks(shown) => Command::Picks(choosing::Picks { shown: *shown }),
        Do::ChooseArea(at) => Command::ChooseArea(choosing::ChooseArea { area: AREAS[*at].into() }),
        Do::ChooseCompetencies(n) => Command::ChooseCompetencies(choosing::ChooseCompetencies {
            competencies: (0..3).filter(|bit| n & (1 << bit) != 0).map(|bit| competency(&bit)).collect(),
        }),
        Do::Extend(minutes) => {
            Command::Extend(pacing::Extend { stage: state.stage, minutes: i16::from(*minutes) })
        }
        Do::Pause => Command::Pause(pacing::Pause { until: None }),
        Do::Resume => Command::Resume(pacing::Resume {}),
        Do::GiveTurn { to, competency: c } => {
            Command::GiveTurn(turns::GiveTurn { participant: person(to)?, competency: competency(c) })
        }
        Do::NextTurn => Command::NextTurn(turns::NextTurn::default()),
        Do::Part(n) => {
            let part = [Part::Speak, Part::Feedback, Part::LastWord][usize::from(*n)];
            Command::TurnPart(turns::TurnPart { part })
        }
        Do::Park { of, competency: c, parked } => {
            Command::Park(turns::Park { participant: person(of)?, competency: competency(c), parked: *parked })
        }
        Do::Cover { of, competency: c } => {
            Command::Cover(showing::Cover { item: ItemId { participant: person(of)?, competency: competency(c) } })
        }
        Do::Note(n) => Command::Note(pacing::Note {
            stage: state.stage,
            text: patch(Some(*n), |n| words(n, flavour)),
            was: None,
        }),
        Do::Undo => Command::Undo(pacing::Undo { which: state.moves.list.last().map_or(0, |(which, _)| *which) }),
    })
}
