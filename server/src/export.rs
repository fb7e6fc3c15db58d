//! What people take away. `sheet` and `summary` build one neutral document each from a *view*; each format is one small
//! file on top: it sees the document and nothing else, so what is not in the document is in no format. `held` is apart: all that
//! is kept about one person, complete rather than handsome.
//!
//! A text is made in no time; Word files and PDFs are made apart, where nothing waits (`Format::takes_long`).

pub mod blank;
mod calendar;
mod confidence;
pub mod held;
mod kept;
mod markdown;
mod names;
mod outside;
mod pdf;
pub mod schema;
pub mod sheet;
pub mod summary;
mod table;
pub mod way;
mod word;

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::framework::Framework;
use trivet_shared::id::ParticipantId;
use trivet_shared::session::State;
use trivet_shared::session::preparing::SummaryTo;
use trivet_shared::time::{DAY, Timestamp, Zone};
use trivet_shared::words::{Key, Value, say, say_with};
use uuid::Uuid;

pub use confidence::Confidence;

/// The shape of both JSON documents. A reader that knows this number can read the file; fields may be added under it.
const SHAPE: u32 = trivet_shared::session::earlier::read::SHAPE;
/// The language our own words in a document are in (BCP 47).
const LANGUAGE: &str = "en-GB";

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For software.
    Json,
    /// For people, in any editor.
    Markdown,
    /// For spreadsheets.
    Csv,
    /// Review dates, for calendars.
    Calendar,
    /// To go on writing in (DOCX).
    Word,
    /// To keep, and to print.
    Pdf,
}

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMade {
    /// Others are being made; later there may be room.
    Busy,
    /// More than [`trivet_pdf::MOST_BYTES`] as JSON.
    TooLarge,
    /// It cannot be made.
    Broken,
}

/// What can be made a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Document {
    /// A participant's own sheet.
    Sheet(Box<sheet::Sheet>),
    /// The group's summary.
    Summary(Box<summary::SummaryDocument>),
    /// The form to fill in by hand; as PDF alone.
    Blank(blank::Blank),
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 6] =
        [Format::Json, Format::Markdown, Format::Csv, Format::Calendar, Format::Word, Format::Pdf];

    /// The format with that file ending.
    pub fn of(ending: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// What its files end in.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Markdown => "md",
            Format::Csv => "csv",
            Format::Calendar => "ics",
            Format::Word => "docx",
            Format::Pdf => "pdf",
        }
    }

    /// For `Content-Type`.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Json => "application/json; charset=utf-8",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Calendar => "text/calendar; charset=utf-8; method=PUBLISH",
            Format::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Format::Pdf => "application/pdf",
        }
    }

    /// It takes milliseconds of a processor, a PDF up to [`trivet_pdf::TIME_LIMIT`]: make it where nothing waits.
    pub fn takes_long(self) -> bool {
        matches!(self, Format::Word | Format::Pdf)
    }

    /// The document as a file in this format.
    ///
    /// # Errors
    /// When it cannot be made, or not now. The blank form is a PDF and nothing else.
    pub fn write(self, document: &Document) -> Result<Vec<u8>, NotMade> {
        match document {
            Document::Sheet(sheet) => self.sheet(sheet),
            Document::Summary(summary) => self.summary(summary),
            Document::Blank(form) if self == Format::Pdf => pdf::blank(form),
            Document::Blank(_) => Err(NotMade::Broken),
        }
    }

    /// A sheet in this format.
    ///
    /// # Errors
    /// As [`Format::write`].
    pub fn sheet(self, sheet: &sheet::Sheet) -> Result<Vec<u8>, NotMade> {
        match self {
            Format::Json => json(sheet),
            Format::Markdown => Ok(markdown::sheet(sheet).into_bytes()),
            Format::Csv => Ok(table::sheet(sheet).into_bytes()),
            Format::Calendar => Ok(calendar::sheet(sheet).into_bytes()),
            Format::Word => word::sheet(sheet),
            Format::Pdf => pdf::sheet(sheet),
        }
    }

    /// A summary in this format.
    ///
    /// # Errors
    /// As [`Format::write`].
    pub fn summary(self, summary: &summary::SummaryDocument) -> Result<Vec<u8>, NotMade> {
        match self {
            Format::Json => json(summary),
            Format::Markdown => Ok(markdown::summary(summary).into_bytes()),
            Format::Csv => Ok(table::summary(summary).into_bytes()),
            Format::Calendar => Ok(calendar::summary(summary).into_bytes()),
            Format::Word => word::summary(summary),
            Format::Pdf => pdf::summary(summary),
        }
    }
}

fn json(document: &impl Serialize) -> Result<Vec<u8>, NotMade> {
    serde_json::to_vec_pretty(document).map_err(|_| NotMade::Broken)
}

/// What stands on every document: where it comes from and how long it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Frame {
    /// The shape of this document.
    pub shape: u32,
    /// The same in every later download of this document, and in no other.
    pub id: Uuid,
    /// The language its own words are in (BCP 47).
    pub language: &'static str,
    /// When it was made, RFC 3339 in UTC.
    pub made: String,
    /// What the session is called; may be empty.
    pub title: String,
    /// The day of this document where the session is, `2026-11-24`.
    pub date: String,
    /// That day in words.
    pub date_in_words: String,
    /// The day the group met, where the session is; nothing before it has.
    #[schemars(extend("format" = "date"))]
    pub held: Option<String>,
    /// That day in words.
    pub held_in_words: Option<String>,
    /// The framework's id: competencies' ids are ids in it.
    pub framework_id: String,
    /// The framework's name.
    pub framework: String,
    /// Title, publisher, year, and how its words are used here, as the framework says.
    pub source: String,
    /// Whom and what the framework was written for.
    pub scope: String,
    /// The area that was looked at.
    pub area: Option<String>,
    /// Who gets the summary; nothing for somebody alone or outside, and once a kept sheet is all there is.
    pub readers: Option<String>,
    /// How long it is kept.
    pub kept: String,
    /// Said where the connection was not private.
    pub not_private: Option<String>,
}

impl Frame {
    fn of(state: &State, whose: Option<ParticipantId>, at: Timestamp, private: bool) -> Frame {
        let framework = &state.framework;
        let today = state.about.zone.date(at);
        let area = state.choice.area.as_ref().and_then(|id| framework.area(id));
        let held = state.began.map(|_| state.day());
        let of_group = || Uuid::new_v5(&state.about.session.0, b"summary");
        Frame {
            shape: SHAPE,
            id: whose.map_or_else(of_group, |id| state.sheet_of(id).0),
            language: LANGUAGE,
            made: moment(at),
            title: state.about.title.as_str().to_owned(),
            date: today.to_string(),
            date_in_words: today.in_words(),
            held: held.map(|day| day.to_string()),
            held_in_words: held.map(|day| day.in_words()),
            framework_id: framework.id.to_string(),
            framework: framework.name.clone(),
            source: source(framework),
            scope: framework.scope.clone(),
            area: area.map(|area| framework.in_text(&area.name)),
            readers: (!state.about.solo && state.reduced.is_none())
                .then_some(())
                .filter(|()| whose.is_none_or(|id| !outside::is_outside(state, id)))
                .map(|()| readers(&state.prepared.summary_to)),
            kept: kept::words(state, whose),
            not_private: (!private).then(|| say(Key::NotPrivate)),
        }
    }

    /// The day the group met in words, or that of the document while it has not.
    fn day_in_words(&self) -> &str {
        self.held_in_words.as_deref().unwrap_or(&self.date_in_words)
    }
}

fn source(framework: &Framework) -> String {
    let source = &framework.source;
    let values = [
        ("title", Value::Text(&source.title)),
        ("note", Value::Text(&source.note)),
        ("publisher", Value::Text(&source.publisher)),
        ("year", Value::Number(source.year.into())),
    ];
    say_with(Key::From, &values)
}

/// `2026-11-24T09:30:00Z`
fn moment(at: Timestamp) -> String {
    let seconds = at.0.rem_euclid(DAY) / 1_000;
    let day = Zone::named("UTC").unwrap_or_default().date(at);
    format!("{day}T{:02}:{:02}:{:02}Z", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

fn readers(to: &SummaryTo) -> String {
    match to {
        SummaryTo::Facilitators => say(Key::ReadersDesk),
        SummaryTo::Here => say(Key::ReadersHere),
        SummaryTo::Others { name } => say_with(Key::ReadersOthers, &[("name", Value::Text(name.as_str()))]),
    }
}
