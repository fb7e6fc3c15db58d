//! Files that are brought as sheets and are none, or nearly none: each is told what is wrong with it, none is a panic,
//! and of whatever is taken everything is bounded and belongs to the framework.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets the unexpected has found a fault, and says so by panicking"
)]

mod chance;

use chance::Making;
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};
use trivet_shared::framework::bundled;
use trivet_shared::session::earlier::read::{Wrong, read};
use trivet_shared::session::earlier::{Brought, MOST_SCORES, MOST_SESSIONS};
use trivet_shared::text::Why;

const ID: &str = "412eafb9-ecc9-500e-958b-a0b5718ed0ba";
const OTHER: &str = "5dc07636-5f46-550a-a875-b4073675db76";

/// A sheet with one of everything that is read, and some that is not.
fn sheet() -> Value {
    json!({
        "kind": "sheet", "shape": 1, "id": ID, "title": "Team", "date": "2027-01-19", "held": "2026-11-24",
        "frameworkId": "core-competencies", "framework": "Core Competencies", "name": "Ann", "new": {"in": [2]},
        "rows": [
            {"competency": "reconcilers", "confidence": {"first": 4, "after": 6, "inWords": "x"}, "reason": "why",
             "actions": [{"id": OTHER, "text": "Ring ahead", "review": "2027-01-19"}]},
            {"competency": "persevering", "confidence": {"first": null, "after": null}, "actions": []},
            {"competency": null, "confidence": null, "actions": []},
        ],
        "earlier": [{"competency": "empathic-listeners", "confidence": {"first": 3, "after": null}, "actions": []}],
        "actions": [{"id": "042633fe-d635-51e4-93c1-47ee7c58f788", "text": "Read", "competency": null, "review": null}],
        "earlierSessions": [{"sheet": OTHER, "on": "2026-09-01", "title": "", "typed": true,
            "scores": [{"competency": "reconcilers", "first": 2, "after": 3}]}],
        "carried": [
            {"action": "142633fe-d635-51e4-93c1-47ee7c58f788", "sheet": OTHER, "on": "2026-09-01", "text": "Ask",
             "competency": "reconcilers", "review": "2026-11-24", "outcome": "going", "note": "slowly"},
            {"action": "242633fe-d635-51e4-93c1-47ee7c58f788", "sheet": OTHER, "on": "2026-09-01", "text": "Over",
             "competency": null, "review": null, "outcome": "done", "note": null},
        ],
    })
}

fn take(value: &Value) -> Result<Brought, Wrong> {
    read(&serde_json::to_vec(value).unwrap(), &bundled()[0].framework)
}

#[test]
fn a_sheet_is_read_with_all_that_it_carries() {
    let brought = take(&sheet()).unwrap();
    assert_eq!(brought.own.on.to_string(), "2026-11-24", "the day of the session, not that of the download");
    assert_eq!((brought.own.scores.len(), brought.along.len(), brought.left_out), (2, 1, 0));
    let texts: Vec<&str> = brought.actions.iter().map(|action| action.text.as_str()).collect();
    assert_eq!(texts, ["Ask", "Ring ahead", "Read"], "what is done stays behind");
    assert_eq!(brought.actions[1].competency, Some("reconcilers".into()));
}

#[test]
fn of_another_framework_the_actions_alone_are_taken() {
    let brought = read(sheet().to_string().as_bytes(), &bundled()[1].framework).unwrap();
    assert!(brought.own.scores.is_empty() && brought.along[0].scores.is_empty());
    assert_eq!((brought.left_out, brought.actions.len()), (3, 3));
    assert!(brought.actions.iter().all(|action| action.competency.is_none()));
    let mut unknown = sheet();
    unknown["rows"][0]["competency"] = json!("no-such-thing");
    assert_eq!(take(&unknown).unwrap().left_out, 1);
}

#[test]
fn what_is_no_sheet_is_told_so() {
    let framework = &bundled()[0].framework;
    let files: [&[u8]; 12] = [
        b"",
        b"%PDF-1.7",
        b"null",
        b"[]",
        b"[\"sheet\",1]",
        b"{",
        b"{}",
        b"{\"kind\":\"sheet\"}",
        b"\xff\xfe{",
        b"{\"kind\":\"sheet\",\"shape\":\"1\"}",
        b"{\"kind\":\"sheet\",\"kind\":\"sheet\",\"shape\":1}",
        b"\"sheet\"",
    ];
    for file in files {
        assert_eq!(read(file, framework), Err(Wrong::NotASheet), "{}", String::from_utf8_lossy(file));
    }
    let deep = format!("{{\"kind\":\"sheet\",\"shape\":1,\"x\":{}", "[".repeat(100_000));
    assert_eq!(read(deep.as_bytes(), framework), Err(Wrong::NotASheet));
    let of = |kind: &str, shape: u32| {
        let mut one = sheet();
        (one["kind"], one["shape"]) = (json!(kind), json!(shape));
        take(&one).unwrap_err()
    };
    assert_eq!(of("summary", 1), Wrong::Summary);
    assert_eq!(of("blank", 1), Wrong::NotASheet);
    assert_eq!(of("sheet", 2), Wrong::Newer);
}

#[test]
fn a_value_that_does_not_fit_is_told_with_its_field() {
    let many = |one: Value, count: usize| json!(vec![one; count]);
    let row = || json!({"competency": "reconcilers"});
    let session = || json!({"sheet": ID, "on": "2026-09-01"});
    let score = || json!({"competency": "reconcilers", "first": 1});
    let changes: [(&str, Value, &str); 22] = [
        ("/id", json!("4"), "id"),
        ("/id", Value::Null, "id"),
        ("/title", json!("x".repeat(121)), "title"),
        ("/title", json!("two\nlines"), "title"),
        ("/held", json!("2026-02-31"), "held"),
        ("/date", json!("yesterday"), "date"),
        ("/rows", many(row(), 101), "rows"),
        ("/rows", json!({}), "rows"),
        ("/earlier", many(row(), 101), "earlier"),
        ("/rows/0/confidence/first", json!(11), "rows[0].confidence.first"),
        ("/rows/0/confidence/first", json!(0), "rows[0].confidence.first"),
        ("/rows/0/confidence/after", json!(5.5), "rows[0].confidence.after"),
        ("/rows/0/confidence/after", json!("5"), "rows[0].confidence.after"),
        ("/rows/0/actions/0/text", json!("x".repeat(2_001)), "rows[0].actions[0].text"),
        ("/rows/0/actions/0/text", json!("a\u{0}b"), "rows[0].actions[0].text"),
        ("/rows/0/actions/0/review", json!("19/01/2027"), "rows[0].actions[0].review"),
        ("/actions/0/id", json!("../../etc/passwd"), "actions[0].id"),
        ("/earlierSessions", many(session(), MOST_SESSIONS + 1), "earlierSessions"),
        ("/earlierSessions/0/scores", many(score(), MOST_SCORES + 1), "earlierSessions[0].scores"),
        ("/earlierSessions/0/typed", json!(1), "earlierSessions[0].typed"),
        ("/carried/0/outcome", json!("failed"), "carried[0].outcome"),
        ("/carried/0/note", json!("x".repeat(2_001)), "carried[0].note"),
    ];
    for (place, value, expected) in changes {
        let mut file = sheet();
        *file.pointer_mut(place).unwrap() = value.clone();
        match take(&file) {
            Err(Wrong::Field { field, .. }) => assert_eq!(field, expected, "{value}"),
            other => panic!("{place}: {other:?}"),
        }
    }
    let mut without = sheet();
    without.as_object_mut().unwrap().remove("rows");
    assert_eq!(take(&without), Err(Wrong::Field { field: "rows".to_owned(), why: Why::Missing }));
    let twice = sheet().to_string().replacen("\"rows\":", "\"rows\":[],\"rows\":", 1);
    assert!(matches!(read(twice.as_bytes(), &bundled()[0].framework), Err(Wrong::Field { .. })));
}

/// What holds of every file whatsoever.
fn look(file: &[u8], seed: u64) -> bool {
    let framework = &bundled()[0].framework;
    let wrong =
        |what: &str| panic!("{what}, with TRIVET_FUZZ_SEED={seed}: {}", String::from_utf8_lossy(file));
    let outcome = read(file, framework);
    match &outcome {
        Ok(brought) => {
            for session in std::iter::once(&brought.own).chain(&brought.along) {
                if session.scores.keys().any(|id| framework.competency(id).is_none()) {
                    wrong("a score about nothing here");
                }
            }
            if brought.along.len() > MOST_SESSIONS || brought.actions.iter().any(|one| one.text.is_blank()) {
                wrong("too many sessions, or an action without words");
            }
        }
        Err(Wrong::Field { field, .. }) if field.is_empty() || field.chars().any(char::is_control) => {
            wrong("a problem without its place");
        }
        Err(_) => {}
    }
    outcome.is_ok()
}

#[test]
fn no_file_is_a_panic() {
    let good = sheet().to_string();
    let pieces = ["\"kind\":", "\"summary\"", "\"rows\":", "\"id\":"];
    let words =
        ["", " ", "reconcilers", "2026-11-24", "2026-02-31", ID, "done", "../x", "a\u{202e}b", "\u{0}"];
    let mut values: Vec<Value> = words.iter().map(|word| json!(word)).collect();
    values.extend([json!(5), json!(11), json!({"first": 3, "after": 4}), sheet()["rows"][0].clone()]);
    let names = ["competency", "outcome", "x", "", "__proto__", "\u{1b}[2J"];
    Making { good: vec![good.as_bytes()], pieces: &pieces, values, names: &names }.run(look);
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn words_and_numbers_of_any_kind_are_taken_or_told(
        text in any::<String>(), title in any::<String>(), first in any::<i64>(), day in "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut file = sheet();
        file["rows"][0]["actions"][0]["text"] = json!(text);
        file["title"] = json!(title);
        file["rows"][0]["confidence"]["first"] = json!(first);
        file["held"] = json!(day);
        look(file.to_string().as_bytes(), 0);
        look(&bytes, 0);
    }
}
