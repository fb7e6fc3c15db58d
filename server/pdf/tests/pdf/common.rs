//! Documents to render.

use serde_json::{Value, json};
use trivet_pdf::{BLANK_WORDS, Labels, SHEET_WORDS, SUMMARY_WORDS};

/// Every label is its own key, so that a test can look for it; the title is a whole one.
pub(crate) fn labels() -> Labels {
    let keys = SHEET_WORDS.iter().chain(SUMMARY_WORDS).chain(BLANK_WORDS);
    let mut labels = Labels::new("en-GB", keys.map(|key| (*key, *key)));
    labels.words.insert("title".to_owned(), "A title in words".to_owned());
    labels
}

/// Words of that many characters.
pub(crate) fn words(characters: usize) -> String {
    "some words to fill a line and another one ".chars().cycle().take(characters - 1).chain(['.']).collect()
}

pub(crate) fn confidence(first: Option<u8>, after: Option<u8>) -> Value {
    let (in_words, change) = match (first, after) {
        (Some(a), Some(b)) if a == b => (format!("{a} (no change)"), None),
        (Some(a), Some(b)) if a < b => (format!("{a} at first, {b} after"), Some(format!("up {}", b - a))),
        (Some(a), Some(b)) => (format!("{a} at first, {b} after"), Some(format!("down {}", a - b))),
        _ => ("not scored".to_owned(), None),
    };
    json!({ "first": first, "after": after, "inWords": in_words, "change": change })
}

pub(crate) fn action(text: &str) -> Value {
    json!({ "text": text, "review": "2027-01-19", "reviewInWords": "19 January 2027" })
}

pub(crate) fn row(name: &str, confidence: Value, reason: &str, actions: &[Value]) -> Value {
    json!({
        "area": "An area", "competency": "an-id", "name": name, "confidence": confidence, "reason": reason,
        "shift": null, "lines": {}, "actions": actions,
    })
}

pub(crate) fn blank_row() -> Value {
    json!({
        "area": null, "competency": null, "name": null, "confidence": null, "reason": null, "shift": null,
        "lines": {}, "actions": [],
    })
}

fn frame(kind: &str) -> Value {
    json!({
        "kind": kind, "title": "A session", "date": "2026-11-24", "dateInWords": "24 November 2026",
        "framework": "A framework", "source": "From a source (a publisher, 2020).", "scope": "For some people.",
        "area": "An area", "readers": "It goes to everyone.", "kept": "Kept for a while.", "notPrivate": null,
    })
}

fn with(mut document: Value, more: Value) -> Value {
    if let (Value::Object(all), Value::Object(more)) = (&mut document, more) {
        all.extend(more);
    }
    document
}

pub(crate) fn sheet(rows: &[Value]) -> Value {
    let more = json!({
        "name": "Ash", "role": null, "organisation": null, "rows": rows, "earlier": [], "actions": [], "received": [],
    });
    with(frame("sheet"), more)
}

/// A usual sheet.
pub(crate) fn usual() -> Value {
    sheet(&[
        row("First one", confidence(Some(4), Some(6)), &words(120), &[action(&words(80)), action("Second.")]),
        row("Second one", confidence(Some(7), Some(7)), &words(60), &[action(&words(90))]),
        row("Third one", confidence(Some(6), Some(5)), &words(200), &[]),
    ])
}

/// A sheet of a third session: two earlier ones, one competency of which is not looked at any more, and their actions.
pub(crate) fn third() -> Value {
    let score = |id: &str, name: &str, first, after| {
        with(confidence(first, after), json!({ "competency": id, "name": name }))
    };
    let session = |day: &str, title: &str, scores: &[Value]| json!({ "sheet": "s", "on": "2026-01-01", "onInWords": day, "title": title, "typed": false, "scores": scores });
    let carried = |text: &str, outcome: Option<&str>, note: Option<&str>| json!({ "action": "a", "on": "2026-01-01", "onInWords": "1 January 2026", "text": text, "competency": null, "name": null, "review": "2026-03-01", "reviewInWords": "1 March 2026", "outcome": null, "outcomeInWords": outcome, "note": note });
    let more = json!({
        "earlierSessions": [
            session("1 January 2026", "", &[score("an-id", "First one", Some(2), Some(3)), score("gone", "Gone one", Some(8), None)]),
            session("1 June 2026", "In summer", &[score("an-id", "First one", Some(5), Some(5))]),
        ],
        "carried": [carried("I would ring.", Some("Done"), Some("It helped.")), carried("I would write.", None, None)],
    });
    with(usual(), more)
}

/// A sheet with every field as full as the server lets it be.
pub(crate) fn full() -> Value {
    let long = words(2000);
    let rows: Vec<Value> = ["First one", "Second one", "Third one"]
        .into_iter()
        .map(|name| {
            let mut row =
                row(name, confidence(Some(4), Some(6)), &long, &[action(&long), action(&words(300))]);
            row["shift"] = json!(long);
            row["lines"] = json!({ "heard": long });
            row
        })
        .collect();
    let received = |kind: &str| json!({ "name": "First one", "feedback": kind, "text": words(700) });
    let more = json!({
        "role": "A role", "organisation": "An organisation",
        "earlier": [row("Earlier one", confidence(Some(3), Some(3)), &words(600), &[])],
        "actions": [action("For all of it.")],
        "received": [received("strength"), received("strength"), received("solution"), received("training")],
    });
    with(sheet(&rows), more)
}

pub(crate) fn summary() -> Value {
    let line = |confidence: Value| json!({ "name": "First one", "confidence": confidence, "reason": words(90), "shift": "It moved." });
    let more = json!({
        "facilitators": ["Bo"], "present": 4, "chosen": "3 of 4 have chosen.",
        "competencies": [{ "id": "a", "name": "First one", "statement": words(100) }],
        "people": [
            { "name": "Ash", "lines": [line(confidence(Some(4), Some(6)))],
              "actions": [{ "text": "To do.", "name": "First one", "review": "2027-01-19", "reviewInWords": "19 January 2027" }] },
            { "name": "Cleo", "lines": [line(Value::Null)], "actions": [] },
            { "name": "Dana", "lines": [], "actions": [] },
        ],
        "minutes": [{ "stage": "discuss", "name": "Discuss", "planned": 60, "took": 64 }],
        "planned": 90, "took": 93, "agreements": ["One agreement."],
        "themes": [{ "kind": "theme", "text": "One theme." }, { "kind": "training", "text": "One course." }],
        "beforeAndAfter": [{ "who": "Ash", "name": "First one", "confidence": confidence(Some(4), Some(6)) }],
    });
    with(frame("summary"), more)
}

pub(crate) fn blank() -> Value {
    json!({ "source": "From a source.", "rows": [{ "area": "An area", "name": "First one" }, {}, {}] })
}
