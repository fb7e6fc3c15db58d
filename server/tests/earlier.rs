//! Sheets that are brought: what a sheet carries is what its owner has, session after session, and a sheet holds no
//! earlier score before its owner has answered this time. Exported and read as people do, over random sessions.

#![expect(clippy::unwrap_used, reason = "a story that cannot be told ends there")]

#[path = "export/group.rs"]
#[expect(dead_code, reason = "the tests of exports use the rest of it")]
mod group;

use std::collections::{BTreeMap, BTreeSet};

use group::{C, Group, action};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value, json};
use trivet_shared::time::DAY;

/// What somebody does with one competency: score, re-score, what they write.
type Rated = (Option<u8>, Option<u8>, Option<u8>);

/// One session of one person.
#[derive(Clone, Debug)]
struct Meeting {
    rated: [Rated; 3],
    /// Actions: towards which competency (the fourth is none), with a date.
    actions: Vec<(usize, bool)>,
    /// What became of actions that were brought, in turn: 0 to 2, or not answered.
    outcomes: Vec<Option<usize>>,
}

fn meeting() -> impl Strategy<Value = Meeting> {
    let score = || proptest::option::of(1u8..=10);
    let rated = || (score(), score(), score());
    let actions = proptest::collection::vec((0usize..4, any::<bool>()), 0..6);
    let outcomes = proptest::collection::vec(proptest::option::of(0usize..3), 8);
    ([rated(), rated(), rated()], actions, outcomes).prop_map(|(rated, actions, outcomes)| Meeting {
        rated,
        actions,
        outcomes,
    })
}

const OUTCOMES: [&str; 3] = ["done", "going", "changed"];

fn session(n: u128) -> Group {
    Group::later(&format!("Meeting {n}"), &["Ann", "Ben"], n)
}

/// Everything of a meeting, but for competencies that are not answered.
fn attend(group: &mut Group, n: u128, meeting: &Meeting) {
    for (competency, (first, after, reason)) in C.iter().zip(&meeting.rated) {
        let reason = reason.map(|reason| format!("reason {reason}"));
        group.does(0, json!({"type": "rate", "competency": competency, "score": first, "reason": reason}));
        if after.is_some() {
            group.does(0, json!({"type": "rescore", "competency": competency, "score": after}));
        }
    }
    for (at, (competency, dated)) in meeting.actions.iter().enumerate() {
        let id = action(100 * n + at as u128);
        let review = dated.then(|| (group.state.about.zone.date(group.now.plus(30 * DAY))).to_string());
        let text = format!("action {n}.{at}");
        let to = C.get(*competency);
        group.does(0, json!({"type": "act", "action": id, "text": text, "competency": to, "review": review}));
    }
    let carried: Vec<_> =
        group.state.person(group.id(0)).unwrap().carried.iter().map(|one| one.action).collect();
    for (id, outcome) in carried.iter().zip(&meeting.outcomes) {
        let outcome = outcome.map(|at| OUTCOMES[at]);
        group.does(0, json!({"type": "lookBack", "action": id, "outcome": outcome, "note": "a note"}));
    }
}

/// Says of every competency that it gets no number, if it has none.
fn answer_all(group: &mut Group) {
    for competency in C {
        let answered = group.state.person(group.id(0)).unwrap().has_answered(&competency.into());
        if !answered {
            group.does(0, json!({"type": "decline", "competency": competency, "declined": true}));
        }
    }
}

type Scores = BTreeMap<String, (Value, Value)>;

/// Scores of the session a sheet is of.
fn own_scores(sheet: &Value) -> Scores {
    let rows = sheet["rows"].as_array().unwrap().iter().chain(sheet["earlier"].as_array().unwrap());
    let scored = rows.filter_map(|row| Some((row["competency"].as_str()?, row.get("confidence")?)));
    pairs(scored)
}

fn pairs<'a>(all: impl Iterator<Item = (&'a str, &'a Value)>) -> Scores {
    let pair = |(id, score): (&str, &Value)| {
        let pair = (score["first"].clone(), score["after"].clone());
        (pair != (Value::Null, Value::Null)).then(|| (id.to_owned(), pair))
    };
    all.filter_map(pair).collect()
}

/// Scores of an earlier session on a sheet.
fn carried_scores(sheet: &Value, of: &Value) -> Scores {
    let sessions = sheet["earlierSessions"].as_array().unwrap();
    let session = sessions.iter().find(|session| session["sheet"] == *of).unwrap();
    pairs(session["scores"].as_array().unwrap().iter().map(|s| (s["competency"].as_str().unwrap(), s)))
}

/// Actions that are open when a sheet is brought: its own, and what it carries without being done; text, date, competency.
fn open_actions(sheet: &Value) -> BTreeSet<String> {
    let text = |one: &Value, to: &Value| format!("{} {} {}", one["text"], one["review"], to);
    let rows = sheet["rows"].as_array().unwrap().iter();
    let own = rows.flat_map(|row| {
        row["actions"].as_array().unwrap().iter().map(|one| text(one, &row["competency"])).collect::<Vec<_>>()
    });
    let whole = sheet["actions"].as_array().unwrap().iter().map(|one| text(one, &one["competency"]));
    own.chain(whole).chain(carried_actions(sheet, |one| one["outcome"] != "done")).collect()
}

fn carried_actions(sheet: &Value, which: impl Fn(&Value) -> bool) -> Vec<String> {
    let carried = sheet["carried"].as_array().unwrap().iter().filter(|one| which(one));
    carried.map(|one| format!("{} {} {}", one["text"], one["review"], one["competency"])).collect()
}

proptest! {
    #![proptest_config(Config { cases: 200, failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_last_sheet_alone_brings_all_sessions_and_every_open_action(
        [one, two, three] in [meeting(), meeting(), meeting()],
    ) {
        let mut first = session(1);
        attend(&mut first, 1, &one);
        let sheet_one = first.document(0);

        let mut second = session(2);
        let taken = second.brings(&sheet_one);
        prop_assert_eq!(taken.competencies, own_scores(&sheet_one).len());
        prop_assert_eq!((taken.actions, taken.left_out), (one.actions.len(), 0));
        for asked in second.document(0)["earlierSessions"].as_array().unwrap() {
            prop_assert_eq!(&asked["scores"], &json!([]), "before any answer");
        }
        attend(&mut second, 2, &two);
        let half = second.document(0);
        for competency in carried_scores(&half, &sheet_one["id"]).keys() {
            let answered = second.state.person(second.id(0)).unwrap().has_answered(&competency.as_str().into());
            prop_assert!(answered, "{} is in sight before its answer", competency);
        }
        answer_all(&mut second);
        let sheet_two = second.document(0);
        prop_assert_eq!(carried_scores(&sheet_two, &sheet_one["id"]), own_scores(&sheet_one));
        second.brings(&sheet_one);
        prop_assert_eq!(&second.document(0), &sheet_two, "the same sheet again changes nothing");

        let mut third = session(3);
        third.brings(&sheet_two);
        attend(&mut third, 3, &three);
        answer_all(&mut third);
        let sheet_three = third.document(0);
        prop_assert_eq!(carried_scores(&sheet_three, &sheet_one["id"]), own_scores(&sheet_one));
        prop_assert_eq!(carried_scores(&sheet_three, &sheet_two["id"]), own_scores(&sheet_two));
        let all: BTreeSet<String> = carried_actions(&sheet_three, |_| true).into_iter().collect();
        prop_assert_eq!(all, open_actions(&sheet_two));
        let days: Vec<&Value> =
            sheet_three["earlierSessions"].as_array().unwrap().iter().map(|one| &one["on"]).collect();
        prop_assert_eq!(days, [&sheet_one["held"], &sheet_two["held"]]);
    }
}
