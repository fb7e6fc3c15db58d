//! What people put into the record, and nothing else of theirs: the facilitator's preview and the group's summary.

use serde::Serialize;
use ts_rs::TS;

use crate::id::CompetencyId;
use crate::session::{Person, State};
use crate::text::{Score, Words};
use crate::time::Date;

/// What people put in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Summary {
    /// Each person who put something in: those with a name in seat order, then those without.
    pub people: Vec<SummaryPerson>,
}

/// What one person put in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct SummaryPerson {
    /// Their name, if they put it in.
    pub name: Option<String>,
    /// What they showed.
    pub shown: Vec<SummaryShown>,
    /// What they will do.
    pub actions: Vec<SummaryAction>,
}

/// A line: what somebody showed about a competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct SummaryShown {
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
}

/// A line: an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct SummaryAction {
    /// What they will do.
    pub text: String,
    /// Towards which competency.
    pub competency: Option<CompetencyId>,
    /// When they will look back.
    pub review: Option<Date>,
}

/// What people put in.
#[must_use]
pub fn summary(state: &State) -> Summary {
    let has_lines = |person: &&Person| !person.record.shown.is_empty() || !person.record.actions.is_empty();
    let (named, mut unnamed): (Vec<_>, Vec<_>) = state
        .people
        .iter()
        .filter(|person| has_lines(person) || person.record.name)
        .partition(|person| person.record.name);
    unnamed.sort_by_key(|person| person.id); // not in seat order: that would name them
    Summary { people: named.into_iter().chain(unnamed).map(lines).collect() }
}

fn lines(person: &Person) -> SummaryPerson {
    let words = |text: Option<&Words>| text.map(|text| text.as_str().to_owned());
    let chosen = &person.record;
    SummaryPerson {
        name: chosen.name.then(|| person.name.as_str().to_owned()),
        shown: chosen
            .shown
            .iter()
            .map(|(id, line)| SummaryShown {
                competency: id.clone(),
                score: line.score,
                reason: words(line.reason.as_ref()),
                rescore: line.rescore,
                shift: words(line.shift.as_ref()),
            })
            .collect(),
        actions: chosen
            .actions
            .values()
            .map(|action| SummaryAction {
                text: words(action.text.as_ref()).unwrap_or_default(),
                competency: action.competency.clone(),
                review: action.review,
            })
            .collect(),
    }
}
