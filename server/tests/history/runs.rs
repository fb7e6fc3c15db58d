//! Two runs of one history in step: the same but for one person's private words.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::ws::Utf8Bytes;
use trivet_server::publish::{Publisher, Reader};
use trivet_shared::framework::bundled;
use trivet_shared::id::{CommandId, CompetencyId, JoinCode, ParticipantId, SecretHash, SessionId};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::{
    About, Actor, Command, Commit, Digest, DigestKey, Facilitator, Opening, Person, Place, Stage, State,
    decide, links, lobby,
};
use trivet_shared::text::Name;
use trivet_shared::time::{Timestamp, Zone};
use trivet_shared::view::Presence;
use uuid::Uuid;

use super::commands::{COMPETENCIES, action_id, command};
use super::earlier::{ANCHOR, bringing, carried_id};
use super::{Do, Step, documents};

/// One run.
struct Run {
    state: State,
    publisher: Publisher,
    /// What differs between the runs: which words a number stands for.
    flavour: u8,
    /// Which earlier score a number stands for.
    then: u8,
    /// That person's frames are compared too.
    whole: bool,
    /// The last round's frames, by reader.
    frames: BTreeMap<String, Option<Utf8Bytes>>,
    /// What the last command of anybody else was answered.
    answer: Result<(), Refusal>,
}

/// Two runs in step.
pub(crate) struct Runs {
    runs: [Run; 2],
    now: Timestamp,
    counter: u128,
}

const SECRETIVE: usize = 0;
/// The flavour of a run in which that person writes nothing.
const SILENT: u8 = 9;
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
            rehearsal: false,
            follow_up: false,
            opened: START,
            kept_days: 30,
        },
        pinned: framework.hash.clone(),
        framework: framework.framework.clone(),
        facilitator: Facilitator { name: Name::new("Morgan").ok(), secret: SecretHash([250; 32]) },
        code: JoinCode::from_picks([1; 8]),
        salt: None,
        plan: BTreeMap::new(),
        alone: None,
    }
}

impl Runs {
    /// Three people seated, an area and three competencies chosen, in Rate.
    ///
    /// In the second run that person writes other words, or, when `silent`, nothing at all.
    pub(crate) fn seated(silent: bool) -> Self {
        let other = if silent { SILENT } else { 1 };
        Self::begin([(0, 0), (other, other)], false)
    }

    /// The same, but for one earlier score: until they answer, that is private to nobody, not even to them.
    pub(crate) fn anchored() -> Self {
        Self::begin([(2, 0), (2, 1)], true)
    }

    fn begin(flavours: [(u8, u8); 2], whole: bool) -> Self {
        let run = |(flavour, then)| Run {
            then,
            whole,
            state: State::open(opening()),
            publisher: Publisher::default(),
            flavour,
            frames: BTreeMap::new(),
            answer: Ok(()),
        };
        let mut runs = Self { runs: flavours.map(run), now: START, counter: 1_000 };
        for _ in 0..3 {
            runs.take(&Step::Join);
        }
        runs.desk_does(Command::Display(links::Display { secret: Some("A".repeat(43)) }));
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
            run.answer = run.send(Actor::facilitator(), &command, self.counter, self.now);
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
        for run in &mut self.runs {
            run.frames.clear();
            run.answer = Ok(());
        }
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
            if flavour == SILENT && what.is_writing() {
                continue;
            }
            if let (Do::Bring { sheet, number, action }, Some(at)) = (what, who) {
                let then = if at == SECRETIVE { run.then } else { flavour };
                let brought = (*sheet, *number, *action);
                let events = bringing(&run.state, (at, flavour, then), brought, self.now);
                run.frames.clear();
                let id = CommandId(Uuid::from_u128(self.counter));
                run.answer = events.map(|events| run.apply(&State::unasked(id, actor, events, self.now)));
                if at == SECRETIVE && !run.whole {
                    run.answer = Ok(());
                }
                continue;
            }
            if let Some(command) = command(&run.state, who, what, flavour, self.now) {
                let answer = run.send(actor, &command, self.counter, self.now);
                run.answer = if who == Some(SECRETIVE) && !run.whole { Ok(()) } else { answer };
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
            Do::Record { action: Some((action, _)), .. } => {
                let id = action_id(SECRETIVE, *action);
                let of = |person: &Person| person.actions.iter().find(|a| a.action == id).cloned();
                of(&one) != of(&other)
            }
            Do::ShowLook { action, on } => {
                let id = carried_id(SECRETIVE, *action);
                let of = |person: &Person| {
                    let carried = person.carried.iter().find(|carried| carried.action == id);
                    carried.map(|one| (one.text.clone(), one.outcome, one.note.clone()))
                };
                *on && of(&one) != of(&other)
            }
            _ => false,
        }
    }

    /// Whether that person may see by now the one earlier score that differs: they have answered, or are not asked.
    pub(crate) fn anchor_may_be_seen(&self) -> bool {
        let state = &self.runs[0].state;
        let (person, id) = (&state.people[SECRETIVE], CompetencyId::from(ANCHOR));
        let row = person.rows.get(&id);
        let answered =
            row.is_some_and(|row| row.score.is_some() || row.declined || row.rescore.score.is_some());
        answered || state.stage >= Stage::Rate && !state.choice.competencies.contains(&id)
    }

    /// The first difference in what anybody else was sent, would be welcomed with, or could export.
    pub(crate) fn difference(&mut self) -> Option<String> {
        let now = self.now;
        let [one, other] = &mut self.runs;
        if one.answer != other.answer {
            return Some(format!("they were answered {:?} and {:?}", one.answer, other.answer));
        }
        let readers: BTreeSet<&String> = one.frames.keys().chain(other.frames.keys()).collect();
        for reader in readers {
            let sent = |run: &Run| run.frames.get(reader).cloned().flatten();
            let (a, b) = (sent(one), sent(other));
            if a != b {
                return Some(format!("{reader} was sent\n{a:?}\nand\n{b:?}"));
            }
        }
        let all = |run: &Run| documents::texts(&run.state, &run.others(), now);
        let (a, b) = (all(one), all(other));
        let difference = a.iter().zip(&b).find(|(a, b)| a != b);
        difference.map(|((what, a), (_, b))| format!("{what} is\n{a}\nand\n{b}"))
    }

    /// The first of all files that anybody else could save, in any format, that differs. This takes long.
    pub(crate) fn differing_file(&self) -> Option<String> {
        let [a, b] = self.runs.each_ref().map(|run| documents::files(&run.state, &run.others(), self.now));
        if a.len() != b.len() {
            return Some(format!("{} files and {}", a.len(), b.len()));
        }
        a.into_iter().zip(b).find(|(a, b)| a != b).map(|((name, _), _)| name)
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
    fn send(
        &mut self,
        actor: Actor,
        command: &Command,
        counter: u128,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let id = CommandId(Uuid::from_u128(counter));
        self.frames.clear();
        let events = decide(&self.state, actor, command, now)?;
        let digest = Digest::of(&DigestKey::default(), id, command);
        self.apply(&Commit { id, digest, at: now, by: actor, events });
        Ok(())
    }

    /// Everybody is connected all the time; the frames of others are kept to be compared.
    fn apply(&mut self, commit: &Commit) {
        self.state.apply(commit);
        let readers = self.readers();
        let mut round =
            self.publisher.round(&self.state, &Presence { display: true, ..Presence::default() }, &readers);
        let frames = readers.iter().map(|reader| (format!("{:?}", reader.actor), round.frame(*reader)));
        let own =
            format!("{:?}", self.state.people.first().map(|p| Actor::participant(p.id)).unwrap_or_default());
        self.frames = frames.filter(|(reader, _)| self.whole || *reader != own).collect();
    }

    fn readers(&self) -> Vec<Reader> {
        let people = self.state.people.iter().filter(|person| person.place != Place::Removed);
        let actors = people.map(|person| Actor::participant(person.id));
        actors
            .chain([Actor::facilitator(), Actor::display()])
            .map(|actor| Reader::of(&self.state, actor))
            .collect()
    }

    /// Everybody but that person, or everybody.
    fn others(&self) -> Vec<Reader> {
        let own = self.state.people[SECRETIVE].id;
        let theirs = |reader: &Reader| reader.actor.participant == Some(own);
        self.readers().into_iter().filter(|reader| self.whole || !theirs(reader)).collect()
    }
}
