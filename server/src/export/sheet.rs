//! A participant's own sheet: the paper form's columns and order, with the re-score; then what changed, their own lines
//! beside a competency, and what others left in writing. Built from `mine` alone. Always three rows, as on the form.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::id::{CompetencyId, ParticipantId};
use trivet_shared::session::State;
use trivet_shared::session::feedback::Kind;
use trivet_shared::session::jotting::JotBox;
use trivet_shared::time::Timestamp;
use trivet_shared::view::{Mine, MineAction, MineRow, mine};
use uuid::Uuid;

use super::outside;
use super::way::{self, SheetCarried, SheetSession};
use super::{Confidence, Frame};

/// Rows on the form; blank ones stay blank.
pub(super) const ROWS: usize = 3;

/// A participant's own sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    /// `sheet`.
    #[schemars(extend("const" = "sheet"))]
    pub kind: &'static str,
    /// What stands on every document.
    #[serde(flatten)]
    pub frame: Frame,
    /// Whose it is.
    pub name: String,
    /// Their role.
    pub role: Option<String>,
    /// Their organisation.
    pub organisation: Option<String>,
    /// The form's rows, three of them.
    #[schemars(length(min = 3))]
    pub rows: Vec<SheetRow>,
    /// Rows of an earlier choice.
    pub earlier: Vec<SheetRow>,
    /// Actions for the whole area.
    pub actions: Vec<SheetAction>,
    /// Feedback that was kept.
    pub received: Vec<SheetFeedback>,
    /// Earlier sessions, oldest first.
    pub earlier_sessions: Vec<SheetSession>,
    /// Actions of earlier sessions, oldest first.
    pub carried: Vec<SheetCarried>,
}

/// A row of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetRow {
    /// The area's name.
    pub area: Option<String>,
    /// The competency's id.
    #[schemars(with = "Option<String>")]
    pub competency: Option<CompetencyId>,
    /// The competency's name.
    pub name: Option<String>,
    /// Confidence; none on a blank row.
    pub confidence: Option<Confidence>,
    /// Why.
    pub reason: Option<String>,
    /// What shifted.
    pub shift: Option<String>,
    /// Their own lines: what they heard; alone, what goes well, what is hard and what one step could be.
    #[schemars(with = "BTreeMap<String, String>", extend("propertyNames" = {"enum": ["heard", "well", "hard", "step"]}))]
    pub lines: BTreeMap<JotBox, String>,
    /// Actions towards it.
    pub actions: Vec<SheetAction>,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetAction {
    /// The same in every later download: a calendar knows by it which entry to change.
    pub id: Uuid,
    /// What I'll do.
    pub text: String,
    /// Towards which competency; none means the whole area.
    #[schemars(with = "Option<String>")]
    pub competency: Option<CompetencyId>,
    /// When I'll look back, `2027-01-19`.
    #[schemars(extend("format" = "date"))]
    pub review: Option<String>,
    /// That day in words.
    pub review_in_words: Option<String>,
}

/// Feedback that was kept. Its writer's name is theirs to give, and stays out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetFeedback {
    /// About which competency.
    pub name: String,
    /// Which kind.
    #[schemars(with = "String", extend("enum" = ["strength", "solution", "training"]))]
    pub feedback: Kind,
    /// The words.
    pub text: String,
}

/// The sheet of that participant; none when they are gone. Somebody who was removed, or waits to be let in, has what they
/// wrote, and learns nothing of what the group chose.
pub fn build(state: &State, id: ParticipantId, at: Timestamp, private: bool) -> Option<Sheet> {
    let state = &*outside::seen_by(state, id);
    let own = mine(state, id)?;
    let frame = Frame::of(state, Some(id), at, private);
    let chosen = if outside::is_outside(state, id) {
        // Which of their rows the group chose again is not theirs to learn: the first ones stand on the form.
        own.rows.iter().filter(|(_, row)| has_words(row)).map(|(id, _)| id.clone()).take(ROWS).collect()
    } else {
        state.choice.competencies.clone()
    };
    let mut rows: Vec<SheetRow> = chosen.iter().map(|id| row(state, &own, id, own.rows.get(id))).collect();
    rows.resize_with(rows.len().max(ROWS), SheetRow::default);
    let earlier = own.rows.iter().filter(|(id, row)| !chosen.contains(id) && has_words(row));
    let known = |id: &CompetencyId| chosen.contains(id) || own.rows.contains_key(id);
    let received = own.received.iter().filter(|received| received.kept).map(|received| SheetFeedback {
        name: name(state, &received.competency),
        feedback: received.kind,
        text: received.text.clone(),
    });
    Some(Sheet {
        kind: "sheet",
        frame,
        name: own.me.name.clone(),
        role: own.me.role.clone(),
        organisation: own.me.organisation.clone(),
        rows,
        earlier: earlier.map(|(id, written)| row(state, &own, id, Some(written))).collect(),
        actions: actions(state, &own, |action| action.competency.as_ref().is_none_or(|id| !known(id))),
        received: received.collect(),
        earlier_sessions: way::sessions(state, &own),
        carried: way::carried(state, &own),
    })
}

fn has_words(row: &MineRow) -> bool {
    row.score.is_some()
        || row.reason.is_some()
        || row.rescore.is_some()
        || row.shift.is_some()
        || !row.jots.is_empty()
}

pub(super) fn name(state: &State, id: &CompetencyId) -> String {
    state
        .framework
        .competency(id)
        .map_or_else(|| id.to_string(), |(_, competency)| state.framework.in_text(&competency.name))
}

fn row(state: &State, own: &Mine, id: &CompetencyId, written: Option<&MineRow>) -> SheetRow {
    let area = state.framework.competency(id).map(|(area, _)| state.framework.in_text(&area.name));
    let confidence = match written {
        Some(row) => Confidence::of(row.score, row.rescore, row.reason.is_some()),
        None => Confidence::of(None, None, false),
    };
    SheetRow {
        area,
        competency: Some(id.clone()),
        name: Some(name(state, id)),
        confidence: Some(confidence),
        reason: written.and_then(|row| row.reason.clone()),
        shift: written.and_then(|row| row.shift.clone()),
        lines: written.map(|row| row.jots.clone()).unwrap_or_default(),
        actions: actions(state, own, |action| action.competency.as_ref() == Some(id)),
    }
}

fn actions(state: &State, own: &Mine, which: impl Fn(&MineAction) -> bool) -> Vec<SheetAction> {
    let mut all: Vec<&MineAction> = own.actions.values().filter(|action| which(action)).collect();
    all.sort_by_key(|action| action.order);
    let written = |action: &MineAction| {
        Some(SheetAction {
            id: Uuid::new_v5(&state.about.session.0, action.action.0.as_bytes()),
            text: action.text.clone()?,
            competency: action.competency.clone(),
            review: action.review.map(|date| date.to_string()),
            review_in_words: action.review.map(|date| date.in_words()),
        })
    };
    all.into_iter().filter_map(written).collect()
}
