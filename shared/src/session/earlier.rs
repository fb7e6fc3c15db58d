//! What somebody brings from earlier sessions: their scores then, and the actions they set out to do. Brought as a sheet
//! (`read`, `bringing`), or typed from paper. Theirs alone, and not even theirs to see before they have answered this
//! time (`view/mine/earlier.rs`). What became of an action can be shown as a copy. Nothing ties a session to another.

mod bringing;
mod looking_back;
pub mod read;

pub use bringing::{Brought, BroughtAction, Taken, bring};
pub use looking_back::{Carried, LookBack, Outcome, ShowLookBack, ShownCarried};
pub(super) use looking_back::{cover, look_back, show_look_back};

use looking_back::with_carried;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;
use uuid::Uuid;

use super::{Decision, Event as Happened, Person, State, payloads};
use crate::id::{ActionId, CompetencyId, ParticipantId, SheetId};
use crate::refusal::Refusal;
use crate::text::{Line, Patch, Score, Why, Words};
use crate::time::{Date, Timestamp};

/// Earlier sessions of one person: one a month for a year. Past that the oldest goes.
pub const MOST_SESSIONS: usize = 12;
/// Actions of earlier sessions that one person carries: twice what one session can hold.
pub const MOST_CARRIED: usize = 40;
/// Competencies with scores in one of them: five times what the larger of our frameworks has.
pub const MOST_SCORES: usize = 200;
/// Look-backs that one person shows at the same time: everybody is sent them.
pub const MOST_SHOWN: usize = 20;

/// An earlier session of somebody, as far as their scores go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EarlierSession {
    /// The sheet they come from; made here for what was typed.
    pub sheet: SheetId,
    /// Its day.
    pub on: Date,
    /// What it was called; may be empty.
    pub title: Line,
    /// Typed by hand.
    pub typed: bool,
    /// Confidence then, by competency of this framework.
    pub scores: BTreeMap<CompetencyId, EarlierScore>,
}

/// Confidence in an earlier session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct EarlierScore {
    /// At first.
    pub first: Option<Score>,
    /// Afterwards.
    pub after: Option<Score>,
}

impl EarlierScore {
    fn is_empty(self) -> bool {
        self == Self::default()
    }
}

payloads! {
    /// `earlier`
    pub struct Earlier {
        /// The day of that session: before today where this one is.
        pub on: Date,
        /// What about: something I have answered this time.
        pub competency: CompetencyId,
        /// Confidence at first; with both cleared, nothing is kept.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<Score>")]
        pub first: Patch<Score>,
        /// Confidence afterwards.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<Score>")]
        pub after: Patch<Score>,
    }
    /// `forget`
    pub struct Forget {
        /// Whose scores go, and with them its actions, but for those that have an outcome.
        pub sheet: SheetId,
    }
}

/// What somebody brought, as it happened. Each event says what stands afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// A sheet was brought, or taken back: all that they have of earlier sessions.
    Kept {
        /// Whose.
        id: ParticipantId,
        /// Their scores.
        earlier: Vec<EarlierSession>,
        /// Their actions.
        carried: Vec<Carried>,
    },
    /// An earlier score was typed.
    Typed {
        /// Whose.
        id: ParticipantId,
        /// In which session.
        sheet: SheetId,
        /// Its day.
        on: Date,
        /// What about.
        competency: CompetencyId,
        /// The score; empty removes it.
        score: EarlierScore,
    },
    /// What became of an action.
    LookedBack {
        /// Whose.
        id: ParticipantId,
        /// Which.
        action: ActionId,
        /// What became of it.
        outcome: Option<Outcome>,
        /// A note on that.
        note: Option<Words>,
    },
    /// What of it lies on the table now.
    Laid {
        /// Whose.
        id: ParticipantId,
        /// Which.
        action: ActionId,
        /// The copy.
        shown: Option<ShownCarried>,
    },
    /// The facilitator took it off the screens.
    Covered {
        /// Whose.
        id: ParticipantId,
        /// Which.
        action: ActionId,
    },
}

fn just(changes: bool, event: Event) -> Vec<Happened> {
    changes.then_some(Happened::Earlier(event)).into_iter().collect()
}

/// The typed session of that day; its id follows from whose it is and the day, so that no counter is needed.
fn typed_on(state: &State, me: &Person, on: Date) -> SheetId {
    let known = me.earlier.iter().find(|session| session.typed && session.on == on);
    let made = || SheetId(Uuid::new_v5(&state.about.session.0, format!("typed/{}/{on}", me.id).as_bytes()));
    known.map_or_else(made, |session| session.sheet)
}

pub(super) fn earlier(state: &State, me: &Person, typed: &Earlier, now: Timestamp) -> Decision {
    me.inside()?;
    state.framework.competency(&typed.competency).ok_or(Refusal::unknown("competency"))?;
    if !me.has_answered(&typed.competency) {
        return Err(Refusal::NotNow); // an earlier number in sight would pull this one
    }
    if typed.on >= state.about.zone.date(now) {
        return Err(Refusal::invalid("on", Why::NotBeforeToday));
    }
    let sheet = typed_on(state, me, typed.on);
    let session = me.earlier.iter().find(|session| session.sheet == sheet);
    let before = session.and_then(|session| session.scores.get(&typed.competency)).copied();
    let stands = before.unwrap_or_default();
    let score = EarlierScore {
        first: typed.first.clone().over(stands.first),
        after: typed.after.clone().over(stands.after),
    };
    if session.is_none() && !score.is_empty() && me.earlier.len() >= MOST_SESSIONS {
        return Err(Refusal::TooMany { most: MOST_SESSIONS });
    }
    let competency = typed.competency.clone();
    Ok(just(score != stands, Event::Typed { id: me.id, sheet, on: typed.on, competency, score }))
}

pub(super) fn forget(_: &State, me: &Person, forget: &Forget, _: Timestamp) -> Decision {
    me.inside()?;
    let (mut earlier, mut carried) = (me.earlier.clone(), me.carried.clone());
    earlier.retain(|session| session.sheet != forget.sheet);
    carried.retain(|carried| carried.sheet != forget.sheet || carried.outcome.is_some());
    if earlier.len() == me.earlier.len() && !me.carried.iter().any(|carried| carried.sheet == forget.sheet) {
        return Err(Refusal::unknown("sheet"));
    }
    let changes = earlier != me.earlier || carried != me.carried;
    Ok(just(changes, Event::Kept { id: me.id, earlier, carried }))
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Kept { id, earlier, carried } => state.with_person(*id, |person| {
            person.earlier.clone_from(earlier);
            person.carried.clone_from(carried);
        }),
        Event::Typed { id, sheet, on, competency, score } => state.with_person(*id, |person| {
            type_in(&mut person.earlier, *sheet, *on, competency, *score);
        }),
        Event::LookedBack { id, action, outcome, note } => with_carried(state, *id, *action, |carried| {
            carried.outcome = *outcome;
            carried.note.clone_from(note);
        }),
        Event::Laid { id, action, shown } => with_carried(state, *id, *action, |carried| {
            carried.shown.clone_from(shown);
            carried.covered = false;
        }),
        Event::Covered { id, action } => with_carried(state, *id, *action, |carried| {
            carried.shown = None;
            carried.covered = true;
        }),
    }
}

fn type_in(
    all: &mut Vec<EarlierSession>,
    sheet: SheetId,
    on: Date,
    competency: &CompetencyId,
    score: EarlierScore,
) {
    let at = all.iter().position(|session| session.sheet == sheet).unwrap_or_else(|| {
        let session =
            EarlierSession { sheet, on, title: Line::default(), typed: true, scores: BTreeMap::new() };
        let at = all.iter().position(|other| other.on > on).unwrap_or(all.len());
        all.insert(at, session);
        at
    });
    if score.is_empty() {
        all[at].scores.remove(competency);
    } else {
        all[at].scores.insert(competency.clone(), score);
    }
    all.retain(|session| !session.typed || !session.scores.is_empty());
}

#[cfg(test)]
mod tests;
