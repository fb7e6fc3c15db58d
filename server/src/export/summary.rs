//! The group's summary: what people put in the record, what was looked at, and time. Built from what the facilitator's
//! view holds; no average, no ranking, nothing of anybody who put nothing in.

use serde::Serialize;
use trivet_shared::id::CompetencyId;
use trivet_shared::session::{Stage, State};
use trivet_shared::time::{MINUTE, Timestamp};
use trivet_shared::view::{Presence, SummaryAction, SummaryPerson, SummaryShown, desk};
use trivet_shared::words::{Key, Value, say, say_with};

use super::{Confidence, Frame};

/// The group's summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SummaryDocument {
    /// `summary`.
    pub kind: &'static str,
    /// What stands on every document.
    #[serde(flatten)]
    pub frame: Frame,
    /// Who guided it, as far as they gave a name.
    pub facilitators: Vec<String>,
    /// How many took part.
    pub present: u32,
    /// "2 of 4 have chosen what goes in", while some have not.
    pub chosen: Option<String>,
    /// What was looked at.
    pub competencies: Vec<Competency>,
    /// What people put in.
    pub people: Vec<PersonLines>,
    /// Planned and actual minutes.
    pub minutes: Vec<StageMinutes>,
}

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Competency {
    /// Its id.
    pub id: CompetencyId,
    /// Its name.
    pub name: String,
    /// What it means.
    pub statement: String,
}

/// What one person put in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonLines {
    /// Their name, if they put it in; otherwise "Somebody".
    pub name: String,
    /// What they showed.
    pub lines: Vec<Line>,
    /// What they will do.
    pub actions: Vec<ActionLine>,
}

/// What somebody showed about a competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The competency's name.
    pub name: String,
    /// Confidence, as far as it was put in.
    pub confidence: Option<Confidence>,
    /// Why.
    pub reason: Option<String>,
    /// What shifted.
    pub shift: Option<String>,
}

/// What somebody will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionLine {
    /// What.
    pub text: String,
    /// Towards which competency.
    pub name: Option<String>,
    /// When they will look back, `2027-01-19`.
    pub review: Option<String>,
    /// That day in words.
    pub review_in_words: Option<String>,
}

/// Planned and actual minutes of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StageMinutes {
    /// Which.
    pub stage: Stage,
    /// Its name.
    pub name: String,
    /// Planned.
    pub planned: i64,
    /// Actual, to the nearest whole minute.
    pub took: i64,
}

/// The summary as it stands.
pub fn build(state: &State, presence: &Presence, at: Timestamp, private: bool) -> SummaryDocument {
    let desk = desk(state, presence);
    let record = desk.record;
    let some_have_not = record.answered < record.of;
    let chosen = some_have_not.then(|| {
        let values =
            [("answered", Value::Number(record.answered.into())), ("of", Value::Number(record.of.into()))];
        say_with(Key::Chosen, &values)
    });
    let looked_at = state.choice.competencies.iter().filter_map(|id| state.framework.competency(id));
    let minutes = desk.plan.stages.iter().map(|planned| {
        let running =
            desk.plan.since.filter(|_| planned.stage == state.stage).map_or(0, |since| at.since(since));
        let took = (planned.took + running + MINUTE / 2) / MINUTE;
        StageMinutes { stage: planned.stage, name: stage_name(planned.stage), planned: planned.minutes, took }
    });
    SummaryDocument {
        kind: "summary",
        frame: Frame::of(state, at, private),
        facilitators: state
            .facilitators
            .iter()
            .filter_map(|f| Some(f.name.as_ref()?.as_str().to_owned()))
            .collect(),
        present: u32::try_from(state.seated().count()).unwrap_or(u32::MAX),
        chosen,
        competencies: looked_at
            .map(|(_, c)| Competency {
                id: c.id.clone(),
                name: state.framework.in_text(&c.name),
                statement: c.statement.clone(),
            })
            .collect(),
        people: record.summary.people.into_iter().map(|person| lines(state, person)).collect(),
        minutes: minutes.collect(),
    }
}

fn name(state: &State, id: &CompetencyId) -> String {
    state
        .framework
        .competency(id)
        .map_or_else(|| id.to_string(), |(_, competency)| state.framework.in_text(&competency.name))
}

fn lines(state: &State, person: SummaryPerson) -> PersonLines {
    let shown = |shown: SummaryShown| {
        let scored = shown.score.is_some() || shown.rescore.is_some();
        Line {
            name: name(state, &shown.competency),
            confidence: scored.then(|| Confidence::of(shown.score, shown.rescore, false)),
            reason: shown.reason,
            shift: shown.shift,
        }
    };
    let action = |action: SummaryAction| ActionLine {
        name: action.competency.as_ref().map(|id| name(state, id)),
        text: action.text,
        review: action.review.map(|date| date.to_string()),
        review_in_words: action.review.map(|date| date.in_words()),
    };
    PersonLines {
        name: person.name.unwrap_or_else(|| say(Key::Somebody)),
        lines: person.shown.into_iter().map(shown).collect(),
        actions: person.actions.into_iter().map(action).collect(),
    }
}

fn stage_name(stage: Stage) -> String {
    say(match stage {
        Stage::Lobby => Key::StageLobby,
        Stage::Area => Key::StageArea,
        Stage::Competencies => Key::StageCompetencies,
        Stage::Rate => Key::StageRate,
        Stage::Discuss => Key::StageDiscuss,
        Stage::Rescore => Key::StageRescore,
        Stage::Actions => Key::StageActions,
        Stage::Closed => Key::StageClosed,
    })
}
