use super::*;
use crate::session::Command;
use crate::session::Stage;
use crate::session::example::{Table, act};
use crate::session::record::Record;

fn summary(to: SummaryTo) -> Command {
    Command::Prepare(Prepare { summary_to: Some(to), ..Prepare::default() })
}

fn others(name: &str) -> SummaryTo {
    SummaryTo::Others { name: Line::new(name).unwrap() }
}

#[test]
fn what_is_absent_stays_and_null_clears() {
    let (mut table, ..) = Table::at(Stage::Lobby);
    let title = Patch::Set(Line::new("Tuesday group").unwrap());
    table.desk(Command::Prepare(Prepare { title, seats: Some(3), ..Prepare::default() })).unwrap();
    let support = Patch::Set(Words::new("Ring Jo").unwrap());
    table.desk(Command::Prepare(Prepare { support, ..Prepare::default() })).unwrap();
    assert_eq!((table.state.about.title.as_str(), table.state.about.seats), ("Tuesday group", 3));
    assert!(table.state.prepared.support.is_some());
    let clear = Prepare { title: Patch::Clear, support: Patch::Clear, ..Prepare::default() };
    table.desk(Command::Prepare(clear)).unwrap();
    assert_eq!(table.state.about.title.as_str(), "");
    assert!(table.state.prepared.support.is_none());
}

#[test]
fn values_out_of_range_are_named() {
    let (mut table, ..) = Table::at(Stage::Lobby);
    for seats in [0, 13] {
        let wrong = Prepare { seats: Some(seats), ..Prepare::default() };
        let refusal = Err(Refusal::invalid("seats", Why::Range { least: 1, most: 12 }));
        assert_eq!(table.desk(Command::Prepare(wrong)), refusal);
    }
    for days in [0, 31] {
        let wrong = Prepare { kept_days: Patch::Set(days), ..Prepare::default() };
        let refusal = Err(Refusal::invalid("keptDays", Why::Range { least: 1, most: 30 }));
        assert_eq!(table.desk(Command::Prepare(wrong)), refusal);
    }
    assert_eq!(table.desk(summary(others(" "))), Err(Refusal::invalid("summaryTo.name", Why::Empty)));
    let before = table.state.kept_until();
    table.desk(Command::Prepare(Prepare { kept_days: Patch::Set(7), ..Prepare::default() })).unwrap();
    assert!(table.state.kept_until() < before);
}

#[test]
fn an_earlier_date_of_deletion_erases_nothing_at_once() {
    let (mut table, ..) = Table::at(Stage::Closed);
    let days = |days| Command::Prepare(Prepare { kept_days: days, ..Prepare::default() });
    table.desk(days(Patch::Set(1))).unwrap();
    table.desk(days(Patch::Clear)).unwrap();
    table.now = table.now.plus(5 * DAY);
    for too_few in [1, 4, 5] {
        let refusal = Err(Refusal::invalid("keptDays", Why::Range { least: 6, most: 30 }));
        assert_eq!(table.desk(days(Patch::Set(too_few))), refusal);
    }
    table.desk(days(Patch::Set(6))).unwrap();
    assert!(table.state.kept_until() > table.now);
    table.now = table.now.plus(DAY);
    let title = Patch::Set(Line::new("Saying the same days again is no harm").unwrap());
    let same = Prepare { title, kept_days: Patch::Set(6), ..Prepare::default() };
    table.desk(Command::Prepare(same)).unwrap();
}

#[test]
fn widening_who_gets_the_summary_sets_every_choice_back() {
    let (mut table, alex, _) = Table::at(Stage::Actions);
    table.as_person(alex, act(1, Some("ask Jo"), None)).unwrap();
    let put = || Command::Record(Record { name: Some(true), ..Record::default() });
    let answered = |table: &Table| table.state.person(alex).unwrap().record.answered;
    table.as_person(alex, put()).unwrap();
    table.desk(summary(SummaryTo::Facilitators)).unwrap();
    assert!(answered(&table), "narrowing takes nothing from anybody");
    table.desk(summary(SummaryTo::Here)).unwrap();
    assert!(!answered(&table));
    table.as_person(alex, put()).unwrap();
    table.desk(summary(others("our manager"))).unwrap();
    assert!(!answered(&table));
    table.as_person(alex, put()).unwrap();
    table.desk(summary(others("all managers"))).unwrap();
    assert!(!answered(&table), "other readers than before are more readers");
    table.as_person(alex, put()).unwrap();
    table.desk(summary(others("all managers"))).unwrap();
    assert!(answered(&table), "saying it again changes nothing");
}

#[test]
fn what_was_chosen_for_fewer_readers_is_not_put_in_for_more() {
    let (mut table, alex, _) = Table::at(Stage::Actions);
    table.as_person(alex, act(1, Some("ask Jo"), None)).unwrap();
    let put = |to: &SummaryTo| {
        Command::Record(Record { name: Some(true), to: Some(to.clone()), ..Record::default() })
    };
    // A phone that was offline sends what its person chose before.
    table.desk(summary(others("our manager"))).unwrap();
    for seen in [SummaryTo::Facilitators, SummaryTo::Here, others("nobody else")] {
        assert_eq!(table.as_person(alex, put(&seen)), Err(Refusal::Stale { now: None }));
    }
    table.as_person(alex, put(&others("our manager"))).unwrap();
    table.desk(summary(SummaryTo::Facilitators)).unwrap();
    table.as_person(alex, put(&SummaryTo::Here)).unwrap();
}

#[test]
fn proposing_chooses_nothing() {
    let (mut table, ..) = Table::at(Stage::Lobby);
    let area: AreaId = "values-and-attitudes".into();
    let propose = |area: Option<&AreaId>, ids: &[&str]| {
        let competencies = ids.iter().map(|id| CompetencyId::from(*id)).collect();
        Command::Propose(Propose { area: area.cloned(), competencies })
    };
    table.desk(propose(Some(&area), &["optimistic-and-resilient", "non-judgemental"])).unwrap();
    assert_eq!(table.state.choice.area, None);
    let proposed: Vec<_> = table.state.prepared.competencies.iter().map(|id| id.0.as_str()).collect();
    assert_eq!(proposed, ["non-judgemental", "optimistic-and-resilient"], "in the framework's order");
    assert_eq!(table.desk(propose(Some(&area), &["reconcilers"])), Err(Refusal::NotInArea));
    let missing = Refusal::invalid("area", Why::Missing);
    assert_eq!(table.desk(propose(None, &["reconcilers"])), Err(missing));
    table.desk(propose(None, &[])).unwrap();
    assert_eq!(table.state.prepared.area, None);
}
