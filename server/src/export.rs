//! What people take away. `sheet` and `summary` build one neutral document each from a *view*; each format is one small
//! file on top.

mod markdown;
pub mod sheet;
pub mod summary;

use serde::Serialize;
use trivet_shared::session::State;
use trivet_shared::session::preparing::SummaryTo;
use trivet_shared::text::Score;
use trivet_shared::time::Timestamp;
use trivet_shared::words::{Key, Value, say, say_with};

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For software.
    Json,
    /// For people, in any editor.
    Markdown,
}

impl Format {
    /// The format with that file ending.
    pub fn of(ending: &str) -> Option<Format> {
        match ending {
            "json" => Some(Format::Json),
            "md" => Some(Format::Markdown),
            _ => None,
        }
    }

    /// For `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json; charset=utf-8",
            Format::Markdown => "text/markdown; charset=utf-8",
        }
    }

    /// A sheet in this format.
    pub fn sheet(self, sheet: &sheet::Sheet) -> String {
        match self {
            Format::Json => json(sheet),
            Format::Markdown => markdown::sheet(sheet),
        }
    }

    /// A summary in this format.
    pub fn summary(self, summary: &summary::SummaryDocument) -> String {
        match self {
            Format::Json => json(summary),
            Format::Markdown => markdown::summary(summary),
        }
    }
}

fn json(document: &impl Serialize) -> String {
    serde_json::to_string_pretty(document).unwrap_or_default()
}

/// What stands on every document: where it comes from and how long it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// What the session is called; may be empty.
    pub title: String,
    /// The day of this document where the session is, `2026-11-24`.
    pub date: String,
    /// That day in words.
    pub date_in_words: String,
    /// The framework's name.
    pub framework: String,
    /// Title, publisher, year, and how its words are used here, as the framework says.
    pub source: String,
    /// Whom and what the framework was written for.
    pub scope: String,
    /// The area that was looked at.
    pub area: Option<String>,
    /// Who gets the summary; nothing for somebody alone.
    pub readers: Option<String>,
    /// How long it is kept.
    pub kept: String,
    /// Said where the connection was not private.
    pub not_private: Option<String>,
}

impl Frame {
    fn of(state: &State, at: Timestamp, private: bool) -> Frame {
        let framework = &state.framework;
        let today = state.about.zone.date(at);
        let area = state.choice.area.as_ref().and_then(|id| framework.area(id));
        Frame {
            title: state.about.title.as_str().to_owned(),
            date: today.to_string(),
            date_in_words: today.in_words(),
            framework: framework.name.clone(),
            source: say_with(
                Key::From,
                &[
                    ("title", Value::Text(&framework.source.title)),
                    ("note", Value::Text(&framework.source.note)),
                    ("publisher", Value::Text(&framework.source.publisher)),
                    ("year", Value::Number(framework.source.year.into())),
                ],
            ),
            scope: framework.scope.clone(),
            area: area.map(|area| framework.in_text(&area.name)),
            readers: (!state.about.solo).then(|| readers(&state.prepared.summary_to)),
            kept: kept(state),
            not_private: (!private).then(|| say(Key::NotPrivate)),
        }
    }
}

fn readers(to: &SummaryTo) -> String {
    match to {
        SummaryTo::Facilitators => say(Key::ReadersDesk),
        SummaryTo::Here => say(Key::ReadersHere),
        SummaryTo::Others { name } => say_with(Key::ReadersOthers, &[("name", Value::Text(name.as_str()))]),
    }
}

/// Before close the date moves with whatever anybody does, so only the number of days is said.
fn kept(state: &State) -> String {
    match state.closed {
        Some(_) => {
            let until = state.about.zone.date(state.kept_until()).in_words();
            say_with(Key::KeptUntil, &[("date", Value::Text(&until))])
        }
        // Somebody alone closes nothing for others: theirs is the date that moves.
        None => say_with(
            if state.about.solo { Key::KeptAfterChange } else { Key::KeptAfterClose },
            &[("count", Value::Number(state.prepared.kept_days.unwrap_or(state.about.kept_days).into()))],
        ),
    }
}

/// Confidence at first and afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Confidence {
    /// At first, 1 to 10.
    pub first: Option<Score>,
    /// Afterwards, 1 to 10; the same when it was kept.
    pub after: Option<Score>,
    /// Both in words: "4 at first, 6 after", "4 (no change)", "in words", "not scored".
    pub in_words: String,
    /// "up 2", "down 1"; nothing when it is the same or one is missing.
    pub change: Option<String>,
}

impl Confidence {
    fn of(first: Option<Score>, after: Option<Score>, in_words: bool) -> Confidence {
        let number = |score: Score| Value::Number(score.get().into());
        let words = match (first, after) {
            (Some(a), Some(b)) if a == b => say_with(Key::NoChange, &[("first", number(a))]),
            (Some(a), Some(b)) => say_with(Key::After, &[("first", number(a)), ("after", number(b))]),
            (Some(a), None) => say_with(Key::AtFirst, &[("first", number(a))]),
            (None, Some(b)) => say_with(Key::OnlyAfter, &[("after", number(b))]),
            (None, None) if in_words => say(Key::InWords),
            (None, None) => say(Key::NotScored),
        };
        let by = first.zip(after).map(|(a, b)| i64::from(b.get()) - i64::from(a.get()));
        let change = match by {
            Some(by) if by > 0 => Some(say_with(Key::Up, &[("by", Value::Number(by))])),
            Some(by) if by < 0 => Some(say_with(Key::Down, &[("by", Value::Number(-by))])),
            _ => None,
        };
        Confidence { first, after, in_words: words, change }
    }
}
