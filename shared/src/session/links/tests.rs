use super::*;
use crate::session::example::Table;
use crate::session::preparing::Prepare;
use crate::session::{Actor, Command, Stage, decide};
use crate::text::Patch;

/// 32 bytes in base64url, by number.
fn secret(number: u8) -> String {
    format!("{}A", "ABCDEFGHIJ".chars().nth(usize::from(number)).unwrap().to_string().repeat(42))
}

fn hash(number: u8) -> SecretHash {
    SecretHash::of(&secret(number)).unwrap()
}

#[test]
fn a_new_link_ends_the_old_one_and_keeps_what_ids_are_made_of() {
    let (mut table, ..) = Table::at(Stage::Lobby);
    let (old, salt) = (table.state.facilitators[0].secret, table.state.salt());
    table.desk(Command::NewLink(NewLink { secret: secret(1) })).unwrap();
    assert_eq!(table.state.who(&old), None);
    assert_eq!(table.state.who(&hash(1)), Some(Actor::facilitator()));
    table.desk(Command::NewLink(NewLink { secret: secret(2) })).unwrap();
    assert_eq!(table.state.salt(), salt);
    let bad = Command::NewLink(NewLink { secret: "short".to_owned() });
    assert_eq!(table.desk(bad), Err(Refusal::invalid("secret", Why::Kind)));
}

#[test]
fn a_new_link_ends_those_that_were_made_by_the_old_one() {
    let (mut table, ..) = Table::at(Stage::Lobby);
    table.desk(Command::CoFacilitator(CoFacilitator { secret: Some(secret(3)), name: None })).unwrap();
    table.desk(Command::Display(Display { secret: Some(secret(4)) })).unwrap();
    let version = table.state.version;
    table.desk(Command::NewLink(NewLink { secret: secret(1) })).unwrap();
    assert_eq!(table.state.version, version + 1, "all in one commit");
    assert_eq!((table.state.who(&hash(3)), table.state.who(&hash(4))), (None, None));
    assert_eq!(table.state.who(&hash(1)), Some(Actor::facilitator()));
}

#[test]
fn a_co_facilitator_guides_but_makes_no_links() {
    let (mut table, ..) = Table::at(Stage::Lobby);
    let name = Name::new("Robin").ok();
    table.desk(Command::CoFacilitator(CoFacilitator { secret: Some(secret(3)), name })).unwrap();
    let co = table.state.who(&hash(3)).unwrap();
    assert_eq!(co, Actor::co_facilitator());
    let go = Command::GoTo(crate::session::pacing::GoTo { stage: Stage::Area, from: None });
    assert!(decide(&table.state, co, &go, table.now).is_ok());
    for taking_over in [
        Command::NewLink(NewLink { secret: secret(4) }),
        Command::CoFacilitator(CoFacilitator { secret: None, name: None }),
        Command::Prepare(Prepare { facilitator: Patch::Clear, ..Prepare::default() }),
    ] {
        assert_eq!(decide(&table.state, co, &taking_over, table.now), Err(Refusal::Forbidden));
    }
    table.desk(Command::CoFacilitator(CoFacilitator { secret: None, name: None })).unwrap();
    assert_eq!(table.state.who(&hash(3)), None);
}

#[test]
fn nobody_gets_two_roles_by_one_secret() {
    let (mut table, ..) = Table::at(Stage::Lobby);
    table.desk(Command::Display(Display { secret: Some(secret(5)) })).unwrap();
    let taken = Err(Refusal::invalid("secret", Why::Taken));
    assert_eq!(table.desk(Command::NewLink(NewLink { secret: secret(5) })), taken);
    let co = CoFacilitator { secret: Some(secret(5)), name: None };
    assert_eq!(table.desk(Command::CoFacilitator(co)), taken);
}
