//! Everything held about somebody stands in the document that says so, and nothing of what somebody else keeps to themselves.

use serde_json::{Value, json};
use trivet_server::export::held;
use trivet_shared::session::State;
use uuid::Uuid;

use super::group::{C, Group, story};

/// What is never handed out: hashes, and the ids of commands with theirs.
const HASHES: [&str; 2] = ["secret", "recent"];

/// Every value and every name of a field that people filled, with where it stands.
fn leaves(at: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((at.to_owned(), text.clone())),
        Value::Number(number) => found.push((at.to_owned(), number.to_string())),
        Value::Array(entries) => entries.iter().for_each(|entry| leaves(at, entry, found)),
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| !HASHES.contains(&key.as_str())) {
                leaves(&format!("{at}/{key}"), value, found);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn held_leaves(group: &Group, who: usize) -> Vec<String> {
    let mut found = Vec::new();
    leaves("", &serde_json::to_value(group.held(who)).unwrap(), &mut found);
    found.into_iter().map(|(_, text)| text).collect()
}

/// A group in which the first person has filled every field there is.
fn filled() -> Group {
    let mut group = story();
    let ben = group.id(1);
    let carried = Uuid::from_u128(77).to_string();
    for command in [
        json!({"type": "about", "role": "Held role", "organisation": "Held organisation"}),
        json!({"type": "preferAreas", "areas": ["building-trusting-relationships"], "ratherNot": ["meeting-people-where-they-are-at"]}),
        json!({"type": "preferCompetencies", "competencies": [C[1]]}),
        json!({"type": "jot", "competency": C[0], "box": "heard", "text": "Held line"}),
        json!({"type": "feedback", "to": ben, "competency": C[2], "kind": "training", "text": "Held draft", "draft": true}),
        json!({"type": "show", "competency": C[0], "score": true, "reason": true}),
        json!({"type": "act", "action": carried, "text": "Held action", "review": "2027-03-01"}),
        json!({"type": "checkIn", "wanted": true}),
        json!({"type": "raiseHand", "raised": true}),
        json!({"type": "ready", "ready": true}),
        json!({"type": "moreTime", "wanted": true}),
    ] {
        group.does(0, command);
    }
    let brought = json!({
        "earlier": [{"sheet": Uuid::from_u128(70), "on": "2026-08-01", "title": "Held title", "typed": false,
            "scores": {C[0]: {"first": 2, "after": 3}}}],
        "carried": [{"action": Uuid::from_u128(71), "sheet": Uuid::from_u128(70), "on": "2026-08-01",
            "brought": "2026-11-24", "text": "Held plan", "competency": C[1], "review": "2026-10-01", "outcome": "going",
            "note": "Held note", "shown": {"text": "Held plan", "outcome": "done", "note": "Held before", "audience": [ben]},
            "covered": false}],
    });
    bring(&mut group, brought);
    group
}

/// As if the first person had brought that.
fn bring(group: &mut Group, brought: Value) {
    let mut person = serde_json::to_value(&group.state.people[0]).unwrap();
    person.as_object_mut().unwrap().extend(brought.as_object().unwrap().clone());
    group.state.people[0] = serde_json::from_value(person).unwrap();
}

#[test]
fn whatever_is_kept_of_a_person_stands_in_it() {
    let group = filled();
    for who in 0..group.state.people.len() {
        let held = held_leaves(&group, who);
        let mut kept = Vec::new();
        leaves("", &serde_json::to_value(&group.state.people[who]).unwrap(), &mut kept);
        assert!(who > 0 || kept.len() > 60, "{kept:?}");
        for (at, text) in kept {
            assert!(held.contains(&text), "{at}: {text}");
        }
    }
    let document = held::to_json(&group.held(0));
    for text in ["Held role", "Held organisation", "Held line", "Held draft", "Held action"] {
        assert!(document.contains(text), "{text}");
    }
    let hash = group.state.people[0].secret.unwrap();
    assert!(!document.contains(serde_json::to_value(hash).unwrap().as_str().unwrap()));
}

#[test]
fn an_earlier_score_waits_for_the_answer_here_too() {
    let mut group = Group::discussing("", &["Ann"]);
    let scores = json!({C[0]: {"first": 2, "after": 3}, C[1]: {"first": 4}});
    let session = json!({"sheet": Uuid::from_u128(70), "on": "2026-08-01", "title": "", "typed": false, "scores": scores});
    bring(&mut group, json!({"earlier": [session]}));
    let earlier = |group: &Group| group.held(0).earlier[0].clone();
    assert_eq!((earlier(&group).scores.len(), earlier(&group).waiting), (0, 2));
    group.does(0, json!({"type": "rate", "competency": C[0], "score": 5}));
    assert_eq!((earlier(&group).scores.len(), earlier(&group).waiting), (1, 1));
}

#[test]
fn nobody_elses_words_stand_in_it_but_those_given_to_them() {
    let group = filled();
    let ben = held::to_json(&group.held(1));
    for text in ["Held role", "Held organisation", "Held line", "Held draft", "Held action"] {
        assert!(!ben.contains(text), "{text}");
    }
}

#[test]
fn somebody_alone_has_the_whole_session() {
    let mut state: State = Group::discussing("", &["Ann"]).state;
    state.about.solo = true;
    state.notes.insert(state.stage, trivet_shared::text::Words::new("Held note").unwrap());
    let now = state.touched;
    let held = held::build(&state, state.people[0].id, now, true).unwrap();
    assert!(held::to_json(&held).contains("Held note"));
    state.about.solo = false;
    let held = held::build(&state, state.people[0].id, now, true).unwrap();
    assert!(!held::to_json(&held).contains("Held note"), "the facilitator's notes are not theirs");
}
