//! Keeping: "keep my sheet until I've looked back". A session has one date; on it everything goes but the sheets whose
//! owners asked for that, each alone and for its owner alone. Nobody else learns who keeps one.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::choosing::{Choice, Preferences};
use super::earlier::Carried;
use super::feedback::Received;
use super::guiding::Prompts;
use super::lobby::{Door, USUAL_SEATS};
use super::moves::Moves;
use super::pacing::Pacing;
use super::preparing::Prepared;
use super::record::Chosen;
use super::showing::Shown;
use super::turns::Turns;
use super::{About, Decision, Event as Happened, Person, Recent, Row, Stage, State, payloads};
use crate::id::{JoinCode, ParticipantId};
use crate::refusal::Refusal;
use crate::text::Name;
use crate::time::{Date, Timestamp};

/// Days that a kept sheet stays after its owner's last review date; without one, after the session's own date. Long
/// enough to come back to it after the day itself was missed.
pub const DAYS_AFTER_REVIEW: i32 = 30;
/// Months after close, or after the last change, past which no sheet is kept.
pub const MOST_MONTHS: i32 = 12;

/// What can still be done in a kept sheet: what is its owner's own and asks nothing of anybody else.
const IN_A_KEPT_SHEET: &[&str] = &[
    "about",
    "rate",
    "decline",
    "rescore",
    "jot",
    "act",
    "dropAction",
    "keepFeedback",
    "keepSheet",
    "earlier",
    "forget",
    "lookBack",
];

payloads! {
    /// `keepSheet`
    pub struct KeepSheet {
        /// Keep my sheet until I've looked back; otherwise it goes with the rest.
        pub kept: bool,
    }
}

/// Keeping, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// Somebody wants their sheet kept, or no longer.
    Wanted {
        /// Who.
        id: ParticipantId,
        /// Kept.
        kept: bool,
    },
    /// The session's own date came: all of it went but these people's own sheets.
    Reduced {
        /// When.
        at: Timestamp,
        /// Whose sheets stay.
        kept: Vec<ParticipantId>,
    },
    /// A kept sheet's own date came.
    Over {
        /// Whose it was.
        id: ParticipantId,
    },
}

/// What becomes of a session at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// It stays as it is.
    Nothing,
    /// This happens.
    Some(Vec<Happened>),
    /// All of it goes.
    All,
}

pub(super) fn keep_sheet(state: &State, me: &Person, keep: &KeepSheet, _: Timestamp) -> Decision {
    me.inside()?;
    // Nothing of a rehearsal is kept. In a kept sheet there is nothing left to go with: erasing it is what ends it.
    if state.about.rehearsal || state.reduced.is_some() && !keep.kept {
        return Err(Refusal::NotNow);
    }
    let event = Event::Wanted { id: me.id, kept: keep.kept };
    Ok((me.keep_sheet != keep.kept).then_some(Happened::Keeping(event)).into_iter().collect())
}

/// Refuses in a kept sheet what needs a group.
pub(super) fn check(state: &State, kind: &str) -> Result<(), Refusal> {
    let stays = state.reduced.is_none() || IN_A_KEPT_SHEET.contains(&kind);
    if stays { Ok(()) } else { Err(Refusal::NotNow) }
}

/// Whether anything of that person is left to erase: their part, or their name beside feedback in somebody's kept sheet.
#[must_use]
pub fn knows(state: &State, id: ParticipantId) -> bool {
    let wrote = |person: &Person| person.received.iter().any(|received| received.from == Some(id));
    state.person(id).is_some() || state.people.iter().any(wrote)
}

/// The last day on which somebody wants to look back.
#[must_use]
pub fn last_review(person: &Person) -> Option<Date> {
    person.actions.iter().filter_map(|action| action.review).max()
}

/// Until when somebody's sheet is kept if they ask for it. Never less than the session itself.
#[must_use]
pub fn sheet_until(state: &State, person: &Person) -> Timestamp {
    let (rest, zone) = (state.kept_until(), &state.about.zone);
    let looked_back = last_review(person).unwrap_or(zone.date(rest)).plus_days(DAYS_AFTER_REVIEW);
    let most = zone.date(state.closed.unwrap_or(state.touched)).plus_months(MOST_MONTHS);
    rest.max(zone.begins(looked_back.min(most)))
}

impl State {
    /// When something of it is deleted next: all of it or all but the kept sheets; afterwards the next of those.
    #[must_use]
    pub fn due_at(&self) -> Timestamp {
        let sheets = self.people.iter().map(|person| sheet_until(self, person));
        self.reduced.and_then(|_| sheets.min()).unwrap_or(self.kept_until())
    }

    /// What becomes of it now.
    #[must_use]
    pub fn due(&self, now: Timestamp) -> Due {
        if now < self.due_at() {
            return Due::Nothing;
        }
        let stays = |person: &&Person| person.keep_sheet && sheet_until(self, person) > now;
        let (kept, over): (Vec<_>, Vec<_>) = self.people.iter().partition(stays);
        let ids = |people: Vec<&Person>| people.into_iter().map(|person| person.id).collect::<Vec<_>>();
        match self.reduced {
            _ if kept.is_empty() => Due::All,
            None => Due::Some(vec![Happened::Keeping(Event::Reduced { at: now, kept: ids(kept) })]),
            Some(_) => {
                let event = |id| Happened::Keeping(Event::Over { id });
                Due::Some(ids(over).into_iter().map(event).collect())
            }
        }
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Wanted { id, kept } => state.with_person(*id, |person| person.keep_sheet = *kept),
        Event::Reduced { at, kept } => reduce(state, *at, kept),
        // Nobody else's sheet shows that there was another.
        Event::Over { id } => state.people.retain(|person| person.id != *id),
    }
}

/// Everything goes but these people's own. Each field is named, so that a new one cannot stay by being forgotten.
fn reduce(state: &mut State, at: Timestamp, kept: &[ParticipantId]) {
    let kept_days = state.kept_days();
    let names: BTreeMap<ParticipantId, Name> =
        state.people.iter().map(|person| (person.id, person.name.clone())).collect();
    let State {
        about,
        pinned,
        framework,
        stage: _,
        furthest: _,
        began,
        prepared: _,
        door: _,
        facilitators: _,
        salt: _,
        display: _,
        people,
        choice,
        turns: _,
        pacing: _,
        prompts: _,
        themes: _,
        notes: _,
        moves: _,
        recent: _,
        touched,
        closed,
        reduced: _,
        version,
    } = state.clone();
    *state = State {
        about: About { seats: USUAL_SEATS, kept_days, ..about },
        pinned,
        framework,
        stage: Stage::Closed,
        furthest: Stage::Closed,
        began,
        prepared: Prepared::default(),
        door: Door { code: JoinCode::from_picks(Default::default()), locked: true, seats_given: 0 },
        facilitators: Vec::new(),
        salt: None,
        display: None,
        people: people.into_iter().filter(|p| kept.contains(&p.id)).map(|p| own(p, &names)).collect(),
        choice: Choice { picks: None, ..choice },
        turns: Turns::default(),
        pacing: Pacing::default(),
        prompts: Prompts::default(),
        themes: Vec::new(),
        notes: BTreeMap::new(),
        moves: Moves::default(),
        recent: Recent::default(),
        touched,
        // From here on the twelve months count, whatever is written in a kept sheet.
        closed: Some(closed.unwrap_or(touched)),
        reduced: Some(at),
        version,
    };
}

/// What is somebody's own, with the names of those who wrote to them as they stand.
fn own(person: Person, names: &BTreeMap<ParticipantId, Name>) -> Person {
    let Person {
        id,
        name,
        secret,
        place,
        seat: _,
        out: _,
        role,
        organisation,
        preferences: _,
        ready: _,
        more_time: _,
        hand: _,
        check_in: _,
        nudges: _,
        rows,
        actions,
        received,
        sent: _,
        earlier,
        carried,
        record: _,
        keep_sheet,
        recent,
    } = person;
    let named = |received: Received| {
        let name = received.from.and_then(|from| names.get(&from)).cloned();
        Received { name, told: false, ..received }
    };
    let carry = |carried: Carried| Carried { shown: None, covered: false, ..carried };
    let alone = |row: Row| Row { shown: Shown::default(), covered: false, ..row };
    Person {
        role,
        organisation,
        rows: rows.into_iter().map(|(competency, row)| (competency, alone(row))).collect(),
        actions,
        received: received.into_iter().map(named).collect(),
        earlier,
        carried: carried.into_iter().map(carry).collect(),
        preferences: Preferences::default(),
        record: Chosen::default(),
        keep_sheet,
        recent,
        ..Person::new(id, name, secret, place)
    }
}

#[cfg(test)]
mod tests;
