//! What people take away, as it is written: every text format of a sheet and a summary held against its golden copy, the
//! published schemas against the types, Word files and PDFs against what they must have. Other software reads the same
//! files in `tests/exports/read-back`, which sets `TRIVET_EXPORTS` to the folder they are written to.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing ends there")]

#[path = "export/held.rs"]
mod complete;
#[path = "export/group.rs"]
mod group;
#[path = "export/paper.rs"]
mod paper;
#[path = "export/payloads.rs"]
mod payloads;
#[path = "export/record.rs"]
mod record;

use std::path::Path;

use group::{C, Group, action, next_story, story, text};
use serde_json::json;
use trivet_server::export::{Format, held, schema};

/// Writes a file for other software to read, when it is asked for.
pub(crate) fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("TRIVET_EXPORTS") {
        std::fs::write(Path::new(&folder).join(name), bytes).unwrap();
    }
}

/// The parts of a Word file: they are stored as they are, so that words can be found in it.
fn text_of(file: &[u8]) -> String {
    String::from_utf8_lossy(file).into_owned()
}

#[test]
fn sheets_and_summaries_are_written_as_they_were() {
    let group = story();
    let (sheet, next, summary) = (group.sheet(0), next_story().sheet(0), group.summary());
    for format in Format::ALL {
        let made = [format.sheet(&sheet), format.sheet(&next), format.summary(&summary)];
        for (name, made) in ["sheet", "next-sheet", "summary"].into_iter().zip(made) {
            let (file, bytes) = (format!("{name}.{}", format.ending()), made.unwrap());
            keep(&file, &bytes);
            if !format.takes_long() {
                let text = String::from_utf8(bytes).unwrap();
                insta::assert_snapshot!(file, text.replace("\r\n", "\n"));
            }
        }
    }
}

#[test]
fn a_blank_sheet_has_three_rows_and_a_summary_before_anybody_chose_says_so() {
    let group = Group::discussing("", &["Ann", "Ben"]);
    let (sheet, summary) = (group.sheet(0), group.summary());
    assert_eq!(sheet.rows.len(), 3);
    assert_eq!(summary.chosen.as_deref(), Some("0 of 2 have chosen what goes in."));
    assert!(text(Format::Markdown.summary(&summary)).contains("Nobody has put anything in."));
    let early = Group::new("");
    for format in Format::ALL {
        assert!(!format.summary(&early.summary()).unwrap().is_empty());
    }
    for format in [Format::Word, Format::Pdf] {
        keep(&format!("blank-sheet.{}", format.ending()), &format.sheet(&sheet).unwrap());
        keep(&format!("blank-summary.{}", format.ending()), &format.summary(&summary).unwrap());
    }
}

#[test]
fn the_published_schemas_are_those_of_the_types_and_hold_for_what_is_written() {
    let group = story();
    let documents = [
        ("sheet", schema::sheet(), text(Format::Json.sheet(&group.sheet(0)))),
        ("summary", schema::summary(), text(Format::Json.summary(&group.summary()))),
        ("held", schema::held(), held::to_json(&group.held(0))),
    ];
    for (name, schema, document) in documents {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/export/{name}.schema.json"));
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("TRIVET_WRITE").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), made, "write it anew with TRIVET_WRITE=1");
        let holds = jsonschema::validator_for(&schema).unwrap();
        let document = serde_json::from_str(&document).unwrap();
        let wrong: Vec<String> = holds.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
        assert!(!holds.is_valid(&json!({"kind": name})), "a schema that takes everything says nothing");
        keep(&format!("{name}.schema.json"), made.as_bytes());
    }
}

#[test]
fn every_format_names_its_source_its_scope_its_readers_and_until_when_it_is_kept() {
    let mut group = story();
    group.desk(json!({"type": "goTo", "stage": "closed"}));
    let (sheet, summary) = (group.sheet(0), group.summary());
    let frame = &summary.frame;
    assert!(frame.kept.contains("Kept on the server until 24 December 2026."), "{}", frame.kept);
    let mut all: Vec<String> = Vec::new();
    // Words are packed within a PDF: `paper` reads them.
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Pdf) {
        // Calendars fold their lines and escape commas.
        let plain = |text: String| {
            text.replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";").replace('\\', "")
        };
        let both = [format.sheet(&sheet), format.summary(&summary)];
        all.extend(both.map(|made| plain(text_of(&made.unwrap()))));
    }
    for text in all {
        for line in [&frame.source, &frame.scope, frame.readers.as_ref().unwrap(), &frame.kept] {
            let line = line.replace('"', "\\\"").replace('\\', "");
            assert!(text.contains(&line), "{line}\nis missing in\n{text}");
        }
    }
}

#[test]
fn a_calendar_tells_when_and_nothing_of_what() {
    let mut group = story();
    let first = text(Format::Calendar.sheet(&group.sheet(0)));
    for private in ["heavy week", "Mondays", "Read more", "Reliable", "Ann", "Team", "4", "6"] {
        let found =
            first.lines().filter(|line| line.starts_with("SUMMARY")).any(|line| line.contains(private));
        assert!(!found, "{private}");
    }
    for private in ["heavy week", "Mondays", "Read more", "eliable", "Ann"] {
        assert!(!first.contains(private), "{private}");
        assert!(!text(Format::Calendar.summary(&group.summary())).contains(private), "{private}");
    }
    // A later download has the same entries, one of them moved.
    group.wait(60);
    group.does(0, json!({"type": "act", "action": action(2), "review": "2027-02-01"}));
    let second = text(Format::Calendar.sheet(&group.sheet(0)));
    let ids = |text: &str| {
        text.lines().filter(|line| line.starts_with("UID")).map(str::to_owned).collect::<Vec<_>>()
    };
    // Each has a reminder, which has its own.
    assert_eq!((ids(&first), ids(&first).len()), (ids(&second), 6));
    assert!(first.contains("20261222") && !second.contains("20261222") && second.contains("20270201"));
    assert!(!ids(&first).concat().contains(&action(1)), "ids of the session stay in the session");
}

#[test]
fn a_word_file_has_headings_header_rows_a_language_a_title_and_words_as_text() {
    let mut group = Group::discussing("</w:t><w:b/> & \"title\"", &["Ann & <b>", "שרה"]);
    let evil = "</w:t></w:r><w:br/>{{x}} \u{fffe}\u{ffff} \u{202e}up <w:p w14:paraId=\"1\"> &amp; 👩‍🚀";
    group.does(0, json!({"type": "rate", "competency": C[0], "score": 1, "reason": evil}));
    group.does(0, json!({"type": "rate", "competency": C[1], "reason": "x".repeat(2_000)}));
    let sheet = group.sheet(0);
    let file = Format::Word.sheet(&sheet).unwrap();
    let text = text_of(&file);
    for part in [
        "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"",
        "<w:pStyle w:val=\"Heading1\" />",
        "<w:tblHeader />",
        "<w:lang w:val=\"en-GB\" />",
        "<dc:title>Reflective session: my sheet</dc:title>",
        "&lt;/w:t&gt;",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains(" w14:paraId=\"0"), "numbers that count what others made");
    assert!(!text.contains('\u{fffe}') && !text.contains(">unknown<"));
    assert_eq!(file, Format::Word.sheet(&sheet).unwrap(), "the same sheet makes the same file");
    keep("hostile-sheet.docx", &file);
    keep("hostile-summary.docx", &Format::Word.summary(&group.summary()).unwrap());
}

#[test]
fn a_csv_has_as_many_cells_in_every_row_and_none_that_begins_a_formula() {
    let mut group = Group::discussing("=title", &["+Ann", "@Ben"]);
    let lines = ["=1+1", "+1", "-1", "@x", "\t=1", "  =cmd|' /C calc'!A0", "＝1", "a,b;\"c\"\nd", "\u{a0}-1"];
    for (n, line) in lines.iter().enumerate() {
        let id = action(n as u128);
        group.does(0, json!({"type": "act", "action": id, "text": line, "review": "2027-01-19"}));
        group.does(0, json!({"type": "record", "name": true, "actions": {id: true}}));
    }
    let (sheet, summary) = (group.sheet(0), group.summary());
    for (name, made) in [("sheet", Format::Csv.sheet(&sheet)), ("summary", Format::Csv.summary(&summary))] {
        let text = text(made);
        let body = text.strip_prefix('\u{feff}').unwrap();
        assert!(body.ends_with("\r\n"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(body.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for cell in rows.iter().flatten() {
            let begins = cell.trim_start_matches(|c: char| c.is_whitespace() && c != '\t').chars().next();
            assert!(!begins.is_some_and(|c| "=+-@\t\r＝＋－＠".contains(c)), "{cell:?}");
        }
        for line in lines {
            assert!(
                rows.iter().flatten().any(|cell| cell.trim_start_matches('\'') == line),
                "{name}: {line:?}"
            );
        }
        keep(&format!("hostile-{name}.csv"), text.as_bytes());
    }
}
