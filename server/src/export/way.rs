//! Earlier sessions on a sheet: scores then, and what became of the actions. Out of `mine`, which holds back what may
//! not be seen yet. A sheet carries all of it on, so that the next session needs the last sheet alone.

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::id::{ActionId, CompetencyId, SheetId};
use trivet_shared::session::State;
use trivet_shared::session::earlier::Outcome;
use trivet_shared::view::{EarlierView, Mine, MineCarried};
use trivet_shared::words::{Key, say};

use super::Confidence;
use super::sheet::{Sheet, name};

/// An earlier session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetSession {
    /// The id of the sheet it comes from.
    #[schemars(with = "String", extend("format" = "uuid"))]
    pub sheet: SheetId,
    /// Its day, `2026-11-24`.
    #[schemars(extend("format" = "date"))]
    pub on: String,
    /// That day in words.
    pub on_in_words: String,
    /// What it was called; may be empty.
    pub title: String,
    /// Typed by hand.
    pub typed: bool,
    /// Confidence then.
    pub scores: Vec<SheetScore>,
}

/// Confidence in an earlier session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetScore {
    /// The competency's id.
    #[schemars(with = "String")]
    pub competency: CompetencyId,
    /// The competency's name.
    pub name: String,
    /// In numbers and in words.
    #[serde(flatten)]
    pub confidence: Confidence,
}

/// An action of an earlier session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetCarried {
    /// Its id on the sheet it comes from.
    #[schemars(with = "String", extend("format" = "uuid"))]
    pub action: ActionId,
    /// That sheet.
    #[schemars(with = "String", extend("format" = "uuid"))]
    pub sheet: SheetId,
    /// The day of that session, `2026-11-24`.
    #[schemars(extend("format" = "date"))]
    pub on: String,
    /// That day in words.
    pub on_in_words: String,
    /// What I set out to do.
    pub text: String,
    /// Towards which competency.
    #[schemars(with = "Option<String>")]
    pub competency: Option<CompetencyId>,
    /// That competency's name.
    pub name: Option<String>,
    /// When I wanted to look back, `2027-01-19`.
    #[schemars(extend("format" = "date"))]
    pub review: Option<String>,
    /// That day in words.
    pub review_in_words: Option<String>,
    /// What became of it.
    #[schemars(with = "Option<String>", extend("enum" = ["done", "going", "changed", null]))]
    pub outcome: Option<Outcome>,
    /// That in words.
    pub outcome_in_words: Option<String>,
    /// A note on that.
    pub note: Option<String>,
}

/// Earlier sessions, oldest first.
pub(super) fn sessions(state: &State, own: &Mine) -> Vec<SheetSession> {
    let session = |session: &EarlierView| SheetSession {
        sheet: session.sheet,
        on: session.on.to_string(),
        on_in_words: session.on.in_words(),
        title: session.title.clone(),
        typed: session.typed,
        scores: session
            .scores
            .iter()
            .map(|(id, score)| SheetScore {
                competency: id.clone(),
                name: name(state, id),
                confidence: Confidence::of(score.first, score.after, false),
            })
            .collect(),
    };
    own.earlier.iter().map(session).collect()
}

/// Actions of earlier sessions, oldest first.
pub(super) fn carried(state: &State, own: &Mine) -> Vec<SheetCarried> {
    let mut all: Vec<&MineCarried> = own.carried.values().collect();
    all.sort_by_key(|carried| carried.order);
    let written = |carried: &MineCarried| SheetCarried {
        action: carried.action,
        sheet: carried.sheet,
        on: carried.on.to_string(),
        on_in_words: carried.on.in_words(),
        text: carried.text.clone(),
        competency: carried.competency.clone(),
        name: carried.competency.as_ref().map(|id| name(state, id)),
        review: carried.review.map(|date| date.to_string()),
        review_in_words: carried.review.map(|date| date.in_words()),
        outcome: carried.outcome,
        outcome_in_words: carried.outcome.map(|outcome| {
            say(match outcome {
                Outcome::Done => Key::OutcomeDone,
                Outcome::Going => Key::OutcomeGoing,
                Outcome::Changed => Key::OutcomeChanged,
            })
        }),
        note: carried.note.clone(),
    };
    all.into_iter().map(written).collect()
}

/// One competency in one session.
pub(super) struct Step<'a> {
    /// The competency's name.
    pub name: &'a str,
    /// When: the day in words, and what the session was called.
    pub when: String,
    /// Confidence then.
    pub confidence: &'a Confidence,
}

/// The way over the sessions, this one last, competency by competency; those with an earlier score alone.
pub(super) fn steps(sheet: &Sheet) -> Vec<Step<'_>> {
    let rows = || sheet.rows.iter().chain(&sheet.earlier);
    let earlier = || sheet.earlier_sessions.iter().flat_map(|session| &session.scores);
    let mut order: Vec<&CompetencyId> = Vec::new();
    for id in rows().filter_map(|row| row.competency.as_ref()).chain(earlier().map(|score| &score.competency))
    {
        if !order.contains(&id) && earlier().any(|score| score.competency == *id) {
            order.push(id);
        }
    }
    let mut steps = Vec::new();
    for id in order {
        for session in &sheet.earlier_sessions {
            let scores = session.scores.iter().filter(|score| score.competency == *id);
            steps.extend(scores.map(|score| Step {
                name: &score.name,
                when: when(&session.on_in_words, &session.title),
                confidence: &score.confidence,
            }));
        }
        let now = rows().find(|row| row.competency.as_ref() == Some(id));
        steps.extend(now.and_then(|row| {
            Some(Step {
                name: row.name.as_deref()?,
                when: when(sheet.frame.day_in_words(), &sheet.frame.title),
                confidence: row.confidence.as_ref()?,
            })
        }));
    }
    steps
}

fn when(day: &str, title: &str) -> String {
    if title.is_empty() { day.to_owned() } else { format!("{day} ({title})") }
}
