use super::*;
use crate::session::Stage;
use crate::session::example::Table;
use crate::session::{Actor, Command};
use crate::text::Why;

#[test]
fn a_code_seats_four_and_the_fifth_asks() {
    let mut table = Table::open();
    for name in ["Alex", "Priya", "Sam", "Jo"] {
        assert!(table.join(name).is_ok_and(|(_, seated)| seated));
    }
    let (kit, seated) = table.join("Kit").unwrap();
    assert!(!seated);
    table.desk(Command::Admit(Admit { participant: kit })).unwrap();
    assert_eq!(table.state.seated().count(), 5);
}

#[test]
fn once_rate_has_begun_or_the_door_is_locked_a_code_only_lets_people_ask() {
    let mut table = Table::open();
    table.desk(Command::Lock(Lock { locked: true })).unwrap();
    assert!(table.join("Alex").is_ok_and(|(_, seated)| !seated));
    table.desk(Command::Lock(Lock { locked: false })).unwrap();
    table.go_to(Stage::Rate);
    table.go_to(Stage::Lobby);
    assert!(table.join("Sam").is_ok_and(|(_, seated)| !seated));
}

#[test]
fn twelve_seats_and_twelve_waiting_are_the_most() {
    let mut table = Table::open();
    let people: Vec<_> = (0..16).map(|n| table.join(&format!("P{n}")).unwrap().0).collect();
    assert!(table.join("One more").is_err_and(|r| r == Refusal::TooMany { most: MOST_WAITING }));
    for id in &people[4..12] {
        table.desk(Command::Admit(Admit { participant: *id })).unwrap();
    }
    let refused = table.desk(Command::Admit(Admit { participant: people[12] }));
    assert_eq!(refused, Err(Refusal::TooMany { most: MOST_SEATS }));
}

#[test]
fn the_same_secret_finds_the_same_seat() {
    let mut table = Table::open();
    let (alex, _) = table.join("Alex").unwrap();
    let secret = table.state.person(alex).and_then(|p| p.secret).unwrap();
    let knock = Knock { id: ParticipantId::default(), name: Name::new("Other").unwrap(), secret };
    let again = join(&table.state, &knock, table.now).unwrap();
    assert_eq!((again.participant, again.seated, again.events.len()), (alex, true, 0));
    table.as_person(alex, Command::Leave(Leave {})).unwrap();
    assert_eq!(join(&table.state, &knock, table.now).unwrap().events.len(), 1);
    table.desk(Command::Remove(Remove { participant: alex })).unwrap();
    assert_eq!(join(&table.state, &knock, table.now), Err(Refusal::Forbidden));
}

#[test]
fn twins_are_told_apart_when_they_come_and_when_they_rename() {
    let mut table = Table::open();
    table.join("Sam").unwrap();
    let taken = Refusal::invalid("name", Why::Taken);
    assert_eq!(table.join(" sAM ").unwrap_err(), taken);
    let (alex, _) = table.join("Alex").unwrap();
    let rename = |name| Command::Rename(Rename { name: Name::new(name).unwrap() });
    assert_eq!(table.as_person(alex, rename("sam")), Err(taken));
    table.as_person(alex, rename("ALEX")).unwrap();
}

#[test]
fn a_seat_on_paper_counts_and_opens_to_nobody() {
    let mut table = Table::open();
    table.desk(Command::AddSeat(AddSeat { name: Name::new("Pat").unwrap() })).unwrap();
    let pat = table.state.people.last().unwrap();
    assert!(pat.on_paper() && pat.place == Place::Seated);
    let refused = table.send(Actor::participant(ParticipantId::default()), Command::Leave(Leave {}));
    assert_eq!(refused, Err(Refusal::Forbidden));
}

#[test]
fn somebody_who_left_can_ask_to_be_checked_in_with() {
    let mut table = Table::open();
    let (alex, _) = table.join("Alex").unwrap();
    table.as_person(alex, Command::Leave(Leave {})).unwrap();
    table.as_person(alex, Command::CheckIn(CheckIn { wanted: true })).unwrap();
    assert!(table.state.person(alex).unwrap().check_in);
}

#[test]
fn somebody_who_waits_and_goes_was_never_in() {
    let mut table = Table::open();
    table.desk(Command::Lock(Lock { locked: true })).unwrap();
    let (alex, _) = table.join("Alex").unwrap();
    table.as_person(alex, Command::Leave(Leave {})).unwrap();
    assert!(table.state.person(alex).is_none());
}

#[test]
fn somebody_who_left_is_not_seated_by_the_facilitator() {
    let mut table = Table::open();
    let (alex, _) = table.join("Alex").unwrap();
    table.as_person(alex, Command::Leave(Leave {})).unwrap();
    assert_eq!(table.desk(Command::Admit(Admit { participant: alex })), Err(Refusal::NotNow));
}

#[test]
fn removing_can_be_undone() {
    let mut table = Table::open();
    let (alex, _) = table.join("Alex").unwrap();
    table.desk(Command::Remove(Remove { participant: alex })).unwrap();
    table.undo_last().unwrap();
    assert_eq!(table.state.person(alex).map(|p| p.place), Some(Place::Seated));
}

#[test]
fn coming_and_going_neither_makes_a_session_grow_nor_closes_its_door() {
    let mut table = Table::open();
    let (ann, _) = table.join("Ann").unwrap();
    for n in 0..3 * MOST_PEOPLE {
        let (id, seated) = table.join(&format!("P{n}")).unwrap();
        assert!(seated, "{n}");
        table.as_person(id, Command::Leave(Leave {})).unwrap();
        assert!(table.state.people.len() <= 1 + MOST_GONE + 1, "{n}");
    }
    assert!(table.join("P0").is_ok(), "a forgotten name is free again");
    assert!(table.state.person(ann).is_some());
}

#[test]
fn those_who_asked_and_were_removed_close_no_door_whenever_they_came() {
    let (mut table, alex, _) = Table::at(Stage::Rate);
    table.as_person(alex, Command::Leave(Leave {})).unwrap();
    for n in 0..2 * MOST_PEOPLE {
        let (participant, _) = table.join(&format!("P{n}")).unwrap();
        table.desk(Command::Remove(Remove { participant })).unwrap();
    }
    assert!(table.join("One more").is_ok_and(|(_, seated)| !seated));
    assert!(table.state.people.len() <= 3 + MOST_GONE + 1);
    assert!(table.state.person(alex).is_some(), "who may have written stays, whether they have or not");
}

#[test]
fn the_facilitator_makes_room_by_removing_those_who_left() {
    let (mut table, ..) = Table::at(Stage::Rate);
    let mut left = Vec::new();
    while let Ok((participant, _)) = table.join(&format!("P{}", left.len())) {
        table.desk(Command::Admit(Admit { participant })).unwrap();
        table.as_person(participant, Command::Leave(Leave {})).unwrap();
        left.push(participant);
    }
    assert_eq!(left.len() + 3, MOST_PEOPLE);
    table.desk(Command::Remove(Remove { participant: left[0] })).unwrap();
    assert!(table.join("One more").is_ok());
}

#[test]
fn a_name_is_told_to_nobody_who_could_not_even_ask() {
    let (mut table, ..) = Table::at(Stage::Rate);
    for n in 0..MOST_WAITING {
        table.join(&format!("P{n}")).unwrap();
    }
    for name in ["Alex", "Somebody else"] {
        assert_eq!(table.join(name).unwrap_err(), Refusal::TooMany { most: MOST_WAITING }, "{name}");
    }
}

#[test]
fn the_id_of_a_seat_on_paper_tells_nothing_of_what_people_write() {
    let ids = |writes: usize| {
        let (mut table, alex, priya) = Table::at(Stage::Rate);
        for n in 0..writes {
            let by = if n % 2 == 0 { alex } else { priya };
            let rate = crate::session::example::rate("reconcilers", Some(3), Some(&"x".repeat(n)));
            table.as_person(by, rate).unwrap();
        }
        for name in ["Kit", "Robin"] {
            table.desk(Command::AddSeat(AddSeat { name: Name::new(name).unwrap() })).unwrap();
        }
        table.state.people.iter().map(|person| person.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(0), ids(7));
    assert_eq!(ids(0).into_iter().collect::<std::collections::BTreeSet<_>>().len(), 5, "none comes twice");
}

#[test]
fn a_seat_on_paper_that_was_erased_gives_its_id_to_nobody() {
    let mut table = Table::open();
    let add = |table: &mut Table| {
        table.desk(Command::AddSeat(AddSeat { name: Name::new("Pat").unwrap() })).unwrap();
        table.state.people.last().map(|person| person.id).unwrap()
    };
    let first = add(&mut table);
    table.erase(first);
    assert_ne!(add(&mut table), first);
}

#[test]
fn a_seat_is_numbered_when_it_is_taken_and_tells_nothing_of_those_who_wait() {
    let mut table = Table::open();
    table.join("Alex").unwrap();
    table.desk(Command::Lock(Lock { locked: true })).unwrap();
    let (waits, _) = table.join("Priya").unwrap();
    table.join("Sam").unwrap();
    table.desk(Command::AddSeat(AddSeat { name: Name::new("Pat").unwrap() })).unwrap();
    table.desk(Command::Admit(Admit { participant: waits })).unwrap();
    let seats: Vec<_> = table.state.seated().map(|person| (person.name.as_str(), person.seat)).collect();
    assert_eq!(seats, [("Alex", 1), ("Pat", 2), ("Priya", 3)]);
}

#[test]
fn undo_tells_nothing_of_whether_somebody_who_was_let_in_has_written() {
    let undone = |writes: bool| {
        let (mut table, ..) = Table::at(Stage::Rate);
        let moves = table.state.moves.clone();
        let (kit, _) = table.join("Kit").unwrap();
        table.desk(Command::Admit(Admit { participant: kit })).unwrap();
        if writes {
            let rate = crate::session::example::rate("reconcilers", Some(3), None);
            table.as_person(kit, rate).unwrap();
        }
        assert_eq!(table.state.moves, moves, "that they were let in is no move to take back");
        table.state.person(kit).map(|person| person.place)
    };
    assert_eq!((undone(true), undone(false)), (Some(Place::Seated), Some(Place::Seated)));
}

#[test]
fn letting_in_can_be_undone_until_rate_has_begun() {
    for (stage, answer) in [(Stage::Competencies, Ok(())), (Stage::Rate, Err(Refusal::Stale { now: None }))] {
        let (mut table, ..) = Table::at(Stage::Competencies);
        table.desk(Command::Lock(Lock { locked: true })).unwrap();
        let (kit, _) = table.join("Kit").unwrap();
        table.desk(Command::Admit(Admit { participant: kit })).unwrap();
        if stage == Stage::Rate {
            table.go_to(Stage::Rate);
            table.undo_last().unwrap();
        }
        assert_eq!(table.undo_last(), answer, "{stage:?}");
    }
}

#[test]
fn undo_passes_no_limit() {
    let (mut table, ..) = Table::at(Stage::Rate);
    let (kit, _) = table.join("Kit").unwrap();
    table.desk(Command::Admit(Admit { participant: kit })).unwrap();
    table.desk(Command::Remove(Remove { participant: kit })).unwrap();
    table.desk(Command::AddSeat(AddSeat { name: Name::new("Kit").unwrap() })).unwrap();
    assert_eq!(table.undo_last(), Err(Refusal::invalid("name", Why::Taken)));
}

#[test]
fn somebody_alone_cannot_lose_their_seat_or_open_a_door() {
    let mut table = Table::alone();
    let id = table.state.people[0].id;
    let me = Actor { participant: Some(id), facilitator: true, ..Actor::default() };
    for command in [
        Command::Leave(Leave {}),
        Command::Remove(Remove { participant: id }),
        Command::Lock(Lock { locked: false }),
        Command::AddSeat(AddSeat { name: Name::new("Sam").unwrap() }),
    ] {
        let kind = command.kind();
        assert_eq!(table.send(me, command), Err(Refusal::NotNow), "{kind}");
    }
}
