use super::*;
use crate::session::Command;
use crate::session::example::{Table, rate, rescore, show};

const C: &str = "reliable-and-consistent";

#[test]
fn score_and_reason_are_set_left_and_cleared_on_their_own() {
    let (mut table, alex, _) = Table::at(Stage::Rate);
    table.as_person(alex, rate(C, Some(4), None)).unwrap();
    table.as_person(alex, rate(C, None, Some("because"))).unwrap();
    let row = |table: &Table| table.state.person(alex).unwrap().rows[&C.into()].clone();
    assert_eq!(row(&table).score, Score::new(4));
    let clear = Rate { competency: C.into(), score: Patch::Clear, ..Rate::default() };
    table.as_person(alex, Command::Rate(clear)).unwrap();
    assert_eq!(row(&table).score, None);
    assert_eq!(row(&table).reason.as_ref().map(Words::as_str), Some("because"));
    table.as_person(alex, rate(C, None, Some("  "))).unwrap();
    assert_eq!(row(&table).reason, None);
}

#[test]
fn nothing_is_rated_before_rate_and_everything_after_going_back() {
    let (mut table, alex, _) = Table::at(Stage::Competencies);
    assert_eq!(table.as_person(alex, rate(C, Some(4), None)), Err(Refusal::NotNow));
    table.go_to(Stage::Rate);
    table.go_to(Stage::Area);
    table.as_person(alex, rate(C, Some(4), None)).unwrap();
}

#[test]
fn another_areas_competency_is_not_rated() {
    let (mut table, alex, _) = Table::at(Stage::Rate);
    assert_eq!(table.as_person(alex, rate("humble-and-open", Some(4), None)), Err(Refusal::NotInArea));
    assert_eq!(table.as_person(alex, rate("nothing", Some(4), None)), Err(Refusal::unknown("competency")));
}

#[test]
fn the_first_score_is_final_once_the_rescore_is_answered() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    table.as_person(alex, rate(C, Some(4), Some("why"))).unwrap();
    table.as_person(alex, rate(C, Some(5), None)).unwrap();
    table.as_person(alex, rescore(C, Some(5))).unwrap();
    assert_eq!(table.as_person(alex, rate(C, Some(6), None)), Err(Refusal::ScoreFinal { shown: false }));
    table.as_person(alex, rate(C, Some(5), Some("better words"))).unwrap();
}

#[test]
fn a_score_on_show_is_taken_back_before_it_is_corrected() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    table.as_person(alex, rate(C, Some(4), Some("why"))).unwrap();
    table.as_person(alex, show(C, Some(true), None)).unwrap();
    assert_eq!(table.as_person(alex, rate(C, Some(6), None)), Err(Refusal::ScoreFinal { shown: true }));
    table.as_person(alex, show(C, Some(false), None)).unwrap();
    table.as_person(alex, rate(C, Some(6), None)).unwrap();
}

#[test]
fn declining_takes_the_score_and_keeps_the_words() {
    let (mut table, alex, _) = Table::at(Stage::Rate);
    table.as_person(alex, rate(C, Some(4), Some("in words"))).unwrap();
    table.as_person(alex, Command::Decline(Decline { competency: C.into(), declined: true })).unwrap();
    let row = table.state.person(alex).unwrap().rows[&C.into()].clone();
    assert_eq!((row.score, row.declined, row.reason.is_some()), (None, true, true));
    table.as_person(alex, rate(C, Some(4), None)).unwrap();
    assert!(!table.state.person(alex).unwrap().rows[&C.into()].declined);
}

#[test]
fn a_text_that_changed_meanwhile_is_not_overwritten() {
    let (mut table, alex, _) = Table::at(Stage::Rate);
    table.as_person(alex, rate(C, None, Some("from the phone"))).unwrap();
    let late = Rate {
        competency: C.into(),
        reason: Patch::Set(Words::new("from the laptop").unwrap()),
        was: Some(String::new()),
        ..Rate::default()
    };
    let stale = Refusal::Stale { now: Some("from the phone".into()) };
    assert_eq!(table.as_person(alex, Command::Rate(late)), Err(stale));
}

#[test]
fn ready_is_of_a_stage_and_moves_nothing() {
    let (mut table, alex, _) = Table::at(Stage::Rate);
    table.as_person(alex, Command::Ready(Ready { ready: true })).unwrap();
    assert_eq!(table.state.stage, Stage::Rate);
    table.go_to(Stage::Discuss);
    assert!(!table.state.person(alex).unwrap().ready.contains(&Stage::Discuss));
    table.go_to(Stage::Rate);
    assert!(table.state.person(alex).unwrap().ready.contains(&Stage::Rate));
}
