//! Sheet and summary as Markdown. People's words are quoted as text: what would be markup is escaped.

use trivet_shared::words::{Key, Value, say, say_with};

use super::sheet::{Sheet, SheetAction, SheetRow};
use super::summary::{BeforeAfter, PersonLines, SummaryDocument};
use super::{Confidence, Frame, names, way};

/// People's words within a line: no markup, no line breaks.
fn text(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.trim().chars() {
        match c {
            '\r' => {}
            '\n' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '(' | ')' | '#' | '+' | '-'
            | '!' | '|' | '~' | '&' | '=' | '.' => {
                // A dash, dot or sign inside a sentence is no markup; only at its beginning would it be.
                // So is a dot or bracket after the number that begins them: "1. item" would be a list.
                let numbers = matches!(c, '.' | ')') && out.bytes().all(|b| b.is_ascii_digit());
                let at_start = out.is_empty() || numbers;
                let harmless = matches!(c, '-' | '+' | '.' | '=' | '!' | '(' | ')');
                if at_start || !harmless {
                    out.push('\\');
                }
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn field(out: &mut String, name: Key, words: &str) {
    out.push_str(&format!("- {}: {}\n", say(name), text(words)));
}

fn heading(out: &mut String, title: &str, frame: &Frame) {
    out.push_str(&format!("# {title}\n\n"));
    if !frame.title.is_empty() {
        field(out, Key::Session, &frame.title);
    }
    field(out, Key::Date, &frame.date_in_words);
    if let Some(area) = &frame.area {
        field(out, Key::Area, area);
    }
}

fn ending(out: &mut String, frame: &Frame) {
    out.push_str(&format!(
        "\n---\n\n{}\n\n{}: {}\n\n",
        text(&frame.source),
        say(Key::Scope),
        text(&frame.scope),
    ));
    if let Some(readers) = &frame.readers {
        out.push_str(&format!("{}\n\n", text(readers)));
    }
    out.push_str(&format!("{}\n", frame.kept));
    if let Some(line) = &frame.not_private {
        out.push_str(&format!("\n{line}\n"));
    }
}

/// A sheet.
pub(super) fn sheet(sheet: &Sheet) -> String {
    let mut out = String::new();
    heading(&mut out, &say(Key::SheetTitle), &sheet.frame);
    if !sheet.name.is_empty() {
        field(&mut out, Key::Name, &sheet.name); // somebody alone may have none
    }
    for (key, value) in [(Key::Role, &sheet.role), (Key::Organisation, &sheet.organisation)] {
        if let Some(value) = value {
            field(&mut out, key, value);
        }
    }
    let columns = [Key::Competency, Key::Confidence, Key::Reason, Key::Actions, Key::ReviewDate].map(say);
    out.push_str(&format!("\n| {} |\n|{}\n", columns.join(" | "), " --- |".repeat(columns.len())));
    for row in &sheet.rows {
        out.push_str(&form_row(row));
    }
    out.push_str(&format!("\n{}\n", say(Key::Ends)));
    out.push_str(&shifts(&sheet.rows));
    out.push_str(&own_lines(&sheet.rows));
    if !sheet.actions.is_empty() {
        out.push_str(&format!("\n## {}\n\n{}", say(Key::WholeArea), actions(&sheet.actions)));
    }
    if !sheet.received.is_empty() {
        out.push_str(&format!("\n## {}\n\n", say(Key::Received)));
        for received in &sheet.received {
            let kind = names::feedback(received.feedback);
            out.push_str(&format!("- {} ({}): {}\n", say(kind), text(&received.name), text(&received.text)));
        }
    }
    if !sheet.earlier.is_empty() {
        out.push_str(&format!(
            "\n## {}\n\n| {} |\n|{}\n",
            say(Key::Earlier),
            columns.join(" | "),
            " --- |".repeat(5)
        ));
        for row in &sheet.earlier {
            out.push_str(&form_row(row));
        }
        out.push_str(&own_lines(&sheet.earlier));
    }
    out.push_str(&way_here(sheet));
    out.push_str(&set_out(sheet));
    ending(&mut out, &sheet.frame);
    out
}

/// Confidence over the sessions.
fn way_here(sheet: &Sheet) -> String {
    let steps = way::steps(sheet);
    if steps.is_empty() {
        return String::new();
    }
    let columns = [Key::Competency, Key::Session, Key::Confidence].map(say).join(" | ");
    let mut out = format!("\n## {}\n\n| {columns} |\n| --- | --- | --- |\n", say(Key::WayHere));
    for step in steps {
        let (name, when) = (text(step.name), text(&step.when));
        out.push_str(&format!("| {name} | {when} | {} |\n", step.confidence.with_change()));
    }
    out
}

/// Actions of earlier sessions, and what became of them.
fn set_out(sheet: &Sheet) -> String {
    if sheet.carried.is_empty() {
        return String::new();
    }
    let columns = [Key::Session, Key::Actions, Key::ReviewDate, Key::Outcome].map(say).join(" | ");
    let mut out = format!("\n## {}\n\n| {columns} |\n|{}\n", say(Key::SetOut), " --- |".repeat(4));
    for one in &sheet.carried {
        let how: Vec<String> =
            [&one.outcome_in_words, &one.note].into_iter().flatten().map(|words| text(words)).collect();
        let (when, what) = (text(&one.on_in_words), text(&one.text));
        let review = one.review_in_words.as_deref().unwrap_or_default();
        out.push_str(&format!("| {when} | {what} | {review} | {} |\n", how.join(": ")));
    }
    out
}

/// What shifted, where somebody wrote it.
fn shifts(rows: &[SheetRow]) -> String {
    let line = |row: &SheetRow| {
        let name = row.name.as_deref().unwrap_or_default();
        row.shift.as_deref().map(|shift| format!("- {}: {}\n", text(name), text(shift)))
    };
    let lines: String = rows.iter().filter_map(line).collect();
    if lines.is_empty() { lines } else { format!("\n## {}\n\n{lines}", say(Key::Shift)) }
}

/// Lines of their own, under the name of what they are beside.
fn own_lines(rows: &[SheetRow]) -> String {
    let mut out = String::new();
    for row in rows.iter().filter(|row| !row.lines.is_empty()) {
        out.push_str(&format!("\n### {}\n\n", text(row.name.as_deref().unwrap_or_default())));
        for (which, words) in &row.lines {
            field(&mut out, names::line(*which), words);
        }
    }
    if out.is_empty() { out } else { format!("\n## {}\n{out}", say(Key::Own)) }
}

fn form_row(row: &SheetRow) -> String {
    let place = match (&row.area, &row.name) {
        (Some(area), Some(name)) => format!("{}: {}", text(area), text(name)),
        _ => String::new(),
    };
    let confidence = row.confidence.as_ref().map_or(String::new(), Confidence::with_change);
    let reason = row.reason.as_deref().map(text).unwrap_or_default();
    let what: Vec<String> = row.actions.iter().map(|action| text(&action.text)).collect();
    let when: Vec<String> =
        row.actions.iter().map(|a| a.review_in_words.clone().unwrap_or_default()).collect();
    format!("| {place} | {confidence} | {reason} | {} | {} |\n", what.join("<br>"), when.join("<br>"))
}

fn actions(list: &[SheetAction]) -> String {
    let line = |action: &SheetAction| match &action.review_in_words {
        Some(date) => format!("- {} ({}: {date})\n", text(&action.text), say(Key::ReviewDate)),
        None => format!("- {}\n", text(&action.text)),
    };
    list.iter().map(line).collect()
}

/// A summary.
pub(super) fn summary(summary: &SummaryDocument) -> String {
    let mut out = String::new();
    heading(&mut out, &say(Key::SummaryTitle), &summary.frame);
    for name in &summary.facilitators {
        out.push_str(&format!("- {}\n", say_with(Key::Facilitator, &[("name", Value::Text(&text(name)))])));
    }
    out.push_str(&format!(
        "- {}\n",
        say_with(Key::Present, &[("count", Value::Number(summary.present.into()))])
    ));
    if let Some(chosen) = &summary.chosen {
        out.push_str(&format!("- {chosen}\n"));
    }
    let values = [("planned", Value::Number(summary.planned)), ("took", Value::Number(summary.took))];
    out.push_str(&format!("- {}\n", say_with(Key::InAll, &values)));
    out.push_str(&format!("\n{}\n\n## {}\n\n", say(Key::EachLine), say(Key::InTheirWords)));
    if summary.people.iter().all(|person| person.lines.is_empty() && person.actions.is_empty()) {
        out.push_str(&format!("{}\n", say(Key::NothingPutIn)));
    }
    for person in &summary.people {
        out.push_str(&person_lines(person));
    }
    if summary.people.iter().any(|person| !person.actions.is_empty()) {
        out.push_str(&format!("\n## {}\n\n", say(Key::ActionsPutIn)));
    }
    for person in &summary.people {
        for action in &person.actions {
            let when =
                action.review_in_words.as_ref().map(|date| format!(" ({} {date})", say(Key::LookBack)));
            out.push_str(&format!(
                "- {}: {}{}\n",
                text(&person.name),
                text(&action.text),
                when.unwrap_or_default()
            ));
        }
    }
    list(&mut out, Key::Named, summary.only_named());
    for (name, lines) in summary.themes() {
        list(&mut out, name, lines);
    }
    out.push_str(&before_and_after(&summary.before_and_after));
    if !summary.competencies.is_empty() {
        out.push_str(&format!("\n## {}\n\n", say(Key::LookedAt)));
    }
    for competency in &summary.competencies {
        out.push_str(&format!("- **{}**: {}\n", text(&competency.name), text(&competency.statement)));
    }
    list(&mut out, Key::Agreed, summary.agreements.iter().map(String::as_str));
    out.push_str(&format!(
        "\n## {}\n\n| {} | {} | {} |\n| --- | --- | --- |\n",
        say(Key::Minutes),
        say(Key::Stage),
        say(Key::Planned),
        say(Key::Took)
    ));
    for stage in &summary.minutes {
        out.push_str(&format!("| {} | {} | {} |\n", stage.name, stage.planned, stage.took));
    }
    ending(&mut out, &summary.frame);
    out
}

fn list<'a>(out: &mut String, name: Key, lines: impl Iterator<Item = &'a str>) {
    let lines: String = lines.map(|line| format!("- {}\n", text(line))).collect();
    if !lines.is_empty() {
        out.push_str(&format!("\n## {}\n\n{lines}", say(name)));
    }
}

fn before_and_after(both: &[BeforeAfter]) -> String {
    if both.is_empty() {
        return String::new();
    }
    let columns = [Key::Who, Key::Competency, Key::Confidence].map(say).join(" | ");
    let mut out = format!(
        "\n## {}\n\n{}\n\n| {columns} |\n| --- | --- | --- |\n",
        say(Key::BeforeAfter),
        say(Key::BeforeAfterWhy)
    );
    for one in both {
        let (who, name) = (text(&one.who), text(&one.name));
        out.push_str(&format!("| {who} | {name} | {} |\n", one.confidence.with_change()));
    }
    out
}

fn person_lines(person: &PersonLines) -> String {
    let mut out = String::new();
    for line in &person.lines {
        let mut parts = Vec::new();
        parts.extend(line.reason.as_deref().map(text));
        parts.extend(line.confidence.as_ref().map(|confidence| confidence.in_words.clone()));
        parts.extend(line.shift.as_deref().map(|shift| format!("{}: {}", say(Key::Shift), text(shift))));
        out.push_str(&format!("- {} ({}): {}\n", text(&person.name), text(&line.name), parts.join(" · ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peoples_words_are_no_markup() {
        assert_eq!(text("# not | a *heading*"), r"\# not \| a \*heading\*");
        assert_eq!(text("- no list\nof - lines."), r"\- no list of - lines.");
        assert_eq!(text("<script>alert(1)</script>"), r"\<script\>alert(1)\</script\>");
        assert_eq!(text("[a](javascript:1)"), r"\[a\](javascript:1)");
        assert_eq!(text("1. item"), r"1\. item");
        assert_eq!(text("12) item (3)"), r"12\) item (3)");
    }
}
