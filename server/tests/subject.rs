//! `trivet subject` finds a name wherever words are kept: it is planted in every text of a session in turn.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing ends there")]

#[path = "export/group.rs"]
#[expect(dead_code, reason = "the exports' tests use the rest of it")]
mod group;

use std::sync::Arc;

use group::{C, Group, story};
use serde_json::{Value, json};
use trivet_server::operator::subject::{Place, mentions, places};
use trivet_shared::id::ParticipantId;
use trivet_shared::session::State;
use trivet_shared::text::{Name, folded};

const NAME: &str = "Zoë Quill";
/// As somebody else may have typed it.
const OTHERWISE: &str = "see  ZOE\u{308} quill's note";

/// A group that has filled what a group can fill.
fn full() -> Group {
    let mut group = story();
    let (ann, ben) = (group.id(0), group.id(1));
    for command in [
        json!({"type": "prepare", "title": "A title", "agreements": ["One", "Two"], "support": "Somewhere",
            "summaryTo": {"who": "others", "name": "A team"}}),
        json!({"type": "note", "stage": "discuss", "text": "A note"}),
        json!({"type": "prompt", "prompt": ann, "competency": C[0], "text": "A prompt"}),
        json!({"type": "theme", "theme": ann, "kind": "theme", "text": "A theme"}),
    ] {
        group.desk(command);
    }
    for command in [
        json!({"type": "about", "role": "A role", "organisation": "An organisation"}),
        json!({"type": "jot", "competency": C[0], "box": "heard", "text": "A line"}),
        json!({"type": "show", "competency": C[0], "score": true, "reason": true}),
        json!({"type": "feedback", "to": ben, "competency": C[2], "kind": "training", "text": "A draft", "draft": true}),
    ] {
        group.does(0, command);
    }
    group
}

/// Where texts stand, as paths of keys and numbers.
fn texts(at: &[String], value: &Value, found: &mut Vec<Vec<String>>) {
    let below = |key: String| [at, &[key]].concat();
    match value {
        Value::String(_) => found.push(at.to_vec()),
        Value::Array(entries) => {
            entries.iter().enumerate().for_each(|(key, entry)| texts(&below(key.to_string()), entry, found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(key, entry)| texts(&below(key.clone()), entry, found))
        }
        _ => {}
    }
}

fn name() -> Name {
    Name::new(NAME).unwrap()
}

#[test]
fn a_name_is_found_in_whatever_text_it_stands() {
    let state = full().state;
    assert_eq!(places(&state, &name()), []);
    let kept: Value = serde_json::from_str(&state.freeze()).unwrap();
    let mut all = Vec::new();
    texts(&[], &kept, &mut all);
    let mut planted = Vec::new();
    for path in all {
        let mut with = kept.clone();
        let leaf = path.iter().fold(&mut with, |at, key| match at {
            Value::Array(entries) => &mut entries[key.parse::<usize>().unwrap()],
            at => &mut at[key],
        });
        *leaf = json!(OTHERWISE);
        // What is not text refuses it: ids, dates, stages. Names of the framework's things are no text either.
        let with = serde_json::to_string(&with).unwrap();
        let Ok(with) = State::thaw(&with, &state.pinned, Arc::clone(&state.framework)) else {
            continue;
        };
        if ["competency", "competencies", "area", "areas", "ratherNot", "ever", "pinned", "code"]
            .iter()
            .any(|id| path.iter().rev().take(2).any(|key| key == id))
        {
            continue;
        }
        let found = places(&with, &name());
        assert_eq!(found.len(), 1, "{path:?}: {found:?}");
        let whose = (path[0] == "people").then(|| state.people[path[1].parse::<usize>().unwrap()].id);
        assert!(
            matches!(&found[0], Place::Mentioned { participant, .. } if *participant == whose),
            "{path:?}: {found:?}"
        );
        let printed = serde_json::to_string(&found).unwrap();
        assert!(!folded(&printed).contains("note's") && !printed.contains("see "), "{printed}");
        planted.push(path.last().unwrap().clone());
    }
    for field in [
        "title",
        "name",
        "role",
        "organisation",
        "reason",
        "shift",
        "heard",
        "value",
        "text",
        "draft",
        "support",
        "discuss",
    ] {
        assert!(planted.iter().any(|one| one == field), "{field} was never planted: {planted:?}");
    }
    assert!(planted.len() > 25, "{planted:?}");
}

#[test]
fn whoever_bears_it_is_found_with_what_they_wrote_to_whom() {
    let mut group = full();
    let (ann, ben) = (group.id(0), group.id(1));
    group.does(0, json!({"type": "rename", "name": "zoe\u{308} QUILL"}));
    group.desk(json!({"type": "prepare", "facilitator": NAME}));
    let found = places(&group.state, &name());
    let of = |id: ParticipantId| move |place: &&Place| matches!(place, Place::Seat { participant, seat: 1, .. } if *participant == id);
    assert_eq!(found.iter().filter(of(ann)).count(), 1, "{found:?}");
    assert!(found.contains(&Place::Facilitator { co: false }));
    let draft = |place: &&Place| matches!(place, Place::WroteFeedback { participant, to, given: false, .. } if (*participant, *to) == (ann, ben));
    assert_eq!(found.iter().filter(draft).count(), 1, "{found:?}");
    let person = &group.state.people[0];
    let feedback = person.sent.len() + person.received.len();
    assert_eq!(found.len(), 2 + feedback, "nothing twice: {found:?}");
}

#[test]
fn a_name_is_words_of_its_own_where_words_have_spaces() {
    for (text, name, is) in [
        ("Al said so", "Al", true),
        ("also", "Al", false),
        ("to (al), and", "AL", true),
        ("ALAN", "Al", false),
        ("Al’s", "al", true),
        ("昨日は田中さんと", "田中", true),
        ("anything", "", false),
        ("José", "jose\u{301}", true),
    ] {
        assert_eq!(mentions(text, &folded(name)), is, "{text}: {name}");
    }
}
