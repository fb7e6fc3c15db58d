//! Sheet, summary and blank form as PDF: the document as JSON, and the labels its page needs, handed to `trivet-pdf`.

use serde::Serialize;
use serde_json::to_value;
use trivet_pdf::{Labels, PdfError, render_blank, render_sheet, render_summary};
use trivet_shared::words::{Key, Value, say, say_with};

use super::blank::Blank;
use super::sheet::Sheet;
use super::summary::SummaryDocument;
use super::{LANGUAGE, NotMade};

/// What stands on every page, by the name the page has for it.
const COMMON: [(&str, Key); 15] = [
    ("name", Key::Name),
    ("role", Key::Role),
    ("organisation", Key::Organisation),
    ("date", Key::Date),
    ("area", Key::Area),
    ("competency", Key::Competency),
    ("confidence", Key::Confidence),
    ("reason", Key::Reason),
    ("actions", Key::Actions),
    ("reviewDate", Key::ReviewDate),
    ("ends", Key::Ends),
    ("first", Key::First),
    ("after", Key::Afterwards),
    ("scope", Key::Scope),
    ("attached", Key::Attached),
];

const SHEET: [(&str, Key); 22] = [
    ("title", Key::SheetTitle),
    ("change", Key::Change),
    ("same", Key::Same),
    ("changed", Key::Changed),
    ("shift", Key::Shift),
    ("own", Key::Own),
    ("heard", Key::Heard),
    ("well", Key::Well),
    ("hard", Key::Hard),
    ("step", Key::Step),
    ("wholeArea", Key::WholeArea),
    ("others", Key::Others),
    ("received", Key::Received),
    ("strength", Key::Strength),
    ("solution", Key::Solution),
    ("training", Key::Training),
    ("earlier", Key::Earlier),
    ("wayHere", Key::WayHere),
    ("setOut", Key::SetOut),
    ("outcome", Key::Outcome),
    ("session", Key::Session),
    ("inWords", Key::Confidence),
];

const SUMMARY: [(&str, Key); 21] = [
    ("title", Key::SummaryTitle),
    ("inTheirWords", Key::InTheirWords),
    ("nothingPutIn", Key::NothingPutIn),
    ("eachLine", Key::EachLine),
    ("actionsPutIn", Key::ActionsPutIn),
    ("named", Key::Named),
    ("who", Key::Who),
    ("what", Key::What),
    ("lookBack", Key::LookBack),
    ("shift", Key::Shift),
    ("beforeAfter", Key::BeforeAfter),
    ("beforeAfterWhy", Key::BeforeAfterWhy),
    ("same", Key::Same),
    ("lookedAt", Key::LookedAt),
    ("agreed", Key::Agreed),
    ("themes", Key::Themes),
    ("trainingIdeas", Key::TrainingIdeas),
    ("minutes", Key::Minutes),
    ("stage", Key::Stage),
    ("planned", Key::Planned),
    ("took", Key::Took),
];

fn labels(own: &[(&str, Key)]) -> Labels {
    Labels::new(LANGUAGE, COMMON.iter().chain(own).map(|(name, key)| (*name, say(*key))))
}

/// A sheet: A4 landscape, with its own JSON attached.
pub(super) fn sheet(sheet: &Sheet) -> Result<Vec<u8>, NotMade> {
    made(sheet, &labels(&SHEET), render_sheet)
}

/// A summary: A4 upright, with its own JSON attached.
pub(super) fn summary(summary: &SummaryDocument) -> Result<Vec<u8>, NotMade> {
    let mut labels = labels(&SUMMARY);
    let facilitator =
        |name: &String| format!("{}.", say_with(Key::Facilitator, &[("name", Value::Text(name))]));
    let facilitators: Vec<String> = summary.facilitators.iter().map(facilitator).collect();
    let minutes = [("planned", Value::Number(summary.planned)), ("took", Value::Number(summary.took))];
    labels.words.extend([
        ("present".to_owned(), say_with(Key::Present, &[("count", Value::Number(summary.present.into()))])),
        ("facilitators".to_owned(), facilitators.join(" ")),
        ("inAll".to_owned(), say_with(Key::InAll, &minutes)),
        ("minutesInAll".to_owned(), say(Key::MinutesInAll)),
    ]);
    made(summary, &labels, render_summary)
}

/// The form to fill in by hand: A4 landscape.
pub(super) fn blank(blank: &Blank) -> Result<Vec<u8>, NotMade> {
    made(blank, &labels(&[("title", Key::SheetTitle)]), render_blank)
}

type Render = fn(&serde_json::Value, &Labels) -> Result<Vec<u8>, PdfError>;

fn made(document: &impl Serialize, labels: &Labels, render: Render) -> Result<Vec<u8>, NotMade> {
    let document = to_value(document).map_err(|_| NotMade::Broken)?;
    render(&document, labels).map_err(|error| match error {
        PdfError::Busy | PdfError::TooSlow => NotMade::Busy,
        PdfError::TooLarge => NotMade::TooLarge,
        error => {
            tracing::error!(%error, "a PDF could not be made"); // it holds nobody's words
            NotMade::Broken
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use trivet_pdf::{BLANK_WORDS, SHEET_WORDS};

    #[test]
    fn every_page_finds_its_labels() {
        let has = |labels: &Labels, words: &[&str]| words.iter().all(|word| labels.words.contains_key(*word));
        assert!(has(&labels(&SHEET), SHEET_WORDS) && has(&labels(&SHEET), BLANK_WORDS));
        assert!(has(&labels(&[("title", Key::SheetTitle)]), BLANK_WORDS));
    }
}
