//! The paper form to fill in by hand, for whoever has no phone: with area and competencies as far as they are chosen, or
//! suggested. Three rows always.

use serde::Serialize;
use trivet_shared::framework::Framework;
use trivet_shared::id::{AreaId, CompetencyId};
use trivet_shared::session::{Actor, Place, State};

use super::sheet::ROWS;

/// The form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Blank {
    /// Where the framework comes from, as on every document.
    pub source: String,
    /// Whom and what the framework was written for.
    pub scope: String,
    /// Three.
    pub rows: Vec<BlankRow>,
}

/// A row of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlankRow {
    /// The area's name; in every row when no competency is known.
    pub area: Option<String>,
    /// The competency's name.
    pub name: Option<String>,
}

/// The form for whoever asks. Somebody who was removed, or waits to be let in, learns nothing of what the group chose.
#[must_use]
pub fn build(state: &State, asking: Actor) -> Blank {
    let framework = &state.framework;
    let place = asking.participant.and_then(|id| state.person(id)).map(|person| person.place);
    let outside = !asking.facilitator && matches!(place, Some(Place::Removed | Place::Waiting));
    let rows = if outside {
        vec![BlankRow::default(); ROWS]
    } else {
        let chosen = state.choice.competencies.as_slice();
        let suggested = state.prepared.competencies.as_slice();
        rows(
            framework,
            state.choice.area.as_ref().or(state.prepared.area.as_ref()),
            if chosen.is_empty() { suggested } else { chosen },
        )
    };
    Blank { source: super::source(framework), scope: framework.scope.clone(), rows }
}

fn rows(framework: &Framework, area: Option<&AreaId>, competencies: &[CompetencyId]) -> Vec<BlankRow> {
    let known = competencies.iter().filter_map(|id| framework.competency(id));
    let mut rows: Vec<BlankRow> = known
        .map(|(area, competency)| BlankRow {
            area: Some(framework.in_text(&area.name)),
            name: Some(framework.in_text(&competency.name)),
        })
        .collect();
    let area = area.and_then(|id| framework.area(id)).map(|area| framework.in_text(&area.name));
    let rest = BlankRow { area: area.filter(|_| rows.is_empty()), name: None };
    rows.resize(rows.len().max(ROWS), rest);
    rows
}
