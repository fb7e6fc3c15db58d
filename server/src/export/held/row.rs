//! What somebody wrote about a competency, and what of it they showed to whom.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::id::CompetencyId;
use trivet_shared::session::jotting::JotBox;
use trivet_shared::session::rescoring::Rescored;
use trivet_shared::session::showing::{Copy, Shown};
use trivet_shared::session::{Row, State};
use trivet_shared::text::{Score, Words};

use super::Somebody;

/// What somebody wrote about one competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldRow {
    /// The competency's id.
    pub competency: String,
    /// Its name.
    pub name: Option<String>,
    /// Confidence at first, 1 to 10.
    pub score: Option<u8>,
    /// Why.
    pub reason: Option<String>,
    /// Would rather not score it.
    pub declined: bool,
    /// Confidence afterwards, 1 to 10; the same as at first means kept.
    pub rescore: Option<u8>,
    /// What shifted.
    pub shift: Option<String>,
    /// Lines for themselves.
    #[schemars(with = "BTreeMap<String, String>")]
    pub lines: BTreeMap<JotBox, String>,
    /// What of it lies on the table.
    pub shown: HeldShown,
    /// The facilitator took it off the screens.
    pub covered: bool,
}

/// Copies on the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldShown {
    /// The first score.
    pub score: Option<HeldCopy<u8>>,
    /// The reason.
    pub reason: Option<HeldCopy<String>>,
    /// The score afterwards.
    pub rescore: Option<HeldCopy<u8>>,
    /// What shifted.
    pub shift: Option<HeldCopy<String>>,
}

/// A copy on the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldCopy<T> {
    /// As it stood when it was shown.
    pub value: T,
    /// Participants who may see it. Facilitators may besides.
    pub to: Vec<Somebody>,
    /// On the big screen too.
    pub display: bool,
}

pub(super) fn rows(state: &State, rows: &BTreeMap<CompetencyId, Row>) -> Vec<HeldRow> {
    rows.iter().map(|(id, own)| row(state, id, own)).collect()
}

fn row(state: &State, competency: &CompetencyId, row: &Row) -> HeldRow {
    let Row { score, reason, declined, rescore, jots, shown, covered } = row;
    let Rescored { score: after, shift } = rescore;
    let Shown { score: shown_score, reason: shown_reason, rescore: shown_after, shift: shown_shift } = shown;
    HeldRow {
        competency: competency.0.clone(),
        name: state.framework.competency(competency).map(|(_, known)| state.framework.in_text(&known.name)),
        score: score.map(Score::get),
        reason: words(reason.as_ref()),
        declined: *declined,
        rescore: after.map(Score::get),
        shift: words(shift.as_ref()),
        lines: jots.iter().map(|(which, text)| (*which, text.as_str().to_owned())).collect(),
        shown: HeldShown {
            score: shown_score.as_ref().map(|shown| copy(state, shown, |score| score.get())),
            reason: shown_reason.as_ref().map(|shown| copy(state, shown, |text| text.as_str().to_owned())),
            rescore: shown_after.as_ref().map(|shown| copy(state, shown, |score| score.get())),
            shift: shown_shift.as_ref().map(|shown| copy(state, shown, |text| text.as_str().to_owned())),
        },
        covered: *covered,
    }
}

fn copy<T, H>(state: &State, shown: &Copy<T>, held: impl Fn(&T) -> H) -> HeldCopy<H> {
    let Copy { value, audience, display } = shown;
    let to = audience.iter().map(|id| Somebody::of(state, *id)).collect();
    HeldCopy { value: held(value), to, display: *display }
}

pub(super) fn words(text: Option<&Words>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}
