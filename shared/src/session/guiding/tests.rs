use super::*;
use crate::session::Command;
use crate::session::example::Table;
use crate::session::pacing::GoTo;
use uuid::Uuid;

fn text(words: &str) -> Patch<PromptText> {
    Patch::Set(PromptText::new(words).unwrap())
}

fn add(id: u128, words: Option<&str>) -> Command {
    let prompt = PromptId(Uuid::from_u128(id));
    Command::Prompt(Prompt { prompt, competency: None, text: words.map_or(Patch::Clear, text) })
}

#[test]
fn prompts_are_added_changed_and_taken_out() {
    let (mut table, ..) = Table::at(Stage::Discuss);
    table.desk(add(1, Some("What helped?"))).unwrap();
    table.desk(add(1, Some("What helped most?"))).unwrap();
    table.desk(add(2, Some("Who else?"))).unwrap();
    table.desk(add(2, None)).unwrap();
    table.desk(add(3, Some("  "))).unwrap();
    let words: Vec<_> = table.state.prompts.added.iter().map(|added| added.text.as_str()).collect();
    assert_eq!(words, ["What helped most?"]);
    for id in 10..49 {
        table.desk(add(id, Some("one"))).unwrap();
    }
    assert_eq!(table.desk(add(99, Some("one"))), Err(Refusal::TooMany { most: MOST_PROMPTS }));
}

#[test]
fn a_prompt_on_the_phones_goes_with_its_stage() {
    let (mut table, ..) = Table::at(Stage::Discuss);
    let send = SendPrompt { text: text("What helped?"), competency: Some("reconcilers".into()) };
    table.desk(Command::SendPrompt(send)).unwrap();
    assert!(table.state.prompts.sent.is_some());
    let unknown = SendPrompt { text: text("What helped?"), competency: Some("nonsense".into()) };
    assert_eq!(table.desk(Command::SendPrompt(unknown)), Err(Refusal::unknown("competency")));
    table.desk(Command::GoTo(GoTo { stage: Stage::Rescore, from: None })).unwrap();
    assert!(table.state.prompts.sent.is_none());
}

#[test]
fn somebody_is_asked_once_in_a_stage_and_answers_if_they_like() {
    let (mut table, alex, priya) = Table::at(Stage::Rate);
    let ask = || Command::Nudge(Nudge { participant: alex });
    let reply = |answer| Command::Reply(Reply { answer });
    assert_eq!(table.as_person(alex, reply(Answer::Fine)), Err(Refusal::invalid("answer", Why::Unknown)));
    table.desk(ask()).unwrap();
    table.as_person(alex, reply(Answer::Time)).unwrap();
    table.desk(ask()).unwrap();
    let nudges = |table: &Table, id| table.state.person(id).unwrap().nudges.clone();
    assert_eq!(nudges(&table, alex)[&Stage::Rate], Some(Answer::Time), "asking again takes no answer away");
    assert!(nudges(&table, priya).is_empty());
    let sam = table.state.people.iter().find(|person| person.on_paper()).unwrap().id;
    assert_eq!(table.desk(Command::Nudge(Nudge { participant: sam })), Err(Refusal::NotNow));
    table.go_to(Stage::Discuss);
    table.desk(ask()).unwrap();
    assert_eq!(nudges(&table, alex)[&Stage::Discuss], None, "a new stage is a new question");
}

#[test]
fn a_field_that_was_forgotten_takes_nothing_away() {
    let (table, alex, _) = Table::at(Stage::Discuss);
    let missing = Err(Refusal::invalid("text", Why::Missing));
    let raw = |json: &str| serde_json::value::RawValue::from_string(json.to_owned()).unwrap();
    let desk = crate::session::Actor::facilitator();
    let own = crate::session::Actor::participant(alex);
    for (actor, json) in [
        (desk, r#"{"type":"prompt","prompt":"00000000-0000-4000-8000-000000000001"}"#),
        (desk, r#"{"type":"sendPrompt"}"#),
        (desk, r#"{"type":"note","stage":"rate"}"#),
        (own, r#"{"type":"jot","competency":"reconcilers","box":"heard"}"#),
    ] {
        let command = Command::read(actor, &raw(json)).unwrap();
        let done = crate::session::decide(&table.state, actor, &command, table.now).map(|_| ());
        assert_eq!(done, missing, "{json}");
    }
}
