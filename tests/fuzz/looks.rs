//! What holds for every input whatsoever, one function for each parser that reads what strangers send. The fuzz targets
//! beside this file call them with what cargo-fuzz makes up; `shared/tests/corpus.rs` calls them with the kept corpus, in
//! every run of the tests and without a nightly compiler.
//!
//! ```text
//! cargo +nightly fuzz run --fuzz-dir tests/fuzz frame -- -max_total_time=600
//! ```

use std::sync::LazyLock;

use trivet_shared::framework::{Framework, MOST_TOLD, Whose, bundled};
use trivet_shared::id::{CommandId, JoinCode};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::earlier::{self, read::Wrong};
use trivet_shared::session::{
    Actor, Command, Commit, Digest, FACILITATOR_COMMANDS, FIRST_FACILITATORS, PARTICIPANT_COMMANDS, State,
    decide,
};
use trivet_shared::view::{Audience, Presence, desk, mine, room, table};
use trivet_shared::wire::{Incoming, read};

/// A session that holds one of everything, as an earlier version wrote it.
const SNAPSHOT: &str = include_str!("../../shared/tests/golden/1-snapshot.json");

static SESSION: LazyLock<State> = LazyLock::new(|| {
    let pinned = State::pinned_in(SNAPSHOT).expect("the golden snapshot names its framework");
    State::thaw(SNAPSHOT, &pinned, bundled()[0].framework.clone()).expect("the golden snapshot is one")
});

/// A frame: it is read or refused with a field; a command of it does what it may or is refused; what it does is kept and
/// read again as it was, and every view of it can be made.
pub(crate) fn frame(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return }; // closed with 1007 before anybody reads it
    let (id, raw) = match read(text) {
        Ok(Incoming::Command(id, raw)) => (id, raw),
        Ok(Incoming::Hello(_) | Incoming::Ping) => return,
        Err(refusal) => return names_a_field(&refusal, text),
    };
    let person = SESSION.people.first().map(|person| person.id).expect("somebody sits there");
    let alone = Actor { participant: Some(person), facilitator: true, ..Actor::default() };
    for by in
        [Actor::facilitator(), Actor::co_facilitator(), Actor::participant(person), alone, Actor::display()]
    {
        let command = match Command::read(by, raw) {
            Ok(command) => command,
            Err(refusal) => {
                names_a_field(&refusal, text);
                continue;
            }
        };
        may(by, &command);
        match decide(&SESSION, by, &command, SESSION.touched) {
            Err(refusal) => names_a_field(&refusal, text),
            Ok(events) => happens(id, by, events),
        }
    }
}

/// Whoever it is not for does not even get it read.
fn may(by: Actor, command: &Command) {
    let kind = command.kind();
    assert!(by.facilitator || !FACILITATOR_COMMANDS.contains(&kind), "{kind} was read for {by:?}");
    assert!(!by.co || !FIRST_FACILITATORS.contains(&kind), "{kind} was read for {by:?}");
    assert!(by.participant.is_some() || !PARTICIPANT_COMMANDS.contains(&kind), "{kind} was read for {by:?}");
}

fn happens(id: CommandId, by: Actor, events: Vec<trivet_shared::session::Event>) {
    let mut after = SESSION.clone();
    let commit = Commit { id, digest: Digest(0), at: SESSION.touched, by, events };
    let kept = serde_json::to_string(&commit).expect("a commit can be written");
    let again: Commit = serde_json::from_str(&kept).expect("what was written is read");
    assert_eq!(again, commit, "a commit reads otherwise than it was written");
    after.apply(&again);
    let thawed = State::thaw(&after.freeze(), &after.pinned, after.framework.clone());
    assert_eq!(thawed.expect("what was frozen thaws"), after, "a session thaws otherwise than it was frozen");
    let presence = Presence::default();
    let _ = (room(&after, &presence), desk(&after, &presence), table(&after, Audience::Display));
    for person in &after.people {
        let _ = mine(&after, person.id);
    }
}

fn names_a_field(refusal: &Refusal, text: &str) {
    if let Refusal::Invalid { field, .. } = refusal {
        assert!(!field.is_empty(), "no field is named: {text}");
    }
}

/// A framework file: it is good and stays what it is, or every problem told has a line and a field.
pub(crate) fn framework(data: &[u8]) {
    match Framework::check(data, Whose::Brought) {
        Ok(checked) => {
            let kept = Framework::thaw(&checked.json).expect("what was kept is read");
            assert_eq!(kept, *checked.framework, "what was kept reads otherwise");
        }
        Err(problems) => {
            let lines = 1 + data.iter().filter(|byte| **byte == b'\n').count();
            assert!((1..=MOST_TOLD).contains(&problems.told.len()), "nothing is told, or too much");
            for told in &problems.told {
                assert!((1..=lines).contains(&told.line), "{told} is in no line of the file");
                assert!(!told.field.is_empty(), "{told} names no field");
            }
        }
    }
}

/// A sheet that somebody brings: what is read of it can be brought and is kept as it was, or what is wrong names a field.
pub(crate) fn sheet(data: &[u8]) {
    let brought = match earlier::read::read(data, &SESSION.framework) {
        Ok(brought) => brought,
        Err(Wrong::Field { field, .. }) => return assert!(!field.is_empty(), "no field is named"),
        Err(_) => return,
    };
    for person in &SESSION.people {
        let Ok((events, taken)) = earlier::bring(&SESSION, person, &brought, SESSION.touched) else {
            continue;
        };
        assert!(taken.actions <= brought.actions.len(), "more actions were taken than there are");
        happens(CommandId::default(), Actor::participant(person.id), events);
    }
}

/// A join code as typed: it is none, or reads as itself.
pub(crate) fn join_code(data: &[u8]) {
    let Ok(typed) = std::str::from_utf8(data) else { return };
    if let Some(code) = JoinCode::read(typed) {
        assert_eq!(
            JoinCode::read(code.as_str()).as_ref(),
            Some(&code),
            "{typed:?} reads as {code:?} once only"
        );
    }
}
