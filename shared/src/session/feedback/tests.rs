use super::*;
use crate::session::Command;
use crate::session::example::{Table, feedback};

const C: &str = "reliable-and-consistent";

fn received(table: &Table, id: ParticipantId) -> Vec<Received> {
    table.state.person(id).unwrap().received.clone()
}

#[test]
fn a_draft_is_its_writers_and_sending_gives_it_to_one_person() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    table.as_person(alex, feedback(priya, C, "half a", true)).unwrap();
    assert!(received(&table, priya).is_empty());
    table.as_person(alex, feedback(priya, C, "a whole thought", false)).unwrap();
    assert_eq!(received(&table, priya)[0].text.as_str(), "a whole thought");
    assert!(table.state.person(alex).unwrap().sent[0].draft.is_none());
}

#[test]
fn its_writer_takes_it_back_until_close() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    table.as_person(alex, feedback(priya, C, "words", false)).unwrap();
    table.go_to(Stage::Closed);
    assert_eq!(table.as_person(alex, feedback(priya, C, "", false)), Err(Refusal::NotNow));
    table.go_to(Stage::Discuss);
    table.as_person(alex, feedback(priya, C, "", false)).unwrap();
    assert!(received(&table, priya).is_empty());
    assert!(table.state.person(alex).unwrap().sent.is_empty());
}

#[test]
fn the_facilitator_is_told_by_its_recipient_and_only_of_those_words() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    table.as_person(alex, feedback(priya, C, "words", false)).unwrap();
    let id = received(&table, priya)[0].feedback;
    let tell = Command::KeepFeedback(KeepFeedback { feedback: id, kept: true, tell_facilitator: Some(true) });
    assert_eq!(table.as_person(alex, tell.clone()), Err(Refusal::unknown("feedback")));
    table.as_person(priya, tell).unwrap();
    assert!(received(&table, priya)[0].told);
    table.as_person(alex, feedback(priya, C, "other words", false)).unwrap();
    assert!(!received(&table, priya)[0].told);
}

#[test]
fn nobody_writes_to_themselves_or_to_a_seat_on_paper() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    assert_eq!(
        table.as_person(alex, feedback(alex, C, "me", false)),
        Err(Refusal::invalid("to", Why::Oneself))
    );
    let paper = table.state.people.iter().find(|p| p.on_paper()).unwrap().id;
    assert_eq!(table.as_person(alex, feedback(paper, C, "you", false)), Err(Refusal::NotNow));
    let nobody = feedback(ParticipantId::default(), C, "?", false);
    assert_eq!(table.as_person(alex, nobody), Err(Refusal::unknown("to")));
}

#[test]
fn whether_its_recipient_has_written_does_not_show() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    table.as_person(priya, crate::session::example::rate("reconcilers", Some(3), Some("private"))).unwrap();
    table.go_to(Stage::Competencies);
    let one = vec![C.into()];
    table
        .desk(Command::ChooseCompetencies(crate::session::choosing::ChooseCompetencies { competencies: one }))
        .unwrap();
    // Both were once the group's: nobody's private rows decide.
    for competency in ["reconcilers", "empathic-listeners"] {
        table.as_person(alex, feedback(priya, competency, "words", true)).unwrap();
    }
    assert_eq!(table.as_person(alex, feedback(priya, "persevering", "words", true)), Err(Refusal::NotInArea));
}

#[test]
fn it_can_be_taken_back_from_somebody_who_is_gone_and_after_another_choice() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    table.as_person(alex, feedback(priya, C, "words", false)).unwrap();
    table.desk(Command::Remove(crate::session::lobby::Remove { participant: priya })).unwrap();
    assert_eq!(table.as_person(alex, feedback(priya, C, "other words", false)), Err(Refusal::NotNow));
    table.as_person(alex, feedback(priya, C, "", false)).unwrap();
    assert!(received(&table, priya).is_empty());
}

#[test]
fn what_an_erased_person_wrote_stays_as_from_a_colleague() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    table.as_person(alex, feedback(priya, C, "kept words", false)).unwrap();
    table.erase(alex);
    assert_eq!(received(&table, priya)[0].from, None);
    assert!(table.state.person(alex).is_none());
}
