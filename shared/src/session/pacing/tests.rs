use super::*;
use crate::session::Command;
use crate::session::example::{Table, rate};
use crate::time::MINUTE;

#[test]
fn the_plan_is_ninety_minutes() {
    assert_eq!(USUAL_PLAN.iter().map(|(_, minutes)| u32::from(*minutes)).sum::<u32>(), 90);
}

#[test]
fn each_stage_is_timed_and_breaks_are_not() {
    let (mut table, ..) = Table::at(Stage::Rate);
    table.now = table.now.plus(5 * MINUTE);
    table.desk(Command::Pause(Pause { until: None })).unwrap();
    table.now = table.now.plus(10 * MINUTE);
    table.desk(Command::Resume(Resume {})).unwrap();
    table.now = table.now.plus(2 * MINUTE);
    table.go_to(Stage::Discuss);
    assert_eq!(table.state.pacing.spent[&Stage::Rate], 7 * MINUTE);
}

#[test]
fn nothing_moves_by_itself() {
    let (mut table, alex, _) = Table::at(Stage::Rate);
    table.now = table.now.plus(60 * MINUTE);
    table.as_person(alex, rate("reliable-and-consistent", Some(3), None)).unwrap();
    assert_eq!(table.state.stage, Stage::Rate);
}

#[test]
fn going_back_and_forth_loses_nothing() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    table.as_person(alex, rate("reliable-and-consistent", Some(3), Some("why"))).unwrap();
    let before = table.state.person(alex).cloned();
    for stage in Stage::ALL.into_iter().rev().chain(Stage::ALL) {
        table.go_to(stage);
    }
    table.go_to(Stage::Discuss);
    let after = table.state.person(alex).cloned();
    assert_eq!(before.map(|p| p.rows), after.map(|p| p.rows));
}

#[test]
fn two_consoles_that_move_on_make_one_step() {
    let (mut table, ..) = Table::at(Stage::Rate);
    let on = Command::GoTo(GoTo { stage: Stage::Discuss, from: Some(Stage::Rate) });
    table.desk(on.clone()).unwrap();
    table.desk(on).unwrap();
    assert_eq!(table.state.stage, Stage::Discuss);
    let late = Command::GoTo(GoTo { stage: Stage::Rescore, from: Some(Stage::Rate) });
    assert_eq!(table.desk(late), Err(Refusal::Stale { now: Some("discuss".into()) }));
}

#[test]
fn the_last_move_is_undone_and_only_once() {
    let (mut table, ..) = Table::at(Stage::Rate);
    table.desk(Command::Extend(Extend { stage: Stage::Rate, minutes: 2 })).unwrap();
    assert_eq!(table.state.pacing.minutes(Stage::Rate), 10);
    let which = table.state.moves.count;
    table.undo_last().unwrap();
    assert_eq!(table.state.pacing.minutes(Stage::Rate), 8);
    assert_eq!(
        table.desk(Command::Undo(crate::session::moves::Undo { which })),
        Err(Refusal::Stale { now: None })
    );
    assert_eq!(
        table.desk(Command::Undo(crate::session::moves::Undo { which: 999 })),
        Err(Refusal::unknown("move"))
    );
    table.undo_last().unwrap();
    assert_eq!(table.state.stage, Stage::Competencies);
}

#[test]
fn closing_can_be_undone() {
    let (mut table, ..) = Table::at(Stage::Actions);
    table.go_to(Stage::Closed);
    assert!(table.state.closed.is_some());
    table.undo_last().unwrap();
    assert_eq!((table.state.stage, table.state.closed), (Stage::Actions, None));
}

#[test]
fn minutes_have_their_range() {
    let (mut table, ..) = Table::at(Stage::Rate);
    for minutes in [0, 61, -61] {
        assert!(table.desk(Command::Extend(Extend { stage: Stage::Rate, minutes })).is_err());
    }
    let plan = Plan { minutes: [(Stage::Discuss, LONGEST + 1)].into_iter().collect() };
    assert!(table.desk(Command::Plan(plan)).is_err());
}
