//! Texts that try to be something else (`tests/hostile`), each in a document somewhere: in every format they stand as they
//! were written, as far as the format can hold them. Other software reads the same files in `tests/exports/read-back`.

use serde_json::{Value, json};
use trivet_server::export::{Format, held};
use trivet_shared::text::{LINE, LONG, NAME, Words};

use crate::group::{C, Group, action, text, theme};
use crate::keep;
use crate::paper::words_of;

/// Texts in one document: so many actions one person may have.
const SOME: usize = 20;
/// Characters of a theme, and of an agreement.
const THEME: usize = 200;
const AGREED: usize = 300;

/// The texts that a field of so many characters takes, in NFC as the server keeps them.
fn texts(most: usize, lines: bool) -> Vec<String> {
    let kept: Vec<Value> =
        serde_json::from_str(include_str!("../../../tests/hostile/payloads.json")).unwrap();
    let all = kept.iter().filter(|one| one["refused"] != true).map(|one| {
        let times = one["times"].as_u64().map_or(1, |times| usize::try_from(times).unwrap());
        Words::new(&one["text"].as_str().unwrap().repeat(times)).unwrap().as_str().to_owned()
    });
    let breaks = |text: &str| text.contains(['\n', '\r', '\t', '\u{2028}', '\u{2029}']);
    all.filter(|text| text.chars().count() <= most && (lines || !breaks(text))).collect()
}

/// Takes texts one after the other, and begins again.
struct From(Vec<String>, usize);

impl From {
    fn new(most: usize, lines: bool) -> From {
        From(texts(most, lines), 0)
    }

    fn one(&mut self) -> String {
        self.1 += 1;
        self.0[(self.1 - 1) % self.0.len()].clone()
    }
}

/// What stands in the sheet of the first person, and what in the summary.
struct Told {
    group: Group,
    title: String,
    sheet: Vec<String>,
    summary: Vec<String>,
}

/// A session in which every field that leads to a file holds such a text; `some` are its actions.
fn told(
    some: &[String],
    long: &mut From,
    line: &mut From,
    name: &mut From,
    themes: &mut From,
    agreed: &mut From,
) -> Told {
    let (title, who, other) = (line.one(), name.one().trim().to_owned(), "Ben");
    let mut group = Group::discussing(&title, &[&who, other]);
    let ann = group.id(0);
    let (role, organisation) = (line.one(), line.one());
    group.does(0, json!({"type": "about", "role": role, "organisation": organisation}));
    let facilitator = name.one().trim().to_owned();
    let lines: Vec<String> = (0..12).map(|_| agreed.one().trim().to_owned()).collect();
    group.desk(json!({"type": "prepare", "facilitator": facilitator, "agreements": lines, "summaryTo": {"who": "others", "name": "a reader"}}));
    let mut both = vec![who];
    both.extend_from_slice(some);
    let mut sheet = vec![role, organisation];
    let mut summary = lines;
    summary.push(facilitator);
    for (n, competency) in C.iter().enumerate() {
        let [reason, shift, heard, left] = [0; 4].map(|_| long.one());
        group.does(0, json!({"type": "rate", "competency": competency, "score": 3 + n, "reason": reason}));
        group.does(0, json!({"type": "rescore", "competency": competency, "score": 5, "shift": shift}));
        group.does(0, json!({"type": "show", "competency": competency, "score": true, "reason": true, "rescore": true, "shift": true}));
        group.does(0, json!({"type": "jot", "competency": competency, "box": "heard", "text": heard}));
        group.does(1, json!({"type": "feedback", "to": ann, "competency": competency, "kind": "training", "text": left}));
        both.extend([reason, shift]);
        sheet.extend([heard, left]);
    }
    for n in 0..12 {
        let words = themes.one();
        let kind = if n % 2 == 0 { "theme" } else { "training" };
        group.desk(json!({"type": "theme", "theme": theme(n), "kind": kind, "text": words}));
        group.desk(json!({"type": "theme", "theme": theme(n), "agreed": true, "was": words}));
        summary.push(words);
    }
    let mut record = json!({"type": "record", "name": true, "shown": {}, "actions": {}});
    for (n, words) in some.iter().enumerate() {
        let id = action(n as u128);
        let competency = (n % 2 == 0).then_some(C[n % C.len()]);
        group.does(0, json!({"type": "act", "action": id, "text": words, "competency": competency, "review": "2027-01-19"}));
        record["actions"][&id] = json!(true);
    }
    for competency in C {
        record["shown"][competency] = json!(true);
    }
    group.does(0, record);
    sheet.extend_from_slice(&both);
    summary.extend(both);
    Told { group, title, sheet, summary }
}

/// A document for each twenty of the texts.
fn all_told() -> Vec<Told> {
    let (mut long, mut line, mut name) =
        (From::new(LONG, true), From::new(LINE, false), From::new(NAME, false));
    let (mut themes, mut agreed) = (From::new(THEME, false), From::new(AGREED, false));
    texts(LONG, true)
        .chunks(SOME)
        .map(|some| told(some, &mut long, &mut line, &mut name, &mut themes, &mut agreed))
        .collect()
}

fn leaves<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(all) => all.iter().for_each(|one| leaves(one, found)),
        Value::Object(all) => all.values().for_each(|one| leaves(one, found)),
        _ => {}
    }
}

fn held_exactly(json: &str, wanted: &[String], what: &str) {
    let document: Value = serde_json::from_str(json).unwrap();
    let mut found = Vec::new();
    leaves(&document, &mut found);
    for text in wanted {
        assert!(found.contains(&text.as_str()), "{what}: {text:?}");
    }
}

#[test]
fn data_hold_every_text_as_it_is() {
    for (n, told) in all_told().iter().enumerate() {
        let sheet = [&told.sheet[..], std::slice::from_ref(&told.title)].concat();
        held_exactly(&text(Format::Json.sheet(&told.group.sheet(0))), &sheet, "sheet");
        held_exactly(&text(Format::Json.summary(&told.group.summary())), &told.summary, "summary");
        held_exactly(&held::to_json(&told.group.held(0)), &told.sheet, "everything held");
        keep(&format!("payload-{n}-sheet.words.json"), json!(told.sheet).to_string().as_bytes());
        keep(&format!("payload-{n}-summary.words.json"), json!(told.summary).to_string().as_bytes());
    }
}

#[test]
fn tables_hold_every_text_as_it_is_or_after_an_apostrophe() {
    for (n, told) in all_told().iter().enumerate() {
        let (sheet, summary) = (told.group.sheet(0), told.group.summary());
        for (name, made, wanted) in [
            ("sheet", Format::Csv.sheet(&sheet), &told.sheet),
            ("summary", Format::Csv.summary(&summary), &told.summary),
        ] {
            let file = text(made);
            let body = file.strip_prefix('\u{feff}').unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(body.as_bytes());
            let cells: Vec<String> = reader
                .records()
                .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            for text in wanted {
                // The facilitators are listed in a sentence of their own.
                let stands = cells.iter().any(|cell| cell == text || cell.strip_prefix('\'') == Some(text));
                assert!(
                    stands || cells.iter().any(|cell| name == "summary" && cell.contains(text.as_str())),
                    "{name}: {text:?}"
                );
            }
            keep(&format!("payload-{n}-{name}.csv"), file.as_bytes());
        }
    }
}

#[test]
fn calendars_hold_none_of_them_and_one_entry_for_each_date() {
    for (n, told) in all_told().iter().enumerate() {
        let file = text(Format::Calendar.sheet(&told.group.sheet(0)));
        keep(&format!("payload-{n}-sheet.ics"), file.as_bytes());
        let plain = file.replace("\r\n ", "");
        assert_eq!(
            plain.matches("\r\nBEGIN:VEVENT\r\n").count(),
            told.group.state.people[0].actions.len().min(SOME)
        );
        for text in told.sheet.iter().filter(|text| text.chars().count() > 6 && !plain_words(text)) {
            assert!(!plain.contains(text.as_str()), "{text:?}");
        }
    }
}

/// Words that any calendar has.
fn plain_words(text: &str) -> bool {
    ["BEGIN:VEVENT"].contains(&text)
}

#[test]
fn pages_and_texts_hold_every_word_and_read_no_file() {
    for (n, told) in all_told().iter().enumerate() {
        let (sheet, summary) = (told.group.sheet(0), told.group.summary());
        for format in [Format::Markdown, Format::Word, Format::Pdf] {
            for (name, made, wanted) in [
                ("sheet", format.sheet(&sheet), &told.sheet),
                ("summary", format.summary(&summary), &told.summary),
            ] {
                let made = made.unwrap();
                keep(&format!("payload-{n}-{name}.{}", format.ending()), &made);
                assert!(!String::from_utf8_lossy(&made).contains("root:x:0"), "{name}.{}", format.ending());
                if format != Format::Pdf {
                    continue;
                }
                let Some(words) = words_of(&made) else { continue };
                let close: String = words.split_whitespace().collect();
                // Other letters are drawn by their shapes and read back in their own order; the longest word turns the page.
                // The form itself, as it is printed, has no room for the session's title.
                let title = (name == "summary").then_some(&told.title);
                for text in wanted.iter().chain(title).filter(|text| text.is_ascii() && text.len() < LONG) {
                    // A row may go on on the next page, below the table's head.
                    for line in text.lines() {
                        let line: String = line.split_whitespace().collect();
                        assert!(close.contains(&line), "{name}: {line}\nis missing in\n{words}");
                    }
                }
                assert!(!words.contains("root:x:0"), "{words}");
            }
        }
    }
}
