//! Everything held about one participant, for them alone: what they wrote, signalled, were given and showed, to whom. Unlike a
//! sheet it is not for reading aloud or keeping, but complete. Each struct of the state is taken apart by name, without a
//! rest: a field that is added one day does not compile before somebody has decided how it stands here.

mod alone;
mod row;
mod turns;
mod writing;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::id::ParticipantId;
use trivet_shared::session::choosing::Preferences;
use trivet_shared::session::guiding::Answer;
use trivet_shared::session::{Person, Place, Stage, State};
use trivet_shared::time::Timestamp;
use trivet_shared::view::mine;
use trivet_shared::words::{Key, say};
use uuid::Uuid;

use super::{SHAPE, kept, moment, outside};
use alone::{Alone, alone};
use row::{HeldRow, rows};
use turns::{HeldTurn, turns};
use writing::{Carried, Earlier, Feedback, HeldAction, Record, carried, earlier, given, record, written};

/// Everything held about one participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// `held`.
    #[schemars(extend("const" = "held"))]
    pub kind: &'static str,
    /// The shape of this document. A reader that knows this number can read the file; fields may be added under it.
    pub shape: u32,
    /// When it was made, RFC 3339 in UTC.
    pub made: String,
    /// Said where the connection was not private.
    pub not_private: Option<String>,
    /// In which session.
    pub session: HeldSession,
    /// Who they are there.
    pub person: HeldPerson,
    /// What they would like to look at.
    pub preferences: HeldPreferences,
    /// What they wrote, by competency.
    pub rows: Vec<HeldRow>,
    /// What became of their turns.
    pub turns: Vec<HeldTurn>,
    /// Their actions, oldest first.
    pub actions: Vec<HeldAction>,
    /// Feedback they were given, oldest first.
    pub received: Vec<Feedback>,
    /// Feedback they wrote, oldest first.
    pub sent: Vec<Feedback>,
    /// What of theirs goes into the summary.
    pub record: Record,
    /// Scores of earlier sessions.
    pub earlier: Vec<Earlier>,
    /// Actions of earlier sessions.
    pub carried: Vec<Carried>,
    /// Of somebody alone: what else they wrote. All of the session is theirs.
    pub alone: Option<Alone>,
}

/// The session somebody is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldSession {
    /// Its id.
    pub session: Uuid,
    /// What it is called; may be empty.
    pub title: String,
    /// When it was opened, RFC 3339 in UTC.
    pub opened: String,
    /// How long all of this is kept.
    pub kept: String,
}

/// Who somebody is in a session, and what they signalled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldPerson {
    /// Their id.
    pub participant: Uuid,
    /// What people call them.
    pub name: String,
    /// The SHA-256 of their link's secret is kept, to know them by; it is not in this document.
    pub link: bool,
    /// Waiting, seated, left or removed.
    #[schemars(with = "String", extend("enum" = ["waiting", "seated", "left", "removed"]))]
    pub place: Place,
    /// Their seat, from 1; 0 before they have one.
    pub seat: u32,
    /// Stepped out.
    pub out: bool,
    /// Their role.
    pub role: Option<String>,
    /// Their organisation.
    pub organisation: Option<String>,
    /// Stages they said they are ready in.
    #[schemars(with = "Vec<String>")]
    pub ready: Vec<Stage>,
    /// Stages they would like more time in.
    #[schemars(with = "Vec<String>")]
    pub more_time: Vec<Stage>,
    /// Their hand is up.
    pub hand: bool,
    /// They asked the facilitator to check in with them afterwards.
    pub check_in: bool,
    /// They keep their sheet until they have looked back.
    pub keep_sheet: bool,
    /// Stages in which the facilitator asked whether they need anything, with their answer.
    #[schemars(with = "BTreeMap<String, Option<String>>")]
    pub asked: BTreeMap<Stage, Option<Answer>>,
    /// How many of their last commands are remembered, by id and without what was in them, so that none is done twice.
    pub commands_remembered: usize,
}

/// What somebody would like to look at, by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldPreferences {
    /// Areas.
    pub areas: Vec<String>,
    /// Areas they would rather not look at today.
    pub rather_not: Vec<String>,
    /// Competencies.
    pub competencies: Vec<String>,
}

/// Somebody who may see something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Somebody {
    /// Their id.
    pub participant: Uuid,
    /// Their name, while both are in the session.
    pub name: Option<String>,
}

impl Somebody {
    fn of(state: &State, id: ParticipantId) -> Somebody {
        let name = state.person(id).map(|person| person.name.as_str().to_owned());
        Somebody { participant: id.0, name }
    }
}

/// Everything held about that participant; none when they are gone.
#[must_use]
pub fn build(state: &State, id: ParticipantId, at: Timestamp, private: bool) -> Option<Held> {
    let state = &*outside::seen_by(state, id);
    let person = state.person(id)?;
    // Earlier scores leave the state by this view alone: it knows which of them wait for an answer.
    let own = mine(state, id)?;
    let Person {
        id,
        name,
        secret,
        place,
        seat,
        out,
        role,
        organisation,
        preferences,
        ready,
        more_time,
        hand,
        check_in,
        nudges,
        rows: written_rows,
        actions,
        received,
        sent,
        earlier: earlier_sessions,
        carried: carried_actions,
        record: chosen,
        keep_sheet,
        recent,
    } = person;
    let Preferences { areas, rather_not, competencies } = preferences;
    Some(Held {
        kind: "held",
        shape: SHAPE,
        made: moment(at),
        not_private: (!private).then(|| say(Key::NotPrivate)),
        session: HeldSession {
            session: state.about.session.0,
            title: state.about.title.as_str().to_owned(),
            opened: moment(state.about.opened),
            kept: kept::words(state, Some(*id)),
        },
        person: HeldPerson {
            participant: id.0,
            name: name.as_str().to_owned(),
            link: secret.is_some(),
            place: *place,
            seat: *seat,
            out: *out,
            role: role.as_ref().map(|line| line.as_str().to_owned()),
            organisation: organisation.as_ref().map(|line| line.as_str().to_owned()),
            ready: ready.iter().copied().collect(),
            more_time: more_time.iter().copied().collect(),
            hand: *hand,
            check_in: *check_in,
            keep_sheet: *keep_sheet,
            asked: nudges.clone(),
            commands_remembered: recent.count(),
        },
        preferences: HeldPreferences {
            areas: areas.iter().map(|id| id.0.clone()).collect(),
            rather_not: rather_not.iter().map(|id| id.0.clone()).collect(),
            competencies: competencies.iter().map(|id| id.0.clone()).collect(),
        },
        rows: rows(state, written_rows),
        turns: turns(state, *id),
        actions: actions.iter().map(HeldAction::of).collect(),
        received: received.iter().map(|received| given(state, received)).collect(),
        sent: sent.iter().map(|sent| written(state, sent)).collect(),
        record: record(chosen),
        earlier: earlier(earlier_sessions, &own.earlier),
        carried: carried_actions.iter().map(|action| carried(state, action)).collect(),
        alone: state.about.solo.then(|| alone(state)),
    })
}

/// The document, as it is saved.
#[must_use]
pub fn to_json(held: &Held) -> String {
    serde_json::to_string_pretty(held).unwrap_or_default()
}
