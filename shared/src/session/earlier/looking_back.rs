//! Looking back at actions of earlier sessions: what became of them, a note on that, and the copy that their owner lays
//! before the others. It never goes on the big screen.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

use super::{Event, MOST_SHOWN, just};
use crate::id::{ActionId, CompetencyId, ParticipantId, SheetId};
use crate::refusal::Refusal;
use crate::session::person::check_was;
use crate::session::{Decision, Event as Happened, Person, State, payloads};
use crate::text::{Patch, Words};
use crate::time::{Date, Timestamp};

/// What became of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Outcome {
    /// Done.
    Done,
    /// Still going.
    Going,
    /// It became something else.
    Changed,
}

/// An action of an earlier session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Carried {
    /// Its id on the sheet it comes from.
    pub action: ActionId,
    /// That sheet.
    pub sheet: SheetId,
    /// The day of that session.
    pub on: Date,
    /// The day it was brought, where this session is.
    pub brought: Date,
    /// What I set out to do.
    pub text: Words,
    /// Towards which competency of this framework.
    pub competency: Option<CompetencyId>,
    /// When I wanted to look back at it.
    pub review: Option<Date>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// A note on that.
    pub note: Option<Words>,
    /// What of it lies on the table.
    pub shown: Option<ShownCarried>,
    /// The facilitator took it off the screens.
    pub covered: bool,
}

/// A copy on the table; never on the big screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShownCarried {
    /// What they set out to do.
    pub text: Words,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// Their note.
    pub note: Option<Words>,
    /// Participants who may see it: those seated then. Facilitators may besides.
    pub audience: BTreeSet<ParticipantId>,
}

payloads! {
    /// `lookBack`
    pub struct LookBack {
        /// At which action.
        pub action: ActionId,
        /// What became of it.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<Outcome>")]
        pub outcome: Patch<Outcome>,
        /// A note on that.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub note: Patch<Words>,
        /// The note as I saw it before I changed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub was: Option<String>,
    }
    /// `showLookBack`
    pub struct ShowLookBack {
        /// Which action.
        pub action: ActionId,
        /// True shows it as it stands now, false takes it back.
        pub shown: bool,
    }
}

fn carried(me: &Person, action: ActionId) -> Result<&Carried, Refusal> {
    me.carried.iter().find(|carried| carried.action == action).ok_or(Refusal::unknown("action"))
}

pub(in crate::session) fn look_back(_: &State, me: &Person, look: &LookBack, _: Timestamp) -> Decision {
    me.inside()?;
    let stands = carried(me, look.action)?;
    check_was(&look.was, stands.note.as_ref())?;
    let outcome = look.outcome.clone().over(stands.outcome);
    let note = look.note.clone().blank_clears().over(stands.note.clone());
    let changes = (outcome, &note) != (stands.outcome, &stands.note);
    Ok(just(changes, Event::LookedBack { id: me.id, action: look.action, outcome, note }))
}

pub(in crate::session) fn show_look_back(
    state: &State,
    me: &Person,
    show: &ShowLookBack,
    _: Timestamp,
) -> Decision {
    me.inside()?;
    let stands = carried(me, show.action)?;
    let shown = if show.shown {
        me.seated()?;
        let others = me.carried.iter().filter(|other| other.action != show.action && other.shown.is_some());
        if others.count() >= MOST_SHOWN {
            return Err(Refusal::TooMany { most: MOST_SHOWN });
        }
        Some(ShownCarried {
            text: stands.text.clone(),
            outcome: stands.outcome,
            note: stands.note.clone(),
            audience: state.seated().map(|person| person.id).collect(),
        })
    } else {
        None
    };
    let changes = shown != stands.shown || stands.covered;
    Ok(just(changes, Event::Laid { id: me.id, action: show.action, shown }))
}

/// Covers a look-back that lies on the table; none when that item is none.
pub(in crate::session) fn cover(owner: &Person, item: &CompetencyId) -> Option<Happened> {
    let action = item.0.parse().ok()?;
    let lies = carried(owner, action).ok().is_some_and(|carried| carried.shown.is_some());
    lies.then_some(Happened::Earlier(Event::Covered { id: owner.id, action }))
}

/// Lets something happen to one of somebody's carried actions.
pub(super) fn with_carried(
    state: &mut State,
    id: ParticipantId,
    action: ActionId,
    change: impl FnOnce(&mut Carried),
) {
    state.with_person(id, |person| {
        if let Some(carried) = person.carried.iter_mut().find(|carried| carried.action == action) {
            change(carried);
        }
    });
}
