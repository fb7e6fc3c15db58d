//! Words that would be markup, that have no glyph, or that are too long: they stand literally, inside the page.

use crate::common::{confidence, full, labels, row, sheet, words};
use crate::disk::OnDisk;
use serde_json::{Value, json};
use trivet_pdf::{Labels, MOST_BYTES, PdfError, render_blank, render_sheet, render_summary};

const MARKUP: &[&str] = &[
    "#read(\"/etc/passwd\")",
    "#import \"@preview/tablex:0.0.8\": *",
    "#include \"../templates/common.typ\"",
    "\\u{1F600}",
    "$x^2$ *bold* _it_ `raw` <label> @ref",
    "#panic() #eval(\"1+1\") /* none */ // all",
    "] #sys.inputs [",
    "=HYPERLINK(\"http://example.org\")",
    "= heading",
    "- list",
];

#[test]
fn markup_stands_as_it_was_typed() {
    for field in ["name", "role", "organisation"] {
        for markup in MARKUP {
            let mut document = sheet(&[row(
                markup,
                confidence(Some(1), Some(10)),
                markup,
                &[crate::common::action(markup)],
            )]);
            document[field] = json!(markup);
            document["received"] = json!([{ "name": markup, "feedback": "strength", "text": markup }]);
            let disk = OnDisk::new(&render_sheet(&document, &labels()).unwrap());
            let Some(text) = disk.text() else { return };
            let close = |text: &str| text.split_whitespace().collect::<String>();
            assert!(close(&text).matches(&close(markup)).count() >= 6, "{markup}: {text}");
            assert!(!text.contains("root:"), "{text}");
        }
    }
}

#[test]
fn whatever_can_be_typed_comes_out_as_pdf() {
    // Every character there is up to the emoji, also in an order that puts marks on letters they never stand on.
    let all: Vec<char> = (1..0x1_FB00).filter_map(char::from_u32).collect();
    for part in all.chunks(16_384) {
        let mixed: String =
            part.iter().rev().flat_map(|c| [*c, '\u{301}', '\u{200D}', 'a', ' ']).step_by(3).collect();
        let plain: String = part.iter().flat_map(|c| [*c, ' ']).collect();
        for words in [plain, mixed] {
            let document = sheet(&[row("One", confidence(None, None), &words, &[])]);
            render_sheet(&document, &labels()).unwrap();
        }
    }
}

#[test]
fn right_to_left_words_and_emoji_are_there() {
    let mut document = sheet(&[row("חבר", confidence(Some(1), Some(2)), "שלום 🙂 👍", &[])]);
    document["name"] = json!("نور");
    let disk = OnDisk::new(&render_sheet(&document, &labels()).unwrap());
    let Some(text) = disk.text() else { return };
    for words in ["חבר", "שלום", "🙂", "👍", "نور"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn nothing_leaves_the_page_or_lies_on_something_else() {
    let mut long = full();
    let one_word = "W".repeat(2000);
    long["name"] = json!("N".repeat(40));
    long["organisation"] = json!("O".repeat(40));
    long["role"] = json!("R".repeat(40));
    long["rows"][0]["name"] = json!("M".repeat(120));
    long["rows"][0]["reason"] = json!(one_word);
    long["rows"][0]["shift"] = json!(one_word);
    long["rows"][1]["actions"] =
        json!([crate::common::action(&one_word), crate::common::action(&words(2000))]);
    long["received"][0]["text"] = json!(one_word);
    for document in [crate::common::usual(), full(), long] {
        let disk = OnDisk::new(&render_sheet(&document, &labels()).unwrap());
        let Some(boxes) = disk.tool("pdftotext", &["-bbox"], &["-"]) else { return };
        for page in boxes.split("<page ").skip(1) {
            lie_apart(page);
        }
    }
}

/// Where a word stands on a page, in points from its upper left corner.
struct Place<'a> {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    word: &'a str,
}

fn lie_apart(page: &str) {
    let number = |line: &str, key: &str| -> f64 {
        let from = line.find(&format!("{key}=\"")).unwrap() + key.len() + 2;
        line[from..].split('"').next().unwrap().parse().unwrap()
    };
    let (width, height) = (number(page, "width"), number(page, "height"));
    let places: Vec<Place<'_>> = page
        .lines()
        .filter(|line| line.trim_start().starts_with("<word"))
        .map(|line| {
            let (top, bottom) = (number(line, "yMin"), number(line, "yMax"));
            // A font's box is taller than its letters; a third less is what ink takes at most.
            let slack = (bottom - top) / 6.0;
            let word = line.split(['>', '<']).nth(2).unwrap_or_default();
            let (left, right) = (number(line, "xMin"), number(line, "xMax"));
            Place { left, top: top + slack, right, bottom: bottom - slack, word }
        })
        .collect();
    for (index, a) in places.iter().enumerate() {
        assert!(a.left >= 28.0 && a.right <= width - 28.0, "{} leaves the page", a.word);
        assert!(a.top >= 20.0 && a.bottom <= height - 10.0, "{} leaves the page", a.word);
        for b in &places[index + 1..] {
            let apart =
                a.right <= b.left + 0.5 || b.right <= a.left + 0.5 || a.bottom <= b.top || b.bottom <= a.top;
            assert!(apart, "{} lies on {}", a.word, b.word);
        }
    }
}

#[test]
fn what_cannot_be_rendered_is_refused_in_time() {
    let large = sheet(&[row("One", Value::Null, &words(MOST_BYTES), &[])]);
    assert_eq!(render_sheet(&large, &labels()), Err(PdfError::TooLarge));
    let few = Labels::new("en", [("title", "A title")]);
    assert!(matches!(render_sheet(&sheet(&[]), &few), Err(PdfError::MissingWord("name"))));
    assert!(matches!(render_summary(&json!([1, 2]), &labels()), Err(PdfError::Template(_))));
    assert!(matches!(render_sheet(&json!({ "rows": 3 }), &labels()), Err(PdfError::Template(_))));
}

#[test]
fn a_form_without_anything_known_is_still_a_form() {
    let odd = Labels { lang: "../x".to_owned(), ..labels() };
    assert!(render_blank(&json!({ "rows": [{}, {}, {}] }), &odd).is_ok());
}

#[test]
fn an_error_holds_no_words() {
    let mut document = sheet(&[row("One", json!({ "first": "canary" }), "canary", &[])]);
    document["date"] = json!("canary-canary-canary");
    let error = render_sheet(&document, &labels()).unwrap_err().to_string();
    assert!(!error.contains("canary"), "{error}");
}
