//! Each document, read back by software that is not ours.

use crate::common::{blank, full, labels, summary, third, usual};
use crate::disk::OnDisk;
use trivet_pdf::{render_blank, render_sheet, render_summary};

fn has(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len()).any(|window| window == words.as_bytes())
}

/// One of each kind; `TRIVET_EXPORTS` names a folder to keep them in, to be looked at.
fn all() -> Vec<(&'static str, Vec<u8>)> {
    let all = vec![
        ("usual", render_sheet(&usual(), &labels()).unwrap()),
        ("full", render_sheet(&full(), &labels()).unwrap()),
        ("third", render_sheet(&third(), &labels()).unwrap()),
        ("summary", render_summary(&summary(), &labels()).unwrap()),
        ("blank", render_blank(&blank(), &labels()).unwrap()),
    ];
    if let Some(folder) = std::env::var_os("TRIVET_EXPORTS") {
        for (name, pdf) in &all {
            std::fs::write(std::path::Path::new(&folder).join(format!("page-{name}.pdf")), pdf).unwrap();
        }
    }
    all
}

#[test]
fn every_document_says_that_it_is_accessible() {
    for (name, pdf) in all() {
        for mark in ["/Lang(en-GB)", "/MarkInfo<</Marked true", "/DisplayDocTitle true", "<pdfuaid:part>1<"] {
            assert!(has(&pdf, mark), "{name}: {mark}");
        }
    }
}

#[test]
fn others_find_title_language_tags_and_no_fault() {
    for (name, pdf) in all() {
        let disk = OnDisk::new(&pdf);
        if let Some(info) = disk.tool("pdfinfo", &[], &[]) {
            let line =
                |key: &str| info.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim();
            assert_eq!(line("Title:"), "A title in words", "{name}");
            assert_eq!(line("Tagged:"), "yes", "{name}");
            assert_eq!(line("JavaScript:"), "no", "{name}");
            let size =
                if name == "summary" { "595.276 x 841.89 pts (A4)" } else { "841.89 x 595.276 pts (A4)" };
            assert_eq!(line("Page size:"), size, "{name}");
            let pages: u32 = line("Pages:").parse().unwrap();
            match name {
                "usual" => assert_eq!(pages, 2),
                "blank" => assert_eq!(pages, 1),
                _ => {}
            }
        }
        if let Some(said) = disk.tool("qpdf", &["--check"], &[]) {
            assert!(said.contains("No syntax or stream encoding errors"), "{name}: {said}");
        }
        if let Some(structure) = disk.tool("pdfinfo", &["-struct"], &[]) {
            for tag in ["H1", "Table", "TH", "TD"] {
                assert!(
                    structure.split_whitespace().any(|word| word.trim_end_matches(':') == tag),
                    "{name} has no {tag}: {structure}"
                );
            }
        }
    }
}

#[test]
fn sheet_and_summary_bring_their_own_json() {
    for (file, document, pdf) in [
        ("sheet.json", full(), render_sheet(&full(), &labels()).unwrap()),
        ("summary.json", summary(), render_summary(&summary(), &labels()).unwrap()),
    ] {
        assert_eq!(trivet_pdf::attached(&pdf).as_ref(), Some(&document));
        let disk = OnDisk::new(&pdf);
        let to = disk.folder();
        if disk.tool("pdfdetach", &["-saveall", "-o", to.to_str().unwrap()], &[]).is_some() {
            let back = std::fs::read(to.join(file)).unwrap();
            assert_eq!(serde_json::from_slice::<serde_json::Value>(&back).unwrap(), document);
        }
        let again = to.join("again.pdf");
        let rewrite = ["--object-streams=generate", "--recompress-flate", "--compression-level=1"];
        if disk.tool("qpdf", &rewrite, &[again.to_str().unwrap()]).is_some() {
            let saved_anew = std::fs::read(again).unwrap();
            assert_eq!(trivet_pdf::attached(&saved_anew).as_ref(), Some(&document));
        }
    }
}

#[test]
fn the_form_has_its_columns_in_order_and_three_rows() {
    let one = crate::common::sheet(&[
        crate::common::row(
            "Only one",
            crate::common::confidence(Some(4), Some(6)),
            "Because.",
            &[crate::common::action("Do it.")],
        ),
        crate::common::blank_row(),
        crate::common::blank_row(),
    ]);
    let disk = OnDisk::new(&render_sheet(&one, &labels()).unwrap());
    let Some(text) = disk.tool("pdftotext", &["-layout"], &["-"]) else { return };
    let head = text.lines().find(|line| line.contains("reviewDate")).unwrap();
    let columns: Vec<&str> = head.split_whitespace().collect();
    assert_eq!(columns, ["competency", "confidence", "reason", "actions", "reviewDate"]);
    assert_eq!(text.matches("area:").count(), 3, "{text}");
    for words in
        ["4 at first, 6 after", "(up 2)", "Because.", "Do it.", "19 January 2027", "Kept for a while."]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn every_word_of_a_full_sheet_is_on_paper() {
    let disk = OnDisk::new(&render_sheet(&full(), &labels()).unwrap());
    let Some(text) = disk.text() else { return };
    // Columns break lines and pages differently, so words are counted: each stands as often as in the document.
    let written = full().to_string();
    let count =
        |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter(|word| *word == "another").count();
    assert_eq!(count(&text), count(&written));
}

#[test]
fn a_summary_says_who_put_in_what() {
    let disk = OnDisk::new(&render_summary(&summary(), &labels()).unwrap());
    let Some(text) = disk.text() else { return };
    for words in [
        "Ash",
        "Cleo",
        "Dana",
        "4 at first, 6 after",
        "up 2",
        "To do.",
        "One theme.",
        "One course.",
        "One agreement.",
        "60",
        "64",
        "93",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_later_sheet_shows_the_way_so_far_and_what_became_of_the_actions() {
    let disk = OnDisk::new(&render_sheet(&third(), &labels()).unwrap());
    let Some(text) = disk.text() else { return };
    for words in [
        "wayHere",
        "1 June 2026 (In summer)",
        "2 at first, 3 after (up 1)",
        "Gone one",
        "setOut",
        "Done",
        "It helped.",
        "I would write.",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let plain = disk.tool("qpdf", &["--qdf"], &["-"]).unwrap_or_default();
    assert!(plain.contains("1 January 2026: 2 at first, 3 after"), "the picture says what it shows");
}
