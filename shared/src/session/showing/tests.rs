use super::*;
use crate::session::Command;
use crate::session::example::{Table, rate, show};

const C: &str = "reliable-and-consistent";

fn lies(table: &Table, id: ParticipantId) -> Shown {
    table.state.person(id).unwrap().rows[&C.into()].shown.clone()
}

fn written() -> (Table, ParticipantId, ParticipantId) {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    table.as_person(alex, rate(C, Some(4), Some("as it was"))).unwrap();
    (table, alex, priya)
}

#[test]
fn parts_are_shown_one_by_one_and_as_copies() {
    let (mut table, alex, _) = written();
    table.as_person(alex, show(C, None, Some(true))).unwrap();
    assert!(lies(&table, alex).score.is_none());
    table.as_person(alex, rate(C, None, Some("as it is now"))).unwrap();
    assert_eq!(lies(&table, alex).reason.unwrap().value.as_str(), "as it was");
    table.as_person(alex, show(C, None, Some(true))).unwrap();
    assert_eq!(lies(&table, alex).reason.unwrap().value.as_str(), "as it is now");
}

#[test]
fn only_the_words_that_stood_on_the_card_are_shown() {
    let (mut table, alex, _) = written();
    let seen = |reason: &str| Seen { reason: Words::new(reason).ok(), ..Seen::default() };
    let with = |reason| Show {
        competency: C.into(),
        reason: Some(true),
        was: Some(seen(reason)),
        ..Show::default()
    };
    table.as_person(alex, rate(C, None, Some("from the laptop"))).unwrap();
    assert_eq!(table.as_person(alex, Command::Show(with("as it was"))), Err(Refusal::Stale { now: None }));
    assert!(lies(&table, alex).is_empty());
    table.as_person(alex, Command::Show(with("from the laptop"))).unwrap();
}

#[test]
fn what_is_not_there_is_not_shown() {
    let (mut table, alex, priya) = written();
    assert_eq!(table.as_person(priya, show(C, Some(true), None)), Err(Refusal::NothingToShow));
    let all = Show { competency: C.into(), score: Some(true), shift: Some(true), ..Show::default() };
    assert_eq!(table.as_person(alex, Command::Show(all)), Err(Refusal::NothingToShow));
}

#[test]
fn a_late_joiner_sees_nothing_earlier_until_its_author_says_so() {
    let (mut table, alex, _) = written();
    table.as_person(alex, show(C, Some(true), None)).unwrap();
    let (kit, _) = table.join("Kit").unwrap();
    table.desk(Command::Admit(crate::session::lobby::Admit { participant: kit })).unwrap();
    assert!(!lies(&table, alex).audience().contains(&kit));
    table.as_person(alex, show(C, None, Some(true))).unwrap();
    assert!(!lies(&table, alex).score.unwrap().audience.contains(&kit));
    assert!(lies(&table, alex).reason.unwrap().audience.contains(&kit));
    let yes = Command::ShowTo(ShowTo { competency: C.into(), participant: kit });
    table.as_person(alex, yes).unwrap();
    assert!(lies(&table, alex).score.unwrap().audience.contains(&kit));
}

#[test]
fn showing_again_is_for_those_here_now() {
    let (mut table, alex, priya) = written();
    table.as_person(alex, show(C, None, Some(true))).unwrap();
    table.as_person(priya, Command::Leave(crate::session::lobby::Leave {})).unwrap();
    table.as_person(alex, rate(C, None, Some("said after somebody left"))).unwrap();
    table.as_person(alex, show(C, None, Some(true))).unwrap();
    assert!(!lies(&table, alex).audience().contains(&priya));
}

#[test]
fn covering_gives_it_back_to_its_author_alone() {
    let (mut table, alex, _) = written();
    table.as_person(alex, show(C, Some(true), Some(true))).unwrap();
    let item = ItemId { participant: alex, competency: C.into() };
    table.desk(Command::Cover(Cover { item: item.clone() })).unwrap();
    assert!(lies(&table, alex).is_empty());
    assert!(table.state.person(alex).unwrap().rows[&C.into()].covered);
    assert_eq!(table.desk(Command::Cover(Cover { item })), Err(Refusal::unknown("item")));
    table.as_person(alex, show(C, None, Some(true))).unwrap();
    assert!(!table.state.person(alex).unwrap().rows[&C.into()].covered);
}

#[test]
fn the_big_screen_goes_with_the_last_part() {
    let (mut table, alex, _) = written();
    let big = Show { competency: C.into(), reason: Some(true), display: Some(true), ..Show::default() };
    table.as_person(alex, Command::Show(big)).unwrap();
    assert!(lies(&table, alex).display());
    // A part added later goes there only when that is ticked again.
    table.as_person(alex, show(C, Some(true), None)).unwrap();
    assert!(lies(&table, alex).score.is_some_and(|copy| !copy.display));
    table.as_person(alex, Command::TakeBack(TakeBack { competency: C.into() })).unwrap();
    assert_eq!(lies(&table, alex), Shown::default());
}

#[test]
fn somebody_who_left_can_take_back_but_not_show() {
    let (mut table, alex, _) = written();
    table.as_person(alex, show(C, Some(true), None)).unwrap();
    table.as_person(alex, Command::Leave(crate::session::lobby::Leave {})).unwrap();
    assert_eq!(table.as_person(alex, show(C, None, Some(true))), Err(Refusal::NotNow));
    table.as_person(alex, show(C, Some(false), None)).unwrap();
    assert!(lies(&table, alex).is_empty());
}
