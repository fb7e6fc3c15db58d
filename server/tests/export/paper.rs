//! PDFs of real documents: their words are there, they carry their own JSON, and the same document makes the same file.
//! `server/pdf` tests the pages themselves, `tests/exports/read-back` the files.

#![expect(clippy::unwrap_used, reason = "a page that cannot be read ends there")]

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use trivet_server::export::{Document, Format, NotMade, blank};
use trivet_shared::session::Actor;

use crate::group::{C, Group, action, story, text};
use crate::keep;

/// The words on the pages, with single spaces, as poppler reads them; none where it is not installed and need not be
/// (`TRIVET_PDF_TOOLS=1`: it must).
pub(crate) fn words_of(pdf: &[u8]) -> Option<String> {
    let mut command = Command::new("pdftotext");
    let child = command.args(["-raw", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        assert!(std::env::var_os("TRIVET_PDF_TOOLS").is_none(), "pdftotext is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    let words = String::from_utf8_lossy(&out.stdout).into_owned();
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn a_pdf_names_what_every_document_names_and_carries_itself_as_data() {
    let mut group = story();
    group.desk(json!({"type": "goTo", "stage": "closed"}));
    let (sheet, summary) = (group.sheet(0), group.summary());
    let frame = summary.frame.clone();
    let documents = [
        (Format::Pdf.sheet(&sheet).unwrap(), text(Format::Json.sheet(&sheet))),
        (Format::Pdf.summary(&summary).unwrap(), text(Format::Json.summary(&summary))),
    ];
    for (pdf, json) in &documents {
        assert_eq!(trivet_pdf::attached(pdf).unwrap(), serde_json::from_str::<Value>(json).unwrap());
        let Some(words) = words_of(pdf) else { return };
        for line in [&frame.source, &frame.scope, frame.readers.as_ref().unwrap(), &frame.kept] {
            assert!(words.contains(line.as_str()), "{line}\nis missing in\n{words}");
        }
    }
    assert_eq!(documents[0].0, Format::Pdf.sheet(&sheet).unwrap(), "the same sheet makes the same file");
}

#[test]
fn a_blank_form_holds_what_the_group_looks_at_and_nobodys_words() {
    let group = story();
    let desk = Actor::facilitator();
    let form = |group: &Group, actor| Format::Pdf.write(&Document::Blank(blank::build(&group.state, actor)));
    let pdf = form(&group, desk).unwrap();
    keep("blank-form.pdf", &pdf);
    assert_eq!(Format::Word.write(&Document::Blank(blank::build(&group.state, desk))), Err(NotMade::Broken));
    let blank = blank::build(&group.state, desk);
    assert_eq!(blank.rows.len(), 3);
    assert!(blank.rows.iter().all(|row| row.name.is_some()));
    if let Some(words) = words_of(&pdf) {
        assert!(words.contains("Building trusting relationships"), "{words}");
        for private in ["Ann", "Support worker", "ring ahead", "heavy week", "at first, 6"] {
            assert!(!words.contains(private), "{private}");
        }
    }
    // Before anything is chosen, what is suggested; before anything is suggested, nothing.
    let mut early = Group::new("");
    early.join("Ann");
    let rows = |group: &Group, actor| blank::build(&group.state, actor).rows;
    assert!(rows(&early, desk).iter().all(|row| row.area.is_none() && row.name.is_none()));
    early.desk(json!({"type": "propose", "area": "building-trusting-relationships"}));
    assert!(rows(&early, desk).iter().all(|row| row.area.is_some() && row.name.is_none()));
    let ann = Actor::participant(early.id(0));
    assert_eq!(rows(&early, ann), rows(&early, desk));
    early.desk(json!({"type": "remove", "participant": early.id(0)}));
    assert!(rows(&early, ann).iter().all(|row| row.area.is_none()), "who was removed learns nothing");
}

#[test]
fn whatever_people_write_is_on_the_page() {
    let mut group = Group::discussing("#panic() = title", &["نور", "O’Neil–Ümlaut"]);
    let hostile = "#read(\"/etc/passwd\") $x$ *bold* _it_ `raw` <label> @ref \\u{1F600} https://example.org/";
    group.does(0, json!({"type": "rate", "competency": C[0], "score": 1, "reason": hostile}));
    group.does(0, json!({"type": "rate", "competency": C[1], "reason": "x".repeat(2_000)}));
    group.does(
        0,
        json!({"type": "rate", "competency": C[2], "reason": "שלום 👩‍🚀 一二三 e\u{301}\u{301}\u{301}\u{301}"}),
    );
    group.does(0, json!({"type": "act", "action": action(1), "text": "Go on. ".repeat(200), "competency": C[0], "review": "2027-01-19"}));
    group.does(0, json!({"type": "show", "competency": C[0], "score": true, "reason": true}));
    group.does(
        0,
        json!({"type": "record", "name": true, "shown": {C[0]: true}, "actions": {action(1): true}}),
    );
    let (sheet, summary) = (group.sheet(0), group.summary());
    let (own, all) = (Format::Pdf.sheet(&sheet).unwrap(), Format::Pdf.summary(&summary).unwrap());
    keep("hostile-sheet.pdf", &own);
    keep("hostile-summary.pdf", &all);
    for pdf in [own, all] {
        let Some(words) = words_of(&pdf) else { return };
        let close: String = words.split_whitespace().collect();
        assert!(close.contains(&hostile.split_whitespace().collect::<String>()), "{words}");
        assert!(!words.contains("root:"));
    }
}
