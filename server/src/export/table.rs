//! Sheet and summary as CSV (RFC 4180, UTF-8 with a byte order mark, one header row): one row for each thing that was
//! written, and what stands on every document beside it. No cell begins like a formula.

use csv::{QuoteStyle, Terminator, WriterBuilder};
use trivet_shared::session::feedback::Kind;
use trivet_shared::session::jotting::JotBox;
use trivet_shared::words::{Key, say};

use super::sheet::{Sheet, SheetAction, SheetRow};
use super::summary::SummaryDocument;
use super::{Confidence, Frame, way};

/// Spreadsheets on Windows take a file without it for another encoding.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A row: what stands in which column; every other cell is empty.
type Cells<'a> = Vec<(Key, &'a str)>;

/// Words as a cell that no spreadsheet takes for a formula. An apostrophe in front is what spreadsheets themselves use
/// to say "text"; a reader that knows nothing of it sees one sign too many, and all of the words.
fn cell(words: &str) -> String {
    let seen = |c: char| !c.is_whitespace() && !is_invisible(c);
    let begins = words.chars().find(|c| seen(*c) || matches!(c, '\t' | '\r' | '\n'));
    let formula = |c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    // The small forms and the minus sign too: programs fold them into the plain ones when they open a file.
    let folds = |c| matches!(c, '﹦' | '﹢' | '﹣' | '﹫' | '−');
    if begins.is_some_and(|c| formula(c) || folds(c)) { format!("'{words}") } else { words.to_owned() }
}

/// What takes no room, and is dropped by some programs.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The columns of both, after their own.
const FRAME: [Key; 7] =
    [Key::Session, Key::Date, Key::Source, Key::Scope, Key::Readers, Key::Kept, Key::Connection];

fn write(columns: &[Key], frame: &Frame, beside: &Cells<'_>, rows: &[Cells<'_>]) -> String {
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let common = [
        (Key::Session, frame.title.as_str()),
        (Key::Date, &frame.date),
        (Key::Source, &frame.source),
        (Key::Scope, &frame.scope),
        (Key::Readers, frame.readers.as_deref().unwrap_or_default()),
        (Key::Kept, &frame.kept),
        (Key::Connection, frame.not_private.as_deref().unwrap_or_default()),
    ];
    let columns: Vec<Key> = columns.iter().chain(&FRAME).copied().collect();
    // Writing to memory cannot fail, and rows have as many cells as there are columns.
    let _ = writer.write_record(columns.iter().map(|column| say(*column)));
    for row in rows {
        let value = |column: &Key| {
            let all = row.iter().chain(beside).chain(&common);
            all.filter(|(key, _)| key == column).map(|(_, words)| cell(words)).next().unwrap_or_default()
        };
        let _ = writer.write_record(columns.iter().map(value));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("{BYTE_ORDER_MARK}{}", String::from_utf8(bytes).unwrap_or_default())
}

/// A sheet: the form's rows first, in the form's columns; a row has its first action, further ones follow it.
pub(super) fn sheet(sheet: &Sheet) -> String {
    let columns = [
        Key::Part,
        Key::Area,
        Key::Competency,
        Key::Confidence,
        Key::First,
        Key::Afterwards,
        Key::Reason,
        Key::Shift,
        Key::Actions,
        Key::ReviewDate,
        Key::Kind,
        Key::Written,
        Key::Name,
        Key::Role,
        Key::Organisation,
    ];
    let parts =
        [Key::TheForm, Key::Earlier, Key::WholeArea, Key::Own, Key::Received, Key::WayHere, Key::SetOut]
            .map(say);
    let [form, earlier, whole, own, received, way_here, set_out] = &parts;
    let all: Vec<(&str, &SheetRow)> = (sheet.rows.iter().map(|row| (form.as_str(), row)))
        .chain(sheet.earlier.iter().map(|row| (earlier.as_str(), row)))
        .collect();
    let confidence: Vec<[String; 3]> = all.iter().map(|(_, row)| numbers(row.confidence.as_ref())).collect();
    let mut rows: Vec<Cells<'_>> = Vec::new();
    for ((part, row), numbers) in all.iter().zip(&confidence) {
        rows.extend(form_rows(part, row, numbers));
    }
    rows.extend(sheet.actions.iter().map(|action| {
        let mut cells = vec![(Key::Part, whole.as_str())];
        cells.extend(action_cells(action));
        cells
    }));
    let boxes = [Key::Heard, Key::Well, Key::Hard, Key::Step].map(say);
    for (_, row) in &all {
        rows.extend(row.lines.iter().map(|(which, words)| {
            let mut cells = vec![(Key::Part, own.as_str())];
            cells.extend(place(row));
            cells.extend([(Key::Kind, boxes[box_at(*which)].as_str()), (Key::Written, words.as_str())]);
            cells
        }));
    }
    let kinds = [Key::Strength, Key::Solution, Key::Training].map(say);
    rows.extend(sheet.received.iter().map(|feedback| {
        vec![
            (Key::Part, received.as_str()),
            (Key::Competency, feedback.name.as_str()),
            (Key::Kind, kinds[kind_at(feedback.feedback)].as_str()),
            (Key::Written, feedback.text.as_str()),
        ]
    }));
    let steps = way::steps(sheet);
    let confidence: Vec<_> = steps.iter().map(|step| numbers(Some(step.confidence))).collect();
    rows.extend(steps.iter().zip(&confidence).map(|(step, [both, first, after])| {
        vec![
            (Key::Part, way_here.as_str()),
            (Key::Competency, step.name),
            (Key::Confidence, both),
            (Key::First, first),
            (Key::Afterwards, after),
            (Key::Written, &step.when),
        ]
    }));
    rows.extend(sheet.carried.iter().map(|one| {
        vec![
            (Key::Part, set_out.as_str()),
            (Key::Competency, one.name.as_deref().unwrap_or_default()),
            (Key::Actions, &one.text),
            (Key::ReviewDate, one.review.as_deref().unwrap_or_default()),
            (Key::Kind, one.outcome_in_words.as_deref().unwrap_or_default()),
            (Key::Written, one.note.as_deref().unwrap_or_default()),
        ]
    }));
    let beside = vec![
        (Key::Name, sheet.name.as_str()),
        (Key::Role, sheet.role.as_deref().unwrap_or_default()),
        (Key::Organisation, sheet.organisation.as_deref().unwrap_or_default()),
    ];
    write(&columns, &sheet.frame, &beside, &rows)
}

fn kind_at(kind: Kind) -> usize {
    match kind {
        Kind::Strength => 0,
        Kind::Solution => 1,
        Kind::Training => 2,
    }
}

fn box_at(which: JotBox) -> usize {
    match which {
        JotBox::Heard => 0,
        JotBox::Well => 1,
        JotBox::Hard => 2,
        JotBox::Step => 3,
    }
}

/// Both in words, at first, after.
fn numbers(confidence: Option<&Confidence>) -> [String; 3] {
    let number = |score: Option<trivet_shared::text::Score>| {
        score.map_or(String::new(), |score| score.get().to_string())
    };
    confidence.map_or_else(Default::default, |c| [c.with_change(), number(c.first), number(c.after)])
}

fn place(row: &SheetRow) -> Cells<'_> {
    vec![
        (Key::Area, row.area.as_deref().unwrap_or_default()),
        (Key::Competency, row.name.as_deref().unwrap_or_default()),
    ]
}

fn action_cells(action: &SheetAction) -> [(Key, &str); 2] {
    [(Key::Actions, &action.text), (Key::ReviewDate, action.review.as_deref().unwrap_or_default())]
}

/// A row of the form. Further actions have rows of their own, with nothing else of the row said twice.
fn form_rows<'a>(part: &'a str, row: &'a SheetRow, [both, first, after]: &'a [String; 3]) -> Vec<Cells<'a>> {
    let begin = || {
        let mut cells = vec![(Key::Part, part)];
        cells.extend(place(row));
        cells
    };
    let mut own = begin();
    own.extend([
        (Key::Confidence, both.as_str()),
        (Key::First, first),
        (Key::Afterwards, after),
        (Key::Reason, row.reason.as_deref().unwrap_or_default()),
        (Key::Shift, row.shift.as_deref().unwrap_or_default()),
    ]);
    let mut actions = row.actions.iter();
    own.extend(actions.next().into_iter().flat_map(action_cells));
    let further = actions.map(|action| {
        let mut cells = begin();
        cells.extend(action_cells(action));
        cells
    });
    std::iter::once(own).chain(further).collect()
}

/// A summary: what people put in, the group's themes, then what was looked at, what was agreed, and minutes.
pub(super) fn summary(summary: &SummaryDocument) -> String {
    let columns = [
        Key::Part,
        Key::Who,
        Key::Area,
        Key::Competency,
        Key::Confidence,
        Key::First,
        Key::Afterwards,
        Key::Reason,
        Key::Shift,
        Key::Actions,
        Key::ReviewDate,
        Key::Written,
        Key::Planned,
        Key::Took,
        Key::Facilitators,
        Key::People,
        Key::HaveChosen,
    ];
    let parts = [Key::InTheirWords, Key::ActionsPutIn, Key::Named, Key::LookedAt, Key::Agreed, Key::Minutes];
    let parts = parts.map(say);
    let [words, actions, named, looked_at, agreed, minutes] = &parts;
    let themes: Vec<(String, &str)> =
        summary.themes().flat_map(|(name, lines)| lines.map(move |line| (say(name), line))).collect();
    let area = summary.frame.area.as_deref().unwrap_or_default();
    let lines = || summary.people.iter().flat_map(|one| one.lines.iter().map(move |line| (one, line)));
    let confidence: Vec<_> = lines().map(|(_, line)| numbers(line.confidence.as_ref())).collect();
    let times: Vec<[String; 2]> =
        summary.minutes.iter().map(|stage| [stage.planned.to_string(), stage.took.to_string()]).collect();
    let mut rows: Vec<Cells<'_>> = Vec::new();
    rows.extend(lines().zip(&confidence).map(|((person, line), [both, first, after])| {
        vec![
            (Key::Part, words.as_str()),
            (Key::Who, &person.name),
            (Key::Competency, &line.name),
            (Key::Confidence, both),
            (Key::First, first),
            (Key::Afterwards, after),
            (Key::Reason, line.reason.as_deref().unwrap_or_default()),
            (Key::Shift, line.shift.as_deref().unwrap_or_default()),
        ]
    }));
    for person in &summary.people {
        rows.extend(person.actions.iter().map(|action| {
            vec![
                (Key::Part, actions.as_str()),
                (Key::Who, &person.name),
                (Key::Competency, action.name.as_deref().unwrap_or_default()),
                (Key::Actions, &action.text),
                (Key::ReviewDate, action.review.as_deref().unwrap_or_default()),
            ]
        }));
    }
    rows.extend(summary.only_named().map(|name| vec![(Key::Part, named.as_str()), (Key::Who, name)]));
    rows.extend(themes.iter().map(|(part, line)| vec![(Key::Part, part.as_str()), (Key::Written, *line)]));
    rows.extend(summary.competencies.iter().map(|one| {
        vec![
            (Key::Part, looked_at.as_str()),
            (Key::Area, area),
            (Key::Competency, &one.name),
            (Key::Written, &one.statement),
        ]
    }));
    let agreements = summary.agreements.iter();
    rows.extend(agreements.map(|line| vec![(Key::Part, agreed.as_str()), (Key::Written, line)]));
    rows.extend(summary.minutes.iter().zip(&times).map(|(stage, [planned, took])| {
        vec![
            (Key::Part, minutes.as_str()),
            (Key::Written, &stage.name),
            (Key::Planned, planned),
            (Key::Took, took),
        ]
    }));
    let facilitators = summary.facilitators.join(", ");
    let present = summary.present.to_string();
    let beside = vec![
        (Key::Facilitators, facilitators.as_str()),
        (Key::People, &present),
        (Key::HaveChosen, summary.chosen.as_deref().unwrap_or_default()),
    ];
    write(&columns, &summary.frame, &beside, &rows)
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_begins_like_a_formula() {
        for bad in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u{a0}=1", "\u{3000}＝1"]
        {
            assert_eq!(cell(bad), format!("'{bad}"), "{bad:?}");
        }
        for bad in ["＋1", "－1", "＠x", "﹦1", "\u{200b}=1", "\u{feff}=1", "\u{202e}=1", " \t x", "−1"]
        {
            assert_eq!(cell(bad), format!("'{bad}"), "{bad:?}");
        }
        for good in ["", "4 at first, 6 after (up 2)", "a=b", "“-1”", "'=1", "1 = 1", "…-"] {
            assert_eq!(cell(good), good);
        }
    }
}
