//! Stories of whole sessions, told in commands as they come over the wire: given, when, then.

mod common;

use common::Story;
use serde_json::json;
use trivet_shared::refusal::Refusal;
use trivet_shared::session::Stage;
use trivet_shared::text::Why;

const C: &str = "reliable-and-consistent";

#[test]
fn a_group_goes_through_ninety_minutes_and_everybody_leaves_with_their_own() {
    let mut story = Story::at(Stage::Rate);
    // Alone: Alex in a number and words, Priya in words only, Sam not at all.
    story.person("Alex", json!({ "type": "rate", "competency": C, "score": 4, "reason": "I ring ahead" }));
    story.person("Priya", json!({ "type": "decline", "competency": C, "declined": true }));
    story.person("Priya", json!({ "type": "rate", "competency": C, "reason": "I keep my word" }));
    assert!(story.table("Sam").items.is_empty());
    assert_eq!(story.room().turn.now, None);
    // Talk: nobody's turn at first, Alex goes first and shows the words, not the number.
    story.go_to("discuss");
    assert_eq!(story.room().turn.now, None);
    story.person("Alex", json!({ "type": "startTurn" }));
    story.person("Alex", json!({ "type": "show", "competency": C, "reason": true }));
    let shown = story.table("Sam").items.into_values().next().unwrap();
    assert_eq!((shown.score, shown.reason.as_deref()), (None, Some("I ring ahead")));
    let alex = story.id("Alex");
    story.person(
        "Sam",
        json!({ "type": "feedback", "to": alex, "competency": C, "kind": "strength", "text": "You listen" }),
    );
    assert_eq!(story.mine("Alex").received.len(), 1);
    assert!(story.desk_view().told.is_empty());
    // Re-score, act, choose what goes in.
    story.go_to("rescore");
    story.person(
        "Alex",
        json!({ "type": "rescore", "competency": C, "score": 6, "shift": "Others ring late too" }),
    );
    story.go_to("actions");
    let action = "00000000-0000-4000-8000-00000000000a";
    story.person(
        "Alex",
        json!({ "type": "act", "action": action, "text": "Ask Priya", "review": "2027-01-19" }),
    );
    story.person("Alex", json!({ "type": "record", "name": true, "actions": { action: true } }));
    story.go_to("closed");
    let record = story.desk_view().record;
    assert_eq!((record.answered, record.of), (1, 3));
    let put_in = &record.summary.people[0];
    assert_eq!((put_in.name.as_deref(), put_in.shown.len(), put_in.actions.len()), (Some("Alex"), 0, 1));
    // After close the own sheet can still be finished, and nothing of it reaches anybody.
    let before = serde_json::to_string(&story.desk_view()).unwrap();
    story.person("Priya", json!({ "type": "rescore", "competency": C, "shift": "Later thought" }));
    assert_eq!(serde_json::to_string(&story.desk_view()).unwrap(), before);
}

#[test]
fn somebody_writing_when_the_group_moves_on_goes_on_writing() {
    let mut story = Story::at(Stage::Rate);
    story.person("Sam", json!({ "type": "rate", "competency": C, "reason": "Half a sen" }));
    for stage in ["discuss", "rescore", "actions", "closed", "area"] {
        story.go_to(stage);
        story.person(
            "Sam",
            json!({ "type": "rate", "competency": C, "reason": format!("Half a sentence at {stage}") }),
        );
    }
    assert_eq!(story.mine("Sam").rows[&C.into()].reason.as_deref(), Some("Half a sentence at area"));
}

#[test]
fn choosing_again_keeps_what_was_written_about_the_earlier_choice() {
    let mut story = Story::at(Stage::Rate);
    story.person("Sam", json!({ "type": "rate", "competency": C, "score": 3, "reason": "Before" }));
    story.go_to("area");
    story.desk(json!({ "type": "chooseArea", "area": "values-and-attitudes" }));
    story.go_to("competencies");
    story.desk(json!({ "type": "chooseCompetencies", "competencies": ["humble-and-open"] }));
    story.go_to("rate");
    assert_eq!(story.mine("Sam").rows[&C.into()].reason.as_deref(), Some("Before"));
    story.person("Sam", json!({ "type": "rate", "competency": C, "reason": "Still mine to change" }));
    let other = json!({ "type": "rate", "competency": "reconcilers", "score": 3 });
    assert_eq!(story.refused("Sam", other), Some(Refusal::NotInArea));
}

#[test]
fn a_late_joiner_catches_up_in_private_and_sees_nothing_shown_earlier() {
    let mut story = Story::at(Stage::Discuss);
    story.person("Alex", json!({ "type": "rate", "competency": C, "score": 4, "reason": "Earlier" }));
    story.person("Alex", json!({ "type": "show", "competency": C, "score": true }));
    assert!(!story.join("Jo"), "after Rate began a code only lets one ask");
    assert_eq!(
        story.refused("Jo", json!({ "type": "rate", "competency": C, "score": 5 })),
        Some(Refusal::NotNow)
    );
    let jo = story.id("Jo");
    story.desk(json!({ "type": "admit", "participant": jo }));
    story.person("Jo", json!({ "type": "rate", "competency": C, "score": 5 }));
    assert!(story.table("Jo").items.is_empty());
    story.person("Alex", json!({ "type": "showTo", "competency": C, "participant": jo }));
    assert_eq!(story.table("Jo").items.len(), 1);
}

#[test]
fn leaving_asks_nothing_and_leaves_nothing_in_the_record() {
    let mut story = Story::at(Stage::Discuss);
    story.person("Alex", json!({ "type": "rate", "competency": C, "score": 4 }));
    story.person("Alex", json!({ "type": "show", "competency": C, "score": true }));
    story.person("Alex", json!({ "type": "leave" }));
    assert_eq!(story.table("Sam").items.len(), 1, "what was shown stays as it was");
    assert!(story.desk_view().record.summary.people.is_empty());
    assert!(story.desk_view().turns.queue.iter().all(|turn| turn.participant != story.id("Alex")));
    story.person("Alex", json!({ "type": "takeBack", "competency": C }));
    assert!(story.table("Sam").items.is_empty());
}

#[test]
fn wrong_values_name_their_field() {
    let mut story = Story::at(Stage::Actions);
    for score in [json!(0), json!(11), json!(-1)] {
        let refused = story.refused("Sam", json!({ "type": "rate", "competency": C, "score": score }));
        assert_eq!(refused, Some(Refusal::invalid("score", Why::Range { least: 1, most: 10 })));
    }
    for score in [json!(5.5), json!("5"), json!([5])] {
        let refused = story.refused("Sam", json!({ "type": "rate", "competency": C, "score": score }));
        assert_eq!(refused, Some(Refusal::invalid("score", Why::Kind)), "{score}");
    }
    let long = json!({ "type": "rate", "competency": C, "reason": "x".repeat(2_001) });
    assert_eq!(story.refused("Sam", long), Some(Refusal::invalid("reason", Why::TooLong { most: 2_000 })));
    assert_eq!(
        story.refused("Sam", json!({ "type": "rate" })),
        Some(Refusal::invalid("competency", Why::Missing))
    );
    let action = "00000000-0000-4000-8000-00000000000a";
    for (review, why) in
        [("2027-02-31", Why::NotADate), ("2020-01-01", Why::NotAfterToday), ("soon", Why::NotADate)]
    {
        let refused = story.refused("Sam", json!({ "type": "act", "action": action, "review": review }));
        assert_eq!(refused, Some(Refusal::invalid("review", why)), "{review}");
    }
    assert_eq!(
        story.refused_desk(json!({ "type": "goTo", "stage": "lunch" })),
        Some(Refusal::invalid("stage", Why::Kind))
    );
    let twice = format!(r#"{{"type":"record","shown":{{"{C}":true,"{C}":false}}}}"#);
    let raw = serde_json::value::RawValue::from_string(twice).unwrap();
    let sam = trivet_shared::session::Actor::participant(story.id("Sam"));
    let refused = trivet_shared::session::Command::read(sam, &raw).unwrap_err();
    assert!(matches!(refused, Refusal::Invalid { field, .. } if field == "shown"));
    let item = json!({ "type": "cover", "item": "nothing" });
    assert_eq!(story.refused_desk(item), Some(Refusal::invalid("item", Why::Unknown)));
}

#[test]
fn the_second_framework_runs_the_same_way() {
    let mut story = Story::open(1);
    story.join("Alex");
    story.go_to("area");
    story.desk(json!({ "type": "chooseArea", "area": "technical-skills" }));
    story.go_to("competencies");
    story.desk(json!({ "type": "chooseCompetencies", "competencies": ["compliance", "risk-assessment"] }));
    story.go_to("rate");
    story.person("Alex", json!({ "type": "rate", "competency": "compliance", "score": 10 }));
    assert_eq!(story.mine("Alex").rows.len(), 1);
}

#[test]
fn lines_without_a_name_do_not_tell_whose_they_are() {
    let mut story = Story::at(Stage::Actions);
    for (name, text) in [("Alex", "zeta"), ("Priya", "alpha"), ("Sam", "mu")] {
        let action = format!("00000000-0000-4000-8000-00000000000{}", name.len());
        story.person(name, json!({ "type": "act", "action": action, "text": text }));
        story.person(name, json!({ "type": "rate", "competency": C, "reason": format!("shown by {text}") }));
        story.person(name, json!({ "type": "show", "competency": C, "reason": true }));
        story.person(name, json!({ "type": "record", "shown": { C: true }, "actions": { action: true } }));
    }
    let people = story.desk_view().record.summary.people;
    assert!(people.iter().all(|one| one.name.is_none() && one.shown.len() + one.actions.len() == 1));
    let actions: Vec<_> =
        people.iter().flat_map(|one| &one.actions).map(|action| action.text.as_str()).collect();
    assert_eq!(actions, ["alpha", "mu", "zeta"], "in the order of the words, not of the people");
}
