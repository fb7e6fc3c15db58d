//! Trivet's sheet, summary and blank form as tagged PDF (PDF/UA-1). It reads neutral documents as JSON and knows nothing
//! of the server; people's words reach the typesetter as data only, and nothing is read from a disk or a network.
//!
//! Rendering blocks for up to [`TIME_LIMIT`]: an async caller uses a blocking thread. One document is set at a time.

mod attached;
mod clean;
mod error;
mod faces;
mod labels;
mod set;
mod worker;
mod world;

use std::time::Duration;

use serde_json::Value;

pub use attached::attached;
pub use error::PdfError;
pub use labels::{BLANK_WORDS, Labels, SHEET_WORDS, SUMMARY_WORDS};

use world::Template;

/// The longest a caller waits for a document, its place in the queue included. The typesetter without optimisation takes some
/// twenty times as long.
pub const TIME_LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 200 } else { 10 });

/// The largest document, in bytes of JSON. A sheet with every field full, and feedback from eleven others, is under a third.
pub const MOST_BYTES: usize = 1024 * 1024;

/// Documents that may wait for their turn; what waits holds its JSON in memory.
pub const MOST_WAITING: usize = 16;

/// A person's sheet: A4 landscape, the form's five columns and at least three rows, then what changed. The document is
/// also attached, as `sheet.json`, exactly as given.
///
/// # Errors
/// See [`PdfError`].
pub fn render_sheet(document: &Value, labels: &Labels) -> Result<Vec<u8>, PdfError> {
    labels.hold(BLANK_WORDS)?;
    labels.hold(SHEET_WORDS)?;
    worker::render(Template::Sheet, document, labels)
}

/// The group's summary: A4 portrait. The document is also attached, as `summary.json`, exactly as given.
///
/// # Errors
/// See [`PdfError`].
pub fn render_summary(document: &Value, labels: &Labels) -> Result<Vec<u8>, PdfError> {
    labels.hold(SUMMARY_WORDS)?;
    worker::render(Template::Summary, document, labels)
}

/// The form to fill in by hand. Of the document only `source`, `scope`, and in `rows` `area` and `name`, are read; all may be
/// absent.
///
/// # Errors
/// See [`PdfError`].
pub fn render_blank(document: &Value, labels: &Labels) -> Result<Vec<u8>, PdfError> {
    labels.hold(BLANK_WORDS)?;
    worker::render(Template::Blank, document, labels)
}
