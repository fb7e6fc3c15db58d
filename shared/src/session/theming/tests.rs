use super::*;
use crate::session::example::Table;
use crate::session::preparing::{Prepare, SummaryTo};
use crate::session::{Actor, Command};
use uuid::Uuid;

fn id(n: u128) -> ThemeId {
    ThemeId(Uuid::from_u128(n))
}

fn write(n: u128, words: &str) -> Command {
    let text = Patch::Set(ThemeText::new(words).unwrap());
    Command::Theme(Theme { theme: id(n), kind: Some(ThemeKind::Theme), text, ..Default::default() })
}

fn yes(n: u128, was: Option<&str>) -> Command {
    let was = was.map(str::to_owned);
    Command::Theme(Theme { theme: id(n), agreed: Some(true), was, ..Default::default() })
}

fn stands(table: &Table) -> Vec<(&str, bool)> {
    table.state.themes.iter().map(|theme| (theme.text.as_str(), theme.agreed)).collect()
}

#[test]
fn themes_are_written_changed_agreed_to_and_taken_out() {
    let (mut table, ..) = Table::at(Stage::Discuss);
    table.desk(write(1, "Planning a heavy week")).unwrap();
    table.desk(write(2, "Ringing ahead")).unwrap();
    table.desk(yes(1, Some("Planning a heavy week"))).unwrap();
    assert_eq!(stands(&table), [("Planning a heavy week", true), ("Ringing ahead", false)]);
    table.desk(write(2, " ")).unwrap();
    table.desk(write(3, " ")).unwrap();
    assert_eq!(stands(&table), [("Planning a heavy week", true)]);
}

#[test]
fn other_words_are_words_the_group_has_not_said_yes_to() {
    let (mut table, ..) = Table::at(Stage::Discuss);
    table.desk(write(1, "Planning")).unwrap();
    table.desk(yes(1, None)).unwrap();
    table.desk(write(1, "Planning")).unwrap();
    assert_eq!(stands(&table), [("Planning", true)], "the same words again change nothing");
    let kind = Some(ThemeKind::Training);
    table.desk(Command::Theme(Theme { theme: id(1), kind, ..Default::default() })).unwrap();
    assert_eq!((table.state.themes[0].kind, table.state.themes[0].agreed), (ThemeKind::Training, true));
    let text = Patch::Set(ThemeText::new("Planning ahead").unwrap());
    let both = Theme { theme: id(1), text, agreed: Some(true), ..Default::default() };
    table.desk(Command::Theme(both)).unwrap();
    assert_eq!(stands(&table), [("Planning ahead", false)], "nobody can have heard them yet");
}

#[test]
fn a_yes_is_to_the_words_that_were_read_out() {
    let (mut table, ..) = Table::at(Stage::Discuss);
    table.desk(write(1, "As read out")).unwrap();
    table.desk(write(1, "As another desk changed it")).unwrap();
    let now = Some("As another desk changed it".to_owned());
    assert_eq!(table.desk(yes(1, Some("As read out"))), Err(Refusal::Stale { now }));
    assert!(!table.state.themes[0].agreed);
}

#[test]
fn a_yes_was_for_the_readers_there_were() {
    let (mut table, ..) = Table::at(Stage::Discuss);
    table.desk(write(1, "Planning")).unwrap();
    table.desk(yes(1, None)).unwrap();
    let widen = |to| Command::Prepare(Prepare { summary_to: Some(to), ..Default::default() });
    table.desk(widen(SummaryTo::Facilitators)).unwrap();
    assert!(table.state.themes[0].agreed);
    table.desk(widen(SummaryTo::Here)).unwrap();
    assert!(!table.state.themes[0].agreed);
}

#[test]
fn they_are_open_from_discuss_on_also_after_close() {
    let (mut table, ..) = Table::at(Stage::Rate);
    assert_eq!(table.desk(write(1, "Too early")), Err(Refusal::NotNow));
    for stage in [Stage::Discuss, Stage::Closed, Stage::Rate] {
        table.go_to(stage);
        table.desk(write(1, &format!("Written in {stage:?}"))).unwrap();
    }
    assert_eq!(stands(&table), [("Written in Rate", false)]);
}

#[test]
fn there_are_twelve_of_one_line_each_and_nothing_forgotten() {
    let (mut table, ..) = Table::at(Stage::Discuss);
    for n in 0..12 {
        table.desk(write(n, &"x".repeat(THEME))).unwrap();
    }
    assert_eq!(table.desk(write(12, "One more")), Err(Refusal::TooMany { most: MOST_THEMES }));
    table.desk(write(11, "Another instead")).unwrap();
    assert_eq!(table.desk(write(11, "two\nlines")), Err(Refusal::invalid("text", Why::Control)));
    table.desk(write(0, "")).unwrap();
    for (json, missing) in [
        (r#"{"type":"theme","theme":"00000000-0000-4000-8000-000000000001","kind":"theme"}"#, "text"),
        (r#"{"type":"theme","theme":"00000000-0000-4000-8000-000000000001","text":"Words"}"#, "kind"),
    ] {
        let raw = serde_json::value::RawValue::from_string(json.to_owned()).unwrap();
        let command = Command::read(Actor::facilitator(), &raw).unwrap();
        assert_eq!(table.desk(command), Err(Refusal::invalid(missing, Why::Missing)), "{json}");
    }
}
