//! Keeping a sheet: its date, what stays of the session, and that nobody else learns of it.

use super::*;
use crate::session::example::{Table, act, feedback, rate, rescore, show};
use crate::session::{Actor, Command, lobby, pacing};
use crate::time::DAY;
use crate::view::{Audience, Presence, desk, mine, room, table};

const C: &str = "reliable-and-consistent";

fn keep(kept: bool) -> Command {
    Command::KeepSheet(KeepSheet { kept })
}

/// Where `days` from now lies, as a date.
fn day(table: &Table, days: i64) -> Date {
    table.state.about.zone.date(table.now.plus(days * DAY))
}

/// Lets what is due now happen; `None` when all of it goes.
fn sweep(table: &mut Table) -> Option<usize> {
    match table.state.due(table.now) {
        Due::Nothing => Some(0),
        Due::All => None,
        Due::Some(events) => {
            events.iter().for_each(|event| crate::session::evolve(&mut table.state, event));
            Some(events.len())
        }
    }
}

fn until(table: &Table, id: ParticipantId) -> i64 {
    let person = table.state.person(id).unwrap();
    (sheet_until(&table.state, person).0 - table.now.0) / DAY
}

/// Closed, with words of Alex and Priya everywhere, and Alex keeping their sheet.
fn closed() -> (Table, ParticipantId, ParticipantId) {
    let (mut table, alex, priya) = Table::at(Stage::Discuss);
    for (id, word) in [(alex, "alder"), (priya, "birch")] {
        table.as_person(id, rate(C, Some(4), Some(word))).unwrap();
        table.as_person(id, show(C, Some(true), Some(true))).unwrap();
        table.as_person(id, rescore(C, Some(6))).unwrap();
    }
    table.as_person(priya, feedback(alex, C, "You listen", false)).unwrap();
    table.as_person(alex, feedback(priya, C, "beech", false)).unwrap();
    table.as_person(alex, act(1, Some("Ask"), Some(day(&table, 28)))).unwrap();
    let note = pacing::Note { stage: Stage::Discuss, ..Default::default() };
    table
        .desk(Command::Note(pacing::Note {
            text: crate::text::Patch::Set(crate::text::Words::new("cedar").unwrap()),
            ..note
        }))
        .unwrap();
    table.as_person(alex, keep(true)).unwrap();
    for stage in [Stage::Rescore, Stage::Actions, Stage::Closed] {
        table.go_to(stage);
    }
    (table, alex, priya)
}

fn table_of(state: &State, id: ParticipantId) -> (crate::view::Table, crate::view::Table) {
    (table(state, Audience::Participant(id)), table(state, Audience::Display))
}

#[test]
fn it_is_kept_thirty_days_after_the_last_review_date_and_twelve_months_at_most() {
    let (mut table, alex, priya) = closed();
    assert_eq!(until(&table, alex), 57, "28 days, and 30 after: it begins with the day");
    assert_eq!(until(&table, priya), 59, "without a review date: 30 days longer than the rest");
    table.as_person(alex, act(2, Some("Later"), Some(day(&table, 90)))).unwrap();
    assert_eq!(until(&table, alex), 119);
    table.as_person(alex, act(2, None, Some(day(&table, 700)))).unwrap();
    assert_eq!(until(&table, alex), 364, "a year after close");
    table.as_person(alex, act(2, None, Some(day(&table, 1)))).unwrap();
    table.as_person(alex, act(1, None, Some(day(&table, 1)))).unwrap();
    table.now = table.now.plus(5 * DAY);
    for stage in [Stage::Actions, Stage::Closed] {
        table.go_to(stage);
    }
    let person = table.state.person(alex).unwrap();
    assert_eq!(sheet_until(&table.state, person), table.state.kept_until(), "never less than the session");
}

#[test]
fn on_the_session_s_date_all_of_it_goes_when_nobody_keeps_a_sheet() {
    let (mut table, alex, _) = closed();
    table.as_person(alex, keep(false)).unwrap();
    table.now = table.state.kept_until().plus(-1);
    assert_eq!(table.state.due(table.now), Due::Nothing);
    table.now = table.state.kept_until();
    assert_eq!(sweep(&mut table), None);
}

#[test]
fn what_stays_is_its_owner_s_alone() {
    let (mut table, alex, _) = closed();
    let before = mine(&table.state, alex).unwrap();
    let code = table.state.door.code.as_str().to_owned();
    table.now = table.state.kept_until();
    assert_eq!(sweep(&mut table), Some(1));
    let stands = table.state.freeze();
    for gone in ["birch", "beech", "cedar", "Morgan", "Sam", &code] {
        assert!(!stands.contains(gone), "{gone} stands in {stands}");
    }
    let after = mine(&table.state, alex).unwrap();
    assert_eq!(after.rows[&C.into()].reason, before.rows[&C.into()].reason);
    assert_eq!(after.rows[&C.into()].rescore, before.rows[&C.into()].rescore);
    assert_eq!((after.rows[&C.into()].shown.clone(), after.sent.len()), (None, 0));
    assert_eq!(after.actions, before.actions);
    assert_eq!(after.received, before.received, "with Priya's name as it stood");
    assert_eq!(after.received[0].name.as_deref(), Some("Priya"));
    let room = room(&table.state, &Presence::default());
    assert!(room.about.reduced && room.people.is_empty() && room.facilitators.is_empty());
    assert!(table_of(&table.state, alex).0.items.is_empty());
}

#[test]
fn only_the_owner_s_own_secret_opens_it() {
    let (mut table, alex, priya) = closed();
    let secret = |table: &Table, id| table.state.person(id).unwrap().secret.unwrap();
    let (own, other) = (secret(&table, alex), secret(&table, priya));
    let desk = table.state.facilitators[0].secret;
    table.now = table.state.kept_until();
    sweep(&mut table);
    assert_eq!(table.state.who(&own), Some(Actor::participant(alex)));
    assert_eq!((table.state.who(&other), table.state.who(&desk)), (None, None));
    assert_eq!(table.join("Kim"), Err(Refusal::NotNow));
}

#[test]
fn one_s_own_can_still_be_changed_and_what_needs_a_group_cannot() {
    let (mut table, alex, priya) = closed();
    table.now = table.state.kept_until();
    sweep(&mut table);
    assert_eq!(until(&table, alex), 27);
    table.as_person(alex, act(1, None, Some(day(&table, 100)))).unwrap();
    assert_eq!(until(&table, alex), 129, "the date moves with the review date");
    table.as_person(alex, act(1, None, Some(day(&table, 500)))).unwrap();
    assert_eq!(until(&table, alex), 334, "within twelve months of the end, whatever is written since");
    table.as_person(alex, rescore(C, Some(7))).unwrap();
    let mut refused = 0;
    for command in Command::one_of_each() {
        let kind = command.kind();
        let answer = table.as_person(alex, command.clone());
        if !IN_A_KEPT_SHEET.contains(&kind) {
            refused += 1;
            assert!(matches!(answer, Err(Refusal::NotNow | Refusal::Forbidden)), "{kind}: {answer:?}");
        }
    }
    assert!(refused > 40);
    assert_eq!(table.as_person(alex, keep(false)), Err(Refusal::NotNow));
    assert_eq!(table.as_person(priya, keep(true)), Err(Refusal::Forbidden));
}

#[test]
fn each_kept_sheet_goes_on_its_own_date_and_the_session_with_the_last() {
    let (mut table, alex, priya) = closed();
    table.as_person(priya, act(7, Some("Practise"), Some(day(&table, 90)))).unwrap();
    table.as_person(priya, keep(true)).unwrap();
    table.now = table.state.kept_until();
    assert_eq!(sweep(&mut table), Some(1));
    let before = mine(&table.state, priya).unwrap();
    let writer = table.state.person(priya).unwrap().received[0].clone();
    assert_eq!((writer.from, writer.name.as_ref().map(Name::as_str)), (Some(alex), Some("Alex")));
    table.now = table.state.due_at();
    assert_eq!(sweep(&mut table), Some(1));
    assert!(table.state.person(alex).is_none());
    assert_eq!(mine(&table.state, priya), Some(before), "she does not see that another one went");
    table.now = table.state.due_at().plus(-1);
    assert_eq!(sweep(&mut table), Some(0));
    table.now = table.state.due_at();
    assert_eq!(sweep(&mut table), None);
}

#[test]
fn a_writer_who_erases_a_kept_sheet_is_a_colleague_from_then_on() {
    let (mut table, alex, priya) = closed();
    table.as_person(priya, keep(true)).unwrap();
    table.now = table.state.kept_until();
    sweep(&mut table);
    table.erase(priya);
    assert_eq!(mine(&table.state, alex).unwrap().received[0].name, None);
    assert!(!table.state.freeze().contains("Priya"));
}

#[test]
fn a_writer_whose_part_went_is_still_known_by_their_id_to_be_taken_out() {
    let (mut table, alex, priya) = closed();
    table.now = table.now.plus(31 * DAY);
    assert_eq!(sweep(&mut table), Some(1));
    assert!(table.state.person(priya).is_none() && knows(&table.state, priya));
    for event in lobby::erase(&table.state, priya).unwrap() {
        crate::session::evolve(&mut table.state, &event);
    }
    assert!(!knows(&table.state, priya) && knows(&table.state, alex));
    assert!(!table.state.freeze().contains("Priya"));
}

#[test]
fn nobody_else_sees_who_keeps_a_sheet() {
    let (mut table, alex, priya) = closed();
    table.as_person(alex, keep(false)).unwrap();
    let seen = |state: &State| {
        let presence = Presence::default();
        (room(state, &presence), desk(state, &presence), mine(state, priya), table_of(state, priya))
    };
    let before = seen(&table.state);
    table.as_person(alex, keep(true)).unwrap();
    assert_eq!(seen(&table.state), before);
    assert!(mine(&table.state, alex).unwrap().keeping.kept);
}

#[test]
fn whoever_waits_was_removed_or_rehearses_keeps_nothing() {
    let (mut table, alex, priya) = closed();
    table.desk(Command::Remove(lobby::Remove { participant: priya })).unwrap();
    assert_eq!(table.as_person(priya, keep(true)), Err(Refusal::Forbidden));
    table.desk(Command::Remove(lobby::Remove { participant: alex })).unwrap();
    table.now = table.state.kept_until();
    assert_eq!(sweep(&mut table), Some(1), "who asked for it before they were removed keeps it");
    let mut rehearsed = Table::open();
    rehearsed.state.about.rehearsal = true;
    let (kim, _) = rehearsed.join("Kim").unwrap();
    assert_eq!(rehearsed.as_person(kim, keep(true)), Err(Refusal::NotNow));
}
