//! Sheet and summary as Word files (DOCX): real headings, tables with header rows, a language and a title. People's words
//! travel as text, never as markup. `word/page.rs` knows the file format; this file knows what stands where.

mod page;

use trivet_shared::words::{Key, Value, say, say_with};

use super::sheet::{Sheet, SheetAction, SheetRow};
use super::summary::SummaryDocument;
use super::{Confidence, Frame, NotMade, names, way};
use page::{Page, Turned};

/// The form's columns in millimetres, as on paper: competency, confidence, why, actions, review date.
const FORM: [f32; 5] = [55.0, 50.0, 67.0, 67.0, 34.0];

/// A sheet: A4 landscape, the form with its three rows on the first page, the rest on the second.
pub(super) fn sheet(sheet: &Sheet) -> Result<Vec<u8>, NotMade> {
    let frame = &sheet.frame;
    let mut page = Page::new(Turned::Landscape, &say(Key::SheetTitle), frame);
    page.heading(1, &say(Key::SheetTitle));
    page.text(&frame.source);
    let columns = [Key::Competency, Key::Confidence, Key::Reason, Key::Actions, Key::ReviewDate].map(say);
    page.table(&FORM, &columns, sheet.rows.iter().map(form_row));
    page.small(&say(Key::Ends));
    let foot = [Key::Name, Key::Role, Key::Organisation, Key::Date].map(say);
    let optional = |words: &Option<String>| words.clone().unwrap_or_default();
    let own = [
        sheet.name.clone(),
        optional(&sheet.role),
        optional(&sheet.organisation),
        frame.date_in_words.clone(),
    ];
    page.table(&[68.0, 68.0, 69.0, 68.0], &foot, [own.map(|words| vec![words])]);
    page.small(&frame.kept);
    page.next_page();
    shifts(&mut page, &sheet.rows);
    own_lines(&mut page, sheet.rows.iter().chain(&sheet.earlier));
    if !sheet.actions.is_empty() {
        page.heading(2, &say(Key::WholeArea));
        let columns = [Key::Actions, Key::ReviewDate].map(say);
        page.table(
            &[220.0, 53.0],
            &columns,
            sheet.actions.iter().map(|one| [vec![one.text.clone()], vec![date(one)]]),
        );
    }
    received(&mut page, sheet);
    if !sheet.earlier.is_empty() {
        page.heading(2, &say(Key::Earlier));
        page.table(&FORM, &columns, sheet.earlier.iter().map(form_row));
    }
    way_here(&mut page, sheet);
    ending(&mut page, frame);
    page.pack()
}

fn form_row(row: &SheetRow) -> [Vec<String>; 5] {
    let labelled =
        |key: Key, words: &Option<String>| words.as_ref().map(|words| format!("{}: {words}", say(key)));
    let place = [labelled(Key::Area, &row.area), labelled(Key::Competency, &row.name)];
    let confidence = row.confidence.as_ref().map(Confidence::with_change);
    [
        place.into_iter().flatten().collect(),
        confidence.into_iter().collect(),
        row.reason.clone().into_iter().collect(),
        row.actions.iter().map(|action| action.text.clone()).collect(),
        row.actions.iter().map(date).collect(),
    ]
}

fn date(action: &SheetAction) -> String {
    action.review_in_words.clone().unwrap_or_default()
}

fn shifts(page: &mut Page, rows: &[SheetRow]) {
    let shifted: Vec<(&SheetRow, &String)> =
        rows.iter().filter_map(|row| Some((row, row.shift.as_ref()?))).collect();
    if !shifted.is_empty() {
        page.heading(2, &say(Key::Shift));
    }
    for (row, shift) in shifted {
        page.labelled(row.name.as_deref().unwrap_or_default(), shift);
    }
}

fn own_lines<'a>(page: &mut Page, rows: impl Iterator<Item = &'a SheetRow>) {
    let rows: Vec<&SheetRow> = rows.filter(|row| !row.lines.is_empty()).collect();
    if !rows.is_empty() {
        page.heading(2, &say(Key::Own));
    }
    for row in rows {
        page.heading(3, row.name.as_deref().unwrap_or_default());
        for (which, words) in &row.lines {
            page.labelled(&say(names::line(*which)), words);
        }
    }
}

fn received(page: &mut Page, sheet: &Sheet) {
    if !sheet.received.is_empty() {
        page.heading(2, &say(Key::Received));
    }
    for one in &sheet.received {
        let kind = names::feedback(one.feedback);
        page.labelled(&format!("{} ({})", say(kind), one.name), &one.text);
    }
}

/// Confidence over the sessions, and what became of the actions.
fn way_here(page: &mut Page, sheet: &Sheet) {
    let steps = way::steps(sheet);
    if !steps.is_empty() {
        page.heading(2, &say(Key::WayHere));
        let columns = [Key::Competency, Key::Session, Key::Confidence].map(say);
        let rows = steps.iter().map(|step| {
            [step.name.to_owned(), step.when.clone(), step.confidence.with_change()].map(|words| vec![words])
        });
        page.table(&[100.0, 93.0, 80.0], &columns, rows);
    }
    if !sheet.carried.is_empty() {
        page.heading(2, &say(Key::SetOut));
        let columns = [Key::Session, Key::Actions, Key::ReviewDate, Key::Outcome].map(say);
        let rows = sheet.carried.iter().map(|one| {
            let how = [&one.outcome_in_words, &one.note].into_iter().flatten().cloned().collect();
            let review = one.review_in_words.iter().cloned().collect();
            [vec![one.on_in_words.clone()], vec![one.text.clone()], review, how]
        });
        page.table(&[40.0, 113.0, 40.0, 80.0], &columns, rows);
    }
}

/// Where it comes from, who gets the summary, how long it is kept.
fn ending(page: &mut Page, frame: &Frame) {
    page.heading(2, &say(Key::Scope));
    let lines = [Some(&frame.source), Some(&frame.scope), frame.readers.as_ref(), Some(&frame.kept)];
    for line in lines.into_iter().chain([frame.not_private.as_ref()]).flatten() {
        page.text(line);
    }
}

/// A summary: A4 upright.
pub(super) fn summary(summary: &SummaryDocument) -> Result<Vec<u8>, NotMade> {
    let frame = &summary.frame;
    let mut page = Page::new(Turned::Upright, &say(Key::SummaryTitle), frame);
    page.heading(1, &say(Key::SummaryTitle));
    page.text(&facts(summary));
    page.text(&say(Key::EachLine));
    page.heading(2, &say(Key::InTheirWords));
    if summary.people.iter().all(|person| person.lines.is_empty() && person.actions.is_empty()) {
        page.text(&say(Key::NothingPutIn));
    }
    let lines = summary.people.iter().flat_map(|person| person.lines.iter().map(move |line| (person, line)));
    let said = lines.map(|(person, line)| {
        let parts = [line.reason.clone(), line.confidence.as_ref().map(Confidence::with_change)];
        let shift = line.shift.as_ref().map(|shift| format!("{}: {shift}", say(Key::Shift)));
        let parts = parts.into_iter().chain([shift]).flatten().collect();
        [vec![person.name.clone()], vec![line.name.clone()], parts]
    });
    page.table(&[34.0, 45.0, 99.0], &[Key::Who, Key::Competency, Key::InTheirWords].map(say), said);
    let actions =
        summary.people.iter().flat_map(|person| person.actions.iter().map(move |one| (person, one)));
    let actions: Vec<[Vec<String>; 3]> = actions
        .map(|(person, one)| {
            [
                vec![person.name.clone()],
                vec![one.text.clone()],
                one.review_in_words.clone().into_iter().collect(),
            ]
        })
        .collect();
    if !actions.is_empty() {
        page.heading(2, &say(Key::ActionsPutIn));
        page.table(&[34.0, 104.0, 40.0], &[Key::Who, Key::Actions, Key::LookBack].map(say), actions);
    }
    page.list(&say(Key::Named), summary.only_named());
    for (name, lines) in summary.themes() {
        page.list(&say(name), lines);
    }
    if !summary.before_and_after.is_empty() {
        page.heading(2, &say(Key::BeforeAfter));
        page.text(&say(Key::BeforeAfterWhy));
        let both = summary.before_and_after.iter();
        let rows = both.map(|one| {
            [one.who.clone(), one.name.clone(), one.confidence.with_change()].map(|words| vec![words])
        });
        page.table(&[34.0, 72.0, 72.0], &[Key::Who, Key::Competency, Key::Confidence].map(say), rows);
    }
    if !summary.competencies.is_empty() {
        page.heading(2, &say(Key::LookedAt));
        let rows =
            summary.competencies.iter().map(|one| [vec![one.name.clone()], vec![one.statement.clone()]]);
        page.table(&[56.0, 122.0], &[Key::Competency, Key::Statement].map(say), rows);
    }
    page.list(&say(Key::Agreed), summary.agreements.iter().map(String::as_str));
    page.heading(2, &say(Key::Minutes));
    let total = (say(Key::MinutesInAll), summary.planned, summary.took);
    let stages = summary.minutes.iter().map(|one| (one.name.clone(), one.planned, one.took)).chain([total]);
    let rows = stages
        .map(|(name, planned, took)| [name, planned.to_string(), took.to_string()].map(|words| vec![words]));
    page.table(&[98.0, 40.0, 40.0], &[Key::Stage, Key::Planned, Key::Took].map(say), rows);
    ending(&mut page, frame);
    page.pack()
}

/// What, when, who, how long, in one paragraph.
fn facts(summary: &SummaryDocument) -> String {
    let frame = &summary.frame;
    let when = [frame.title.as_str(), &frame.date_in_words, frame.area.as_deref().unwrap_or_default()];
    let when: Vec<&str> = when.into_iter().filter(|words| !words.is_empty()).collect();
    let mut all = vec![format!("{}.", when.join(", "))];
    let facilitator =
        |name: &String| format!("{}.", say_with(Key::Facilitator, &[("name", Value::Text(name))]));
    all.extend(summary.facilitators.iter().map(facilitator));
    all.push(say_with(Key::Present, &[("count", Value::Number(summary.present.into()))]));
    let minutes = [("planned", Value::Number(summary.planned)), ("took", Value::Number(summary.took))];
    all.push(say_with(Key::InAll, &minutes));
    all.extend(summary.chosen.clone());
    all.join(" ")
}
