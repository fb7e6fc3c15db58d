use serde_json::{Value, json};
use trivet_shared::framework::bundled;

use super::super::cast::CAST;
use super::*;

fn framework() -> &'static Framework {
    &bundled()[0].framework
}

fn memory() -> Memory {
    Memory { did: HashSet::new(), action: Uuid::from_u128(1), review: "2030-01-01".to_owned() }
}

/// What the person at that place sees in that stage, with the area's first two competencies chosen.
fn seen(stage: &str, me: Value, turn: Value) -> Seen {
    let area = &framework().areas[0];
    let chosen: Vec<_> = area.competencies.iter().take(2).map(|c| c.id.clone()).collect();
    let mut own = json!({"participant": "me", "place": "seated", "ready": false});
    own.as_object_mut().unwrap().extend(me.as_object().unwrap().clone());
    let mut seen = Seen::default();
    seen.take(&json!({"type": "welcome",
        "room": {"stage": {"now": stage}, "choice": {"area": area.id, "competencies": chosen}, "turn": turn,
            "people": [{"participant": "me", "seat": 1, "paper": false}, {"participant": "other", "seat": 2, "paper": false},
                {"participant": "sheet", "seat": 3, "paper": true}]},
        "mine": {"me": own, "preferences": {"areas": [], "competencies": []}, "rows": {}, "actions": {}, "sent": [],
            "received": [], "record": {"answered": false}}}));
    seen
}

fn kinds(part: &Part, seen: &Seen) -> Vec<String> {
    let steps = steps(part, &memory(), seen, framework());
    steps.iter().map(|step| step.command["type"].as_str().unwrap().to_owned()).collect()
}

fn turn(participant: &str, seen_part: &str) -> Value {
    let competency = &framework().areas[0].competencies[0].id;
    json!({"now": {"participant": participant, "competency": competency, "part": seen_part}, "next": null})
}

#[test]
fn whoever_waits_has_a_break_or_left_does_nothing() {
    for part in &CAST {
        assert!(kinds(part, &Seen::default()).is_empty());
        assert!(kinds(part, &seen("rate", json!({"place": "left"}), json!({}))).is_empty());
        let mut pause = seen("rate", json!({}), json!({}));
        pause.take(&json!({"type": "changed", "room": {"clock": {"paused": true}}}));
        assert!(kinds(part, &pause).is_empty());
        assert_eq!(kinds(part, &seen("rate", json!({"out": true}), json!({}))), ["stepOut"]);
    }
}

#[test]
fn every_word_they_write_says_that_it_is_made_up() {
    for part in &CAST {
        assert!(part.name().contains("(made up)"), "{}", part.name());
        for (stage, turn) in
            [("rate", json!({})), ("discuss", turn("other", "feedback")), ("actions", json!({}))]
        {
            for step in steps(part, &memory(), &seen(stage, json!({}), turn.clone()), framework()) {
                for field in ["reason", "text", "shift"] {
                    let text = step.command[field].as_str();
                    assert!(text.is_none_or(|text| text.starts_with("(made up) ")), "{}", step.command);
                }
            }
        }
    }
}

#[test]
fn each_shows_what_they_chose_and_one_only_talks() {
    let mut own = seen("discuss", json!({}), turn("me", "speak"));
    let competency = framework().areas[0].competencies[0].id.to_string();
    let row = json!({"score": 5, "reason": "why", "shown": null});
    own.take(&json!({"type": "changed", "mine": {"rows": {&competency: row}}}));
    let shows = |part: &Part| {
        let steps = steps(part, &memory(), &own, framework());
        steps.iter().find(|step| step.command["type"] == "show").map(|step| step.command.clone())
    };
    assert_eq!(
        shows(&CAST[0]),
        Some(json!({"type": "show", "competency": competency, "score": true, "reason": true}))
    );
    assert_eq!(shows(&CAST[1]), Some(json!({"type": "show", "competency": competency, "reason": true})));
    assert_eq!(shows(&CAST[2]), None);
}

#[test]
fn nobody_writes_to_somebody_on_paper() {
    let to_paper = seen("discuss", json!({}), turn("sheet", "feedback"));
    let to_phone = seen("discuss", json!({}), turn("other", "feedback"));
    for part in &CAST {
        assert!(!kinds(part, &to_paper).contains(&"feedback".to_owned()));
        assert!(kinds(part, &to_phone).contains(&"feedback".to_owned()));
    }
}

#[test]
fn a_turn_is_begun_by_whoever_likes_to_when_it_is_theirs() {
    let competency = &framework().areas[0].competencies[0].id;
    let next = |participant: &str| json!({"now": null, "next": {"participant": participant, "competency": competency}});
    assert_eq!(kinds(&CAST[0], &seen("discuss", json!({}), next("me"))), ["startTurn"]);
    assert!(kinds(&CAST[0], &seen("discuss", json!({}), next("other"))).is_empty());
    assert!(kinds(&CAST[1], &seen("discuss", json!({}), next("me"))).is_empty());
}
