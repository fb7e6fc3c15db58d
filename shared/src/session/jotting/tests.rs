use super::*;
use crate::refusal::Refusal;
use crate::session::Command;
use crate::session::example::Table;
use crate::view::{Audience, Presence, desk, mine, room, table};

const C: &str = "reliable-and-consistent";

fn jot(which: JotBox, words: Option<&str>) -> Command {
    let text = words.map_or(Patch::Clear, |words| Patch::Set(Words::new(words).unwrap()));
    Command::Jot(Jot { competency: C.into(), which, text, was: None })
}

#[test]
fn a_jotting_is_its_authors_alone() {
    let (mut t, alex, priya) = Table::at(Stage::Discuss);
    t.as_person(alex, jot(JotBox::Heard, Some("SENTINEL"))).unwrap();
    let own = serde_json::to_string(&mine(&t.state, alex).unwrap()).unwrap();
    assert!(own.contains("SENTINEL"));
    let presence = Presence::default();
    let all = [
        serde_json::to_string(&mine(&t.state, priya).unwrap()).unwrap(),
        serde_json::to_string(&room(&t.state, &presence)).unwrap(),
        serde_json::to_string(&desk(&t.state, &presence)).unwrap(),
        serde_json::to_string(&table(&t.state, Audience::Desk)).unwrap(),
    ];
    assert!(all.iter().all(|json| !json.contains("SENTINEL")));
    t.as_person(alex, jot(JotBox::Heard, None)).unwrap();
    assert!(t.state.person(alex).unwrap().rows[&C.into()].jots.is_empty());
}

#[test]
fn jotting_begins_with_the_talk() {
    let (mut t, alex, _) = Table::at(Stage::Rate);
    assert_eq!(t.as_person(alex, jot(JotBox::Well, Some("x"))), Err(Refusal::NotNow));
}

#[test]
fn words_changed_elsewhere_are_not_overwritten() {
    let (mut t, alex, _) = Table::at(Stage::Discuss);
    t.as_person(alex, jot(JotBox::Well, Some("first"))).unwrap();
    let text = Patch::Set(Words::new("second").unwrap());
    let stale = Jot { competency: C.into(), which: JotBox::Well, text, was: Some("other".to_owned()) };
    let now = Some("first".to_owned());
    assert_eq!(t.as_person(alex, Command::Jot(stale)), Err(Refusal::Stale { now }));
}
