//! Every command from everybody it does not belong to is refused as `forbidden`, with the state unchanged. Generated
//! from the types: a new verb is in it by itself.

mod common;

use common::Story;
use serde_json::{json, value::RawValue};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::{Actor, Command, FACILITATOR_COMMANDS, PARTICIPANT_COMMANDS, Stage, decide};

fn is_the_facilitators(command: &Command) -> bool {
    FACILITATOR_COMMANDS.contains(&command.kind())
}

#[test]
fn each_command_belongs_to_exactly_one_side() {
    let all = Command::one_of_each();
    assert_eq!(all.len(), FACILITATOR_COMMANDS.len() + PARTICIPANT_COMMANDS.len());
    for command in &all {
        assert!(
            is_the_facilitators(command) != PARTICIPANT_COMMANDS.contains(&command.kind()),
            "{}",
            command.kind()
        );
    }
}

#[test]
fn nobody_does_what_is_not_theirs() {
    for stage in [Stage::Rate, Stage::Discuss, Stage::Actions] {
        let story = Story::at(stage);
        let participant = Actor::participant(story.id("Alex"));
        let stranger = Actor::participant(Default::default());
        let before = story.state.freeze();
        let mut tried = 0;
        for command in Command::one_of_each() {
            let wrong = match is_the_facilitators(&command) {
                true => vec![participant, stranger, Actor::display(), Actor::default()],
                false => vec![Actor::facilitator(), stranger, Actor::display(), Actor::default()],
            };
            for actor in wrong {
                assert_eq!(
                    decide(&story.state, actor, &command, story.now),
                    Err(Refusal::Forbidden),
                    "{command:?}"
                );
                tried += 1;
            }
        }
        assert_eq!(tried, 4 * Command::one_of_each().len());
        assert_eq!(story.state.freeze(), before);
    }
}

#[test]
fn whose_it_is_comes_before_what_is_in_it() {
    // Somebody it is not for learns nothing about a command's fields, and nonsense in them changes nothing.
    let facilitator = Actor::facilitator();
    let participant = Actor::participant(Default::default());
    for (kinds, wrong) in [(FACILITATOR_COMMANDS, participant), (PARTICIPANT_COMMANDS, facilitator)] {
        for kind in kinds {
            for body in [
                json!({ "type": kind }),
                json!({ "type": kind, "participant": 7, "competency": [], "item": {} }),
            ] {
                let raw = RawValue::from_string(body.to_string()).unwrap();
                assert_eq!(Command::read(wrong, &raw), Err(Refusal::Forbidden), "{kind}");
            }
        }
    }
    let raw = RawValue::from_string(json!({ "type": "reveal" }).to_string()).unwrap();
    assert_eq!(Command::read(facilitator, &raw), Err(Refusal::UnknownCommand));
}

#[test]
fn a_new_command_with_a_seen_id_is_told_from_a_repeat() {
    let story = Story::at(Stage::Rate);
    let commit = story.commits.last().unwrap();
    assert_eq!(story.state.seen(commit.by, commit.id, commit.digest), Some(Ok(())));
    let other = trivet_shared::session::Digest(commit.digest.0 ^ 1);
    assert_eq!(story.state.seen(commit.by, commit.id, other), Some(Err(Refusal::CommandIdReused)));
    assert_eq!(story.state.seen(Actor::participant(story.id("Alex")), commit.id, commit.digest), None);
}
