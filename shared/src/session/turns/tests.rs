use super::*;
use crate::session::Command;
use crate::session::example::Table;

fn names(table: &Table) -> Vec<String> {
    let name = |turn: &TurnRef| table.state.person(turn.participant).unwrap().name.as_str()[..1].to_owned();
    queue(&table.state).iter().map(|(turn, _)| name(turn)).collect()
}

fn now(table: &Table) -> Option<ParticipantId> {
    table.state.turns.now.as_ref().map(|turn| turn.turn.participant)
}

fn next_press() -> Command {
    Command::NextTurn(NextTurn::default())
}

#[test]
fn rounds_go_by_competency_and_begin_one_seat_further_on() {
    let (mut table, ..) = Table::at(Stage::Discuss);
    assert_eq!(names(&table).concat(), "APSPSASAP");
    assert_eq!(now(&table), None);
    for expected in ["A", "P", "S", "P"] {
        table.desk(next_press()).unwrap();
        let id = now(&table).unwrap();
        assert!(table.state.person(id).unwrap().name.as_str().starts_with(expected));
    }
}

#[test]
fn anyone_can_go_first_and_nobody_is_interrupted() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    table.as_person(priya, Command::StartTurn(StartTurn {})).unwrap();
    assert_eq!(now(&table), Some(priya));
    assert_eq!(table.as_person(alex, Command::StartTurn(StartTurn {})), Err(Refusal::NotNow));
}

#[test]
fn going_later_puts_a_turn_at_the_end_of_its_round() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    table.desk(next_press()).unwrap();
    let competency = table.state.choice.competencies[0].clone();
    table.as_person(alex, Command::Later(Later { competency })).unwrap();
    assert_eq!(now(&table), None);
    assert_eq!(names(&table).concat(), "PSAPSASAP");
}

#[test]
fn a_passed_turn_looks_like_a_parked_one_and_comes_back_when_asked() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    let competency = table.state.choice.competencies[0].clone();
    table.as_person(alex, Command::Pass(Pass { competency: competency.clone() })).unwrap();
    let park =
        |participant, parked| Command::Park(Park { participant, competency: competency.clone(), parked });
    table.desk(park(priya, true)).unwrap();
    let parked: Vec<_> = queue(&table.state).into_iter().filter(|(_, s)| *s == Standing::Parked).collect();
    assert_eq!(parked.len(), 2);
    table.desk(park(alex, false)).unwrap();
    table.desk(next_press()).unwrap();
    assert_eq!(now(&table), Some(alex));
}

#[test]
fn two_consoles_that_press_next_make_one_step() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    let from_nobody = Command::NextTurn(NextTurn { from: Patch::Clear });
    table.desk(from_nobody.clone()).unwrap();
    assert_eq!(table.desk(from_nobody), Err(Refusal::Stale { now: None }));
    assert_eq!(now(&table), Some(alex));
}

#[test]
fn a_turn_can_be_taken_back_but_not_over_what_people_did_since() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    table.desk(next_press()).unwrap();
    table.desk(next_press()).unwrap();
    table.undo_last().unwrap();
    assert_eq!(now(&table), Some(alex));
    assert!(table.state.turns.done.is_empty());
    let competency = table.state.choice.competencies[0].clone();
    table.as_person(alex, Command::Pass(Pass { competency })).unwrap();
    assert_eq!(table.undo_last(), Err(Refusal::Stale { now: None }));
}

#[test]
fn somebody_who_stepped_out_or_left_is_not_called() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    table.as_person(alex, Command::StepOut(crate::session::lobby::StepOut { out: true })).unwrap();
    table.desk(next_press()).unwrap();
    assert_eq!(now(&table), Some(priya));
    table.as_person(priya, Command::Leave(crate::session::lobby::Leave {})).unwrap();
    assert_eq!(now(&table), None);
    assert_eq!(names(&table).concat(), "ASSAAS");
}

#[test]
fn turns_hold_in_discuss() {
    let (mut table, ..) = Table::at(Stage::Rate);
    assert_eq!(table.desk(next_press()), Err(Refusal::NotNow));
    let part = Command::TurnPart(TurnPart { part: Part::Feedback });
    table.go_to(Stage::Discuss);
    assert_eq!(table.desk(part), Err(Refusal::NotNow));
}

#[test]
fn undo_gives_no_turn_to_somebody_who_left() {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    let competency = table.state.choice.competencies[0].clone();
    for participant in [alex, priya] {
        table.desk(Command::GiveTurn(GiveTurn { participant, competency: competency.clone() })).unwrap();
    }
    table.as_person(alex, Command::Leave(crate::session::lobby::Leave {})).unwrap();
    assert_eq!(table.undo_last(), Err(Refusal::Stale { now: None }));
}

fn order(by: Option<TurnsBy>, turns: Vec<TurnRef>) -> Command {
    Command::TurnOrder(TurnOrder { by, turns })
}

fn named(table: &Table) -> Vec<TurnRef> {
    queue(&table.state).into_iter().map(|(turn, _)| turn).collect()
}

#[test]
fn the_facilitator_moves_turns_and_undo_puts_them_back() {
    let (mut table, ..) = Table::at(Stage::Discuss);
    let usual = named(&table);
    let mut moved = usual.clone();
    moved.swap(0, 1);
    table.desk(order(None, moved.clone())).unwrap();
    assert_eq!(named(&table), moved);
    assert_eq!(next(&table.state).as_ref(), moved.first());
    let which = table.state.moves.count;
    table.desk(Command::Undo(crate::session::moves::Undo { which })).unwrap();
    assert_eq!(named(&table), usual);
    let twice = vec![usual[0].clone(), usual[0].clone()];
    assert_eq!(table.desk(order(None, twice)), Err(Refusal::invalid("turns", crate::text::Why::Taken)));
}

#[test]
fn by_person_nobody_waits_between_their_own_turns() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    table.desk(order(Some(TurnsBy::Person), Vec::new())).unwrap();
    assert!(named(&table)[..3].iter().all(|turn| turn.participant == alex));
}

#[test]
fn later_goes_to_the_end_of_its_round_in_a_moved_order_too() {
    let (mut table, alex, _) = Table::at(Stage::Discuss);
    let mut moved = named(&table);
    moved.swap(0, 1);
    table.desk(order(None, moved.clone())).unwrap();
    let alexs = moved.iter().find(|turn| turn.participant == alex).unwrap().clone();
    table.as_person(alex, Command::Later(Later { competency: alexs.competency.clone() })).unwrap();
    let round: Vec<_> = named(&table).into_iter().filter(|t| t.competency == alexs.competency).collect();
    assert_eq!(round.last(), Some(&alexs));
}
