//! What a session is at a moment. Flat: the stage is a pointer; choice, plan and turns are the group's; everything
//! personal lives with its person.

mod frozen;

pub use frozen::ThawError;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

use super::choosing::Choice;
use super::guiding::Prompts;
use super::lobby::Door;
use super::moves::Moves;
use super::pacing::Pacing;
use super::person::{Person, Place, Row};
use super::preparing::Prepared;
use super::theming::GroupTheme;
use super::turns::Turns;
use super::{Actor, Commit, Digest, Event, Recent, Stage, evolve};
use crate::framework::{Competency, Framework};
use crate::id::{CommandId, CompetencyId, FrameworkHash, ParticipantId, SecretHash, SessionId, SheetId};
use crate::refusal::Refusal;
use crate::text::{Line, Name, Words};
use crate::time::{DAY, Date, Timestamp, Zone};

/// A session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// What was settled when it was opened.
    pub about: About,
    /// The framework it began with, by hash.
    pub pinned: FrameworkHash,
    /// That framework. It is kept beside the sessions, not in each.
    #[serde(skip, default = "frozen::no_framework")]
    pub framework: Arc<Framework>,
    /// Where the group is.
    pub stage: Stage,
    /// The furthest it has been: what was open once stays open to write in.
    pub furthest: Stage,
    /// When the group first left the lobby: the day of the session, however long before it was prepared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<Timestamp>,
    /// What the facilitator settled.
    #[serde(default)]
    pub prepared: Prepared,
    /// Who can come in.
    pub door: Door,
    /// Who guides it: the one who opened it, and a co-facilitator if there is one.
    pub facilitators: Vec<Facilitator>,
    /// What ids of feedback are made with, drawn by the server. A session opened before there was one has the first link's
    /// hash, kept when that link is made anew.
    #[serde(default)]
    pub salt: Option<SecretHash>,
    /// What opens the room display.
    pub display: Option<SecretHash>,
    /// Everybody who has a seat, had one or waits for one, in seat order.
    pub people: Vec<Person>,
    /// Area and competencies.
    pub choice: Choice,
    /// Whose turn it is.
    pub turns: Turns,
    /// Plan and time.
    pub pacing: Pacing,
    /// Prompts the facilitator added or sent.
    #[serde(default)]
    pub prompts: Prompts,
    /// Themes and training ideas of the group, oldest first.
    #[serde(default)]
    pub themes: Vec<GroupTheme>,
    /// The facilitator's notes.
    pub notes: BTreeMap<Stage, Words>,
    /// What undo takes back.
    pub moves: Moves,
    /// The facilitators' last commands.
    pub recent: Recent,
    /// When anything last changed.
    pub touched: Timestamp,
    /// When it was closed, while it is.
    pub closed: Option<Timestamp>,
    /// When all of it went but the sheets whose owners keep them; none while it is whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduced: Option<Timestamp>,
    /// How many commits made it.
    pub version: u64,
}

/// What was settled when a session was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Its id.
    pub session: SessionId,
    /// What it is called; may be empty.
    pub title: Line,
    /// Where its dates are counted.
    pub zone: Zone,
    /// Seats that a code fills by itself: 1 to 12.
    pub seats: u8,
    /// One person alone.
    pub solo: bool,
    /// A rehearsal with pretend people, of which nothing is kept.
    #[serde(default)]
    pub rehearsal: bool,
    /// These people have met before: the lobby asks what became of their actions. It is tied to no other session.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub follow_up: bool,
    /// When it was opened.
    pub opened: Timestamp,
    /// Days it is kept after close, or after the last change: 1 to 366.
    pub kept_days: u16,
}

/// Somebody who guides the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Facilitator {
    /// What people call them.
    pub name: Option<Name>,
    /// What they show to get in.
    pub secret: SecretHash,
}

/// What opens a session.
#[derive(Clone, Debug)]
pub struct Opening {
    /// What is settled from the start.
    pub about: About,
    /// The framework's hash.
    pub pinned: FrameworkHash,
    /// The framework.
    pub framework: Arc<Framework>,
    /// Its facilitator.
    pub facilitator: Facilitator,
    /// What people type to join.
    pub code: crate::id::JoinCode,
    /// Planned minutes; stages not named keep the default.
    pub plan: BTreeMap<Stage, u16>,
    /// Random, and given to nobody: what ids of feedback are made with.
    pub salt: Option<SecretHash>,
    /// The person, when they are alone: the facilitator's secret is theirs too.
    pub alone: Option<ParticipantId>,
}

impl State {
    /// A new session.
    #[must_use]
    pub fn open(opening: Opening) -> Self {
        let at = opening.about.opened;
        let mut state = Self {
            pinned: opening.pinned,
            framework: opening.framework,
            stage: Stage::Lobby,
            furthest: Stage::Lobby,
            began: None,
            prepared: Prepared::default(),
            door: Door { code: opening.code, locked: opening.about.solo, seats_given: 0 },
            facilitators: vec![opening.facilitator.clone()],
            salt: opening.salt,
            display: None,
            people: Vec::new(),
            choice: Choice::default(),
            turns: Turns::default(),
            pacing: Pacing::planned(&opening.plan),
            prompts: Prompts::default(),
            themes: Vec::new(),
            notes: BTreeMap::new(),
            moves: Moves::default(),
            recent: Recent::default(),
            touched: at,
            closed: None,
            reduced: None,
            version: 0,
            about: opening.about,
        };
        if let Some(id) = opening.alone {
            let name = opening.facilitator.name.unwrap_or_default();
            let person = Person::new(id, name, Some(opening.facilitator.secret), Place::Seated);
            state.people.push(Person { seat: 1, ..person });
            state.door.seats_given = 1;
        }
        state
    }

    /// Lets a commit happen: its events, its id, its time.
    pub fn apply(&mut self, commit: &Commit) {
        for event in &commit.events {
            evolve(self, event);
        }
        self.touched = self.touched.max(commit.at);
        self.version += 1;
        match commit.by.participant {
            Some(id) => self.with_person(id, |person| person.recent.remember(commit.id, commit.digest)),
            // What nobody sent is sent by nobody again: it would only push out what a facilitator may resend.
            None if commit.by.facilitator => self.recent.remember(commit.id, commit.digest),
            None => {}
        }
    }

    /// What became of a command sent before: `None` if it is new, `Ok` if it was done.
    ///
    /// # Errors
    /// `commandIdReused` when the id was another command's.
    pub fn seen(&self, by: Actor, id: CommandId, digest: Digest) -> Option<Result<(), Refusal>> {
        let recent = match by.participant {
            Some(id) => &self.person(id)?.recent,
            None => &self.recent,
        };
        let before = recent.find(id)?;
        Some(if before == digest { Ok(()) } else { Err(Refusal::CommandIdReused) })
    }

    /// Who that secret is, and so what may be done under it.
    #[must_use]
    pub fn who(&self, secret: &SecretHash) -> Option<Actor> {
        // Every comparison is made whatever came before, so that time tells nothing.
        let participant = self.people.iter().fold(None, |found, person| {
            if person.secret.as_ref().is_some_and(|own| own.is(secret)) { Some(person.id) } else { found }
        });
        let (mut first, mut co) = (false, false);
        for (at, facilitator) in self.facilitators.iter().enumerate() {
            let is = facilitator.secret.is(secret);
            *(if at == 0 { &mut first } else { &mut co }) |= is;
        }
        let facilitator = first || co;
        let display = self.display.as_ref().is_some_and(|own| own.is(secret));
        (participant.is_some() || facilitator || display).then_some(Actor {
            participant,
            facilitator,
            display,
            co,
        })
    }

    /// Something that stands in no frame and does not change. In a session opened before the server drew one it is the hash
    /// of the link it was opened with, which its facilitator knows.
    pub(crate) fn salt(&self) -> SecretHash {
        let first = || self.facilitators.first().map_or(SecretHash([0; 32]), |first| first.secret);
        self.salt.unwrap_or_else(first)
    }

    /// That person.
    #[must_use]
    pub fn person(&self, id: ParticipantId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    pub(crate) fn person_mut(&mut self, id: ParticipantId) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.id == id)
    }

    pub(crate) fn with_person(&mut self, id: ParticipantId, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.person_mut(id) {
            change(person);
        }
    }

    pub(crate) fn with_row(
        &mut self,
        id: ParticipantId,
        competency: &CompetencyId,
        change: impl FnOnce(&mut Row),
    ) {
        self.with_person(id, |person| change(person.rows.entry(competency.clone()).or_default()));
    }

    /// The id of that person's sheet of this session, as it stands in every download of it.
    #[must_use]
    pub fn sheet_of(&self, id: ParticipantId) -> SheetId {
        SheetId(Uuid::new_v5(&self.about.session.0, id.to_string().as_bytes()))
    }

    /// Those who have a seat, in seat order.
    pub fn seated(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.place == Place::Seated)
    }

    /// Refuses before the group has been in that stage.
    pub(crate) fn from(&self, stage: Stage) -> Result<(), Refusal> {
        if self.furthest >= stage { Ok(()) } else { Err(Refusal::NotNow) }
    }

    /// Refuses outside these stages.
    pub(crate) fn within(&self, stages: &[Stage]) -> Result<(), Refusal> {
        if stages.contains(&self.stage) { Ok(()) } else { Err(Refusal::NotNow) }
    }

    /// A competency the group chose, or one this person wrote about when it was chosen.
    pub(crate) fn open_to(&self, me: &Person, id: &CompetencyId) -> Result<&Competency, Refusal> {
        let (_, competency) = self.framework.competency(id).ok_or(Refusal::unknown("competency"))?;
        if self.choice.competencies.contains(id) || me.rows.contains_key(id) {
            return Ok(competency);
        }
        Err(Refusal::NotInArea)
    }

    /// The day of the session where it is: when the group left the lobby, or that of opening while nobody has.
    #[must_use]
    pub fn day(&self) -> Date {
        self.about.zone.date(self.began.unwrap_or(self.about.opened))
    }

    /// Days it is kept after close, or after the last change.
    #[must_use]
    pub fn kept_days(&self) -> u16 {
        self.prepared.kept_days.unwrap_or(self.about.kept_days)
    }

    /// When all of it is deleted: so many days after close, or after the last change.
    #[must_use]
    pub fn kept_until(&self) -> Timestamp {
        self.closed.unwrap_or(self.touched).plus(i64::from(self.kept_days()) * DAY)
    }

    /// The events of joining, erasing and the like, which are no commands of the wire, as a commit.
    #[must_use]
    pub fn unasked(id: CommandId, by: Actor, events: Vec<Event>, at: Timestamp) -> Commit {
        Commit { id, digest: Digest(0), at, by, events }
    }
}
