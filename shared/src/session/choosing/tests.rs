use super::*;
use crate::session::Command;
use crate::session::example::Table;

fn choose(ids: &[&str]) -> Command {
    let competencies = ids.iter().map(|id| CompetencyId::from(*id)).collect();
    Command::ChooseCompetencies(ChooseCompetencies { competencies })
}

fn in_area(area: &str) -> Table {
    let mut table = Table::open();
    table.go_to(Stage::Area);
    table.desk(Command::ChooseArea(ChooseArea { area: area.into() })).unwrap();
    table.go_to(Stage::Competencies);
    table
}

#[test]
fn one_to_three_of_the_area_are_chosen() {
    let mut table = in_area("building-trusting-relationships");
    table.desk(choose(&["reconcilers", "persevering"])).unwrap();
    assert_eq!(table.state.choice.competencies, ["persevering".into(), "reconcilers".into()]);
    let four = ["persevering", "reliable-and-consistent", "reconcilers", "empathic-listeners"];
    assert_eq!(table.desk(choose(&four)), Err(Refusal::TooMany { most: 3 }));
    assert_eq!(table.desk(choose(&["persevering", "optimistic-and-resilient"])), Err(Refusal::NotInArea));
    assert_eq!(table.desk(choose(&["nobody"])), Err(Refusal::unknown("competencies")));
    assert_eq!(table.desk(choose(&[])), Err(Refusal::invalid("competencies", Why::Empty)));
    assert_eq!(table.state.choice.competencies.len(), 2);
}

#[test]
fn an_area_of_two_never_asks_for_three() {
    let mut table = in_area("reflecting-on-practice-and-self-care");
    table.desk(choose(&["practise-self-care"])).unwrap();
    table.desk(choose(&["practise-self-care", "engage-with-support-channels"])).unwrap();
}

#[test]
fn group_moves_hold_in_their_stage() {
    let mut table = in_area("values-and-attitudes");
    table.go_to(Stage::Rate);
    let area = Command::ChooseArea(ChooseArea { area: "values-and-attitudes".into() });
    assert_eq!(table.desk(area), Err(Refusal::NotNow));
    assert_eq!(table.desk(choose(&["non-judgemental"])), Err(Refusal::NotNow));
}

#[test]
fn one_persons_area_picks_do_not_come_out_with_the_groups_competency_picks() {
    let mut table = in_area("values-and-attitudes");
    let [alex, priya, sam] = ["Alex", "Priya", "Sam"].map(|name| table.join(name).unwrap().0);
    let areas = vec!["values-and-attitudes".into()];
    let rather_not = Some(vec!["trauma-informed-approach".into()]);
    table.as_person(alex, Command::PreferAreas(PreferAreas { areas, rather_not })).unwrap();
    for id in [priya, sam] {
        let competencies = vec!["humble-and-open".into()];
        table.as_person(id, Command::PreferCompetencies(PreferCompetencies { competencies })).unwrap();
    }
    table.desk(Command::Picks(Picks { shown: true })).unwrap();
    let counted = table.state.choice.picks.clone().unwrap();
    assert!(counted.areas.is_empty() && counted.rather_not.is_empty());
    assert_eq!(counted.competencies.len(), 1);
    table.erase(priya);
    assert_eq!(table.state.choice.picks, None, "an erased person's pick is in no count");
}

#[test]
fn picks_are_counted_together_once_two_have_picked() {
    let mut table = Table::open();
    let (alex, _) = table.join("Alex").unwrap();
    let (priya, _) = table.join("Priya").unwrap();
    table.go_to(Stage::Area);
    let see = Command::Picks(Picks { shown: true });
    let wish = |areas: &[&str]| {
        let areas = areas.iter().map(|a| AreaId::from(*a)).collect();
        Command::PreferAreas(PreferAreas { areas, rather_not: None })
    };
    table.as_person(alex, wish(&["values-and-attitudes"])).unwrap();
    assert_eq!(table.desk(see.clone()), Err(Refusal::NotNow));
    table.as_person(priya, wish(&["values-and-attitudes", "trauma-informed-approach"])).unwrap();
    assert_eq!(table.state.choice.picks, None);
    table.desk(see).unwrap();
    let counted = table.state.choice.picks.clone().unwrap();
    assert_eq!(counted.areas.values().copied().collect::<Vec<_>>(), [1, 2]);
    let three =
        wish(&["values-and-attitudes", "trauma-informed-approach", "working-together-and-empowering"]);
    assert_eq!(table.as_person(alex, three), Err(Refusal::TooMany { most: 2 }));
    assert_eq!(table.as_person(alex, wish(&["nowhere"])), Err(Refusal::unknown("areas")));
}

#[test]
fn trying_another_area_leaves_everybodys_wishes() {
    let mut table = in_area("values-and-attitudes");
    let (alex, _) = table.join("Alex").unwrap();
    let competencies = vec!["humble-and-open".into()];
    table.as_person(alex, Command::PreferCompetencies(PreferCompetencies { competencies })).unwrap();
    table.desk(Command::ChooseArea(ChooseArea { area: "trauma-informed-approach".into() })).unwrap();
    table.undo_last().unwrap();
    assert_eq!(table.state.person(alex).unwrap().preferences.competencies.len(), 1);
}
