//! Actions, feedback, what goes into the summary, and what was brought from earlier sessions.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::session::State;
use trivet_shared::session::actions::Action;
use trivet_shared::session::earlier::{self, EarlierScore, EarlierSession, Outcome, ShownCarried};
use trivet_shared::session::feedback::{Kind, Received, Sent};
use trivet_shared::session::record::{Chosen, ShownLine};
use trivet_shared::text::Score;
use trivet_shared::view::EarlierView;
use uuid::Uuid;

use super::Somebody;
use super::row::words;

/// An action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldAction {
    /// Its id.
    pub action: Uuid,
    /// What I'll do.
    pub text: Option<String>,
    /// Towards which competency, by id; none means the whole area.
    pub competency: Option<String>,
    /// When I'll look back, `2027-01-19`.
    pub review: Option<String>,
}

impl HeldAction {
    pub(super) fn of(action: &Action) -> HeldAction {
        let Action { action, text, competency, review } = action;
        HeldAction {
            action: action.0,
            text: words(text.as_ref()),
            competency: competency.as_ref().map(|id| id.0.clone()),
            review: review.map(|day| day.to_string()),
        }
    }
}

/// Feedback from one person to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Feedback {
    /// Its id, of feedback that was given to this person.
    pub feedback: Option<Uuid>,
    /// The other person: its writer, or whom it is to. Nobody any more when its writer erased themselves.
    pub other: Option<Somebody>,
    /// About which competency, by id.
    pub competency: String,
    /// Which kind.
    #[schemars(with = "String", extend("enum" = ["strength", "solution", "training"]))]
    pub kind: Kind,
    /// The words as they were given; none when they were not.
    pub text: Option<String>,
    /// Its writer's draft, or what changed since.
    pub draft: Option<String>,
    /// Kept; otherwise set aside. Of feedback that was given to this person.
    pub kept: Option<bool>,
    /// The facilitator may see it. Of feedback that was given to this person.
    pub told: Option<bool>,
}

pub(super) fn given(state: &State, received: &Received) -> Feedback {
    let Received { feedback, from, name, competency, kind, text, kept, told } = received;
    // In a kept sheet its writer may be gone from the session, and their name stays beside it.
    let other = from.map(|id| Somebody::of(state, id)).map(|other| Somebody {
        name: other.name.or(name.as_ref().map(|name| name.as_str().to_owned())),
        ..other
    });
    Feedback {
        feedback: Some(feedback.0),
        other,
        competency: competency.0.clone(),
        kind: *kind,
        text: words(Some(text)),
        draft: None,
        kept: Some(*kept),
        told: Some(*told),
    }
}

pub(super) fn written(state: &State, sent: &Sent) -> Feedback {
    let Sent { to, competency, kind, draft, text } = sent;
    Feedback {
        feedback: None,
        other: Some(Somebody::of(state, *to)),
        competency: competency.0.clone(),
        kind: *kind,
        text: words(text.as_ref()),
        draft: words(draft.as_ref()),
        kept: None,
        told: None,
    }
}

/// What somebody put into the summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// They have answered, if only with nothing.
    pub answered: bool,
    /// Their name stands beside their lines.
    pub name: bool,
    /// What they showed, by competency's id.
    pub shown: BTreeMap<String, RecordLine>,
    /// Their actions, as they put them in.
    pub actions: Vec<HeldAction>,
}

/// A line of the summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordLine {
    /// Confidence at first.
    pub score: Option<u8>,
    /// Why.
    pub reason: Option<String>,
    /// Confidence afterwards.
    pub rescore: Option<u8>,
    /// What shifted.
    pub shift: Option<String>,
}

pub(super) fn record(chosen: &Chosen) -> Record {
    let Chosen { answered, name, shown, actions } = chosen;
    let line = |line: &ShownLine| {
        let ShownLine { score, reason, rescore, shift } = line;
        RecordLine {
            score: score.map(Score::get),
            reason: words(reason.as_ref()),
            rescore: rescore.map(Score::get),
            shift: words(shift.as_ref()),
        }
    };
    Record {
        answered: *answered,
        name: *name,
        shown: shown.iter().map(|(id, own)| (id.0.clone(), line(own))).collect(),
        actions: actions.values().map(HeldAction::of).collect(),
    }
}

/// Scores of an earlier session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Earlier {
    /// The sheet they come from.
    pub sheet: Uuid,
    /// Its day.
    pub on: String,
    /// What it was called; may be empty.
    pub title: String,
    /// Typed by hand.
    pub typed: bool,
    /// Confidence then, by competency's id.
    #[schemars(with = "BTreeMap<String, BTreeMap<String, Option<u8>>>")]
    pub scores: BTreeMap<String, EarlierScore>,
    /// Scores that are held as well, and stand here once this person has scored those competencies this time.
    pub waiting: usize,
}

pub(super) fn earlier(sessions: &[EarlierSession], seen: &[EarlierView]) -> Vec<Earlier> {
    let one = |session: &EarlierSession| {
        let EarlierSession { sheet, on, title, typed, scores } = session;
        let seen = seen.iter().find(|view| view.sheet == *sheet).map(|view| &view.scores);
        let shown: BTreeMap<String, EarlierScore> =
            seen.into_iter().flatten().map(|(id, score)| (id.0.clone(), *score)).collect();
        Earlier {
            sheet: sheet.0,
            on: on.to_string(),
            title: title.as_str().to_owned(),
            typed: *typed,
            waiting: scores.len().saturating_sub(shown.len()),
            scores: shown,
        }
    };
    sessions.iter().map(one).collect()
}

/// An action of an earlier session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Carried {
    /// Its id on the sheet it comes from.
    pub action: Uuid,
    /// That sheet.
    pub sheet: Uuid,
    /// The day of that session.
    pub on: String,
    /// The day it was brought.
    pub brought: String,
    /// What I set out to do.
    pub text: String,
    /// Towards which competency, by id.
    pub competency: Option<String>,
    /// When I wanted to look back at it.
    pub review: Option<String>,
    /// What became of it.
    #[schemars(with = "Option<String>")]
    pub outcome: Option<Outcome>,
    /// A note on that.
    pub note: Option<String>,
    /// What of it lies on the table.
    pub shown: Option<CarriedShown>,
    /// The facilitator took it off the screens.
    pub covered: bool,
}

/// What became of an action, as it was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CarriedShown {
    /// What they set out to do.
    pub text: String,
    /// What became of it.
    #[schemars(with = "Option<String>")]
    pub outcome: Option<Outcome>,
    /// Their note.
    pub note: Option<String>,
    /// Participants who may see it. Facilitators may besides.
    pub to: Vec<Somebody>,
}

pub(super) fn carried(state: &State, action: &earlier::Carried) -> Carried {
    let earlier::Carried {
        action,
        sheet,
        on,
        brought,
        text,
        competency,
        review,
        outcome,
        note,
        shown,
        covered,
    } = action;
    let shown = shown.as_ref().map(|shown| {
        let ShownCarried { text, outcome, note, audience } = shown;
        CarriedShown {
            text: text.as_str().to_owned(),
            outcome: *outcome,
            note: words(note.as_ref()),
            to: audience.iter().map(|id| Somebody::of(state, *id)).collect(),
        }
    });
    Carried {
        action: action.0,
        sheet: sheet.0,
        on: on.to_string(),
        brought: brought.to_string(),
        text: text.as_str().to_owned(),
        competency: competency.as_ref().map(|id| id.0.clone()),
        review: review.map(|day| day.to_string()),
        outcome: *outcome,
        note: words(note.as_ref()),
        shown,
        covered: *covered,
    }
}
