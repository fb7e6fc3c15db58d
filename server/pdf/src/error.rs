//! Why there is no PDF. Nothing here holds a person's words: an error may be logged.

use std::fmt;

/// Why a document was not rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PdfError {
    /// The document is larger than [`crate::MOST_BYTES`] as JSON.
    TooLarge,
    /// It took longer than [`crate::TIME_LIMIT`], waiting included.
    TooSlow,
    /// More than [`crate::MOST_WAITING`] documents are waiting already.
    Busy,
    /// A label is missing from the words that came with it; its key.
    MissingWord(&'static str),
    /// The document has not the shape of a neutral document, or the template is wrong; what the typesetter says.
    Template(String),
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PdfError::TooLarge => f.write_str("document too large"),
            PdfError::TooSlow => f.write_str("time limit reached"),
            PdfError::Busy => f.write_str("too many documents waiting"),
            PdfError::MissingWord(key) => write!(f, "missing word {key}"),
            PdfError::Template(message) => write!(f, "template: {message}"),
        }
    }
}

impl std::error::Error for PdfError {}
