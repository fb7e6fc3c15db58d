//! What somebody brought from earlier sessions, as they see it. The only place from which an earlier score leaves the
//! state, for frames and exports alike: a number in sight pulls the next one towards it, so it waits for the answer.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

use super::words;
use crate::id::{ActionId, CompetencyId, ParticipantId, SheetId};
use crate::session::earlier::{Carried, EarlierScore, Outcome};
use crate::session::{Person, Place, Stage, State};
use crate::time::Date;

/// An earlier session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts", rename = "EarlierSession")]
pub struct EarlierView {
    /// What `forget` names.
    pub sheet: SheetId,
    /// Its day.
    pub on: Date,
    /// What it was called; may be empty.
    pub title: String,
    /// Typed by hand.
    pub typed: bool,
    /// Confidence then, by competency: of those answered this time, and of those that are not asked this time.
    pub scores: BTreeMap<CompetencyId, EarlierScore>,
}

/// An action of an earlier session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct MineCarried {
    /// Its id.
    pub action: ActionId,
    /// Its place, from 0.
    pub order: u32,
    /// The sheet it comes from.
    pub sheet: SheetId,
    /// The day of that session.
    pub on: Date,
    /// What I set out to do.
    pub text: String,
    /// Towards which competency of this framework.
    pub competency: Option<CompetencyId>,
    /// When I wanted to look back at it.
    pub review: Option<Date>,
    /// That day had come by the day of this session, or none was set.
    pub due: bool,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// A note on that.
    pub note: Option<String>,
    /// A copy lies on the table.
    pub shown: bool,
    /// Participants who may see it.
    pub to: BTreeSet<ParticipantId>,
    /// Something of it was changed since it was shown.
    pub changed: bool,
    /// The facilitator took it off the screens.
    pub covered: bool,
}

/// Whether an earlier score of that competency may be seen by its owner now.
fn may_be_seen(state: &State, person: &Person, competency: &CompetencyId) -> bool {
    // Somebody outside must not learn by it what the group chose.
    let inside = matches!(person.place, Place::Seated | Place::Left);
    let asked = state.choice.competencies.contains(competency);
    person.has_answered(competency) || inside && state.stage >= Stage::Rate && !asked
}

pub(super) fn earlier(state: &State, person: &Person) -> Vec<EarlierView> {
    let seen = |(competency, _): &(&CompetencyId, &EarlierScore)| may_be_seen(state, person, competency);
    let view = person.earlier.iter().map(|session| EarlierView {
        sheet: session.sheet,
        on: session.on,
        title: session.title.as_str().to_owned(),
        typed: session.typed,
        scores: session.scores.iter().filter(seen).map(|(id, score)| (id.clone(), *score)).collect(),
    });
    view.collect()
}

pub(super) fn carried(state: &State, person: &Person) -> BTreeMap<ActionId, MineCarried> {
    let views = (0..).zip(&person.carried).map(|(order, carried)| {
        let shown = carried.shown.as_ref();
        let view = MineCarried {
            action: carried.action,
            order,
            sheet: carried.sheet,
            on: carried.on,
            text: carried.text.as_str().to_owned(),
            competency: carried.competency.clone(),
            review: carried.review,
            due: is_due(state, carried),
            outcome: carried.outcome,
            note: words(carried.note.as_ref()),
            shown: shown.is_some(),
            to: shown.map(|shown| shown.audience.clone()).unwrap_or_default(),
            changed: shown.is_some_and(|shown| {
                (&shown.text, shown.outcome, &shown.note) != (&carried.text, carried.outcome, &carried.note)
            }),
            covered: carried.covered,
        };
        (carried.action, view)
    });
    views.collect()
}

/// Time moves nothing, so it goes by the day it was brought, or that of the session if that came later.
fn is_due(state: &State, carried: &Carried) -> bool {
    let today = carried.brought.max(state.day());
    carried.review.is_none_or(|review| review <= today)
}
