//! The words that are not people's: labels and headings. They come with the document, so that no sentence stands in here.

use std::collections::BTreeMap;

use crate::PdfError;

/// What the form needs, blank or filled in.
pub const BLANK_WORDS: &[&str] = &[
    "title",
    "name",
    "role",
    "organisation",
    "date",
    "area",
    "competency",
    "confidence",
    "reason",
    "actions",
    "reviewDate",
    "ends",
    "first",
    "after",
    "scope",
];

/// What a sheet needs besides: its first page is the form.
pub const SHEET_WORDS: &[&str] = &[
    "change",
    "same",
    "changed",
    "shift",
    "own",
    "heard",
    "well",
    "hard",
    "step",
    "wholeArea",
    "others",
    "received",
    "strength",
    "solution",
    "training",
    "earlier",
    "wayHere",
    "setOut",
    "outcome",
    "session",
    "inWords",
    "attached",
];

/// What a summary needs. `present` and `facilitators` are whole sentences; the latter may be empty.
pub const SUMMARY_WORDS: &[&str] = &[
    "title",
    "present",
    "facilitators",
    "area",
    "inTheirWords",
    "nothingPutIn",
    "eachLine",
    "actionsPutIn",
    "who",
    "what",
    "lookBack",
    "shift",
    "confidence",
    "competency",
    "beforeAfter",
    "beforeAfterWhy",
    "named",
    "inAll",
    "minutesInAll",
    "ends",
    "first",
    "after",
    "same",
    "lookedAt",
    "agreed",
    "themes",
    "trainingIdeas",
    "minutes",
    "stage",
    "planned",
    "took",
    "scope",
    "attached",
];

/// Labels in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// A language, with or without a country: `en`, `en-GB`.
    pub lang: String,
    /// Words by key; which keys, [`SHEET_WORDS`] and its siblings say.
    pub words: BTreeMap<String, String>,
}

impl Labels {
    /// Labels from pairs of key and words.
    pub fn new<K: Into<String>, V: Into<String>>(
        lang: &str,
        words: impl IntoIterator<Item = (K, V)>,
    ) -> Labels {
        let words = words.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        Labels { lang: lang.to_owned(), words }
    }

    pub(crate) fn hold(&self, keys: &[&'static str]) -> Result<(), PdfError> {
        match keys.iter().find(|key| !self.words.contains_key(**key)) {
            Some(key) => Err(PdfError::MissingWord(key)),
            None => Ok(()),
        }
    }

    /// Language and country as the typesetter wants them; what is no language tag becomes English, so that a PDF comes.
    pub(crate) fn locale(&self) -> (String, Option<String>) {
        let mut parts = self.lang.split(['-', '_']);
        let letters = |part: &&str, from, to| {
            (from..=to).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
        };
        let lang = parts.next().filter(|part| letters(part, 2, 3)).unwrap_or("en");
        let region = parts.next().filter(|part| letters(part, 2, 2));
        (lang.to_ascii_lowercase(), region.map(str::to_ascii_lowercase))
    }
}
