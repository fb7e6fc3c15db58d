//! What of somebody's goes into the summary, as they see it on the record page.

use serde::Serialize;
use ts_rs::TS;

use super::words;
use crate::id::{ActionId, CompetencyId};
use crate::session::Person;
use crate::session::record::ShownLine;
use crate::text::Score;
use crate::time::Date;

/// What of somebody's goes into the summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct RecordView {
    /// They have answered, if only with nothing.
    pub answered: bool,
    /// Their name stands beside their lines.
    pub name: bool,
    /// What they showed.
    pub shown: Vec<RecordLine>,
    /// Their actions.
    pub actions: Vec<RecordAction>,
}

/// A line of the record: what somebody showed about a competency, as they put it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct RecordLine {
    /// What about.
    pub competency: CompetencyId,
    /// Confidence at first.
    pub score: Option<Score>,
    /// Why.
    pub reason: Option<String>,
    /// Confidence afterwards.
    pub rescore: Option<Score>,
    /// What shifted.
    pub shift: Option<String>,
    /// What is shown differs from it by now.
    pub changed: bool,
}

/// A line of the record: an action, as its owner put it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct RecordAction {
    /// Which.
    pub action: ActionId,
    /// What they will do.
    pub text: String,
    /// Towards which competency.
    pub competency: Option<CompetencyId>,
    /// When they will look back.
    pub review: Option<Date>,
    /// The action differs from it by now.
    pub changed: bool,
}

pub(super) fn record(person: &Person) -> RecordView {
    let shown = person.record.shown.iter().map(|(id, line)| RecordLine {
        competency: id.clone(),
        score: line.score,
        reason: words(line.reason.as_ref()),
        rescore: line.rescore,
        shift: words(line.shift.as_ref()),
        changed: person.rows.get(id).is_none_or(|row| ShownLine::of(&row.shown) != *line),
    });
    let actions = person.record.actions.values().map(|put| RecordAction {
        action: put.action,
        text: words(put.text.as_ref()).unwrap_or_default(),
        competency: put.competency.clone(),
        review: put.review,
        changed: person.actions.iter().find(|action| action.action == put.action) != Some(put),
    });
    RecordView {
        answered: person.record.answered,
        name: person.record.name,
        shown: shown.collect(),
        actions: actions.collect(),
    }
}
