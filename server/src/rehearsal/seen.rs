//! What a pretend person sees: the documents that came over their socket, as a browser holds them, and nothing else.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The sections that are merged entry by entry; all others are replaced whole.
const KEYED: [&str; 3] = ["items", "rows", "actions"];

/// The documents of one socket.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// What everybody sees.
    pub(super) room: Value,
    /// This person's own.
    pub(super) mine: Value,
}

/// A turn, as it stands in the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn<'a> {
    /// Whose.
    pub(super) participant: &'a str,
    /// With what.
    pub(super) competency: &'a str,
    /// `speak`, `feedback` or `lastWord`; empty for a turn that is to come.
    pub(super) part: &'a str,
}

impl Seen {
    /// Takes a frame in; frames of other types change nothing.
    pub(super) fn take(&mut self, frame: &Value) {
        let whole = match frame["type"].as_str() {
            Some("welcome") => true,
            Some("changed") => false,
            _ => return,
        };
        for (name, document) in [("room", &mut self.room), ("mine", &mut self.mine)] {
            match frame[name].as_object() {
                Some(change) if !whole => merge(document, change),
                Some(_) => *document = frame[name].clone(),
                None if whole => *document = Value::Null,
                None => {}
            }
        }
    }

    /// The group's stage; none before one is let in.
    pub(super) fn stage(&self) -> Option<&str> {
        self.room["stage"]["now"].as_str().filter(|_| self.me("place").as_str() == Some("seated"))
    }

    /// What is said of this person under that name.
    pub(super) fn me(&self, name: &str) -> &Value {
        &self.mine["me"][name]
    }

    /// Whether something is said of this person.
    pub(super) fn am(&self, name: &str) -> bool {
        self.me(name).as_bool().unwrap_or_default()
    }

    /// Their id.
    pub(super) fn id(&self) -> &str {
        text(self.me("participant"))
    }

    /// The area the group chose.
    pub(super) fn area(&self) -> Option<&str> {
        self.room["choice"]["area"].as_str()
    }

    /// The competencies the group chose, in their order.
    pub(super) fn chosen(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.room["choice"]["competencies"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    /// The turn that is on.
    pub(super) fn turn(&self) -> Option<Turn<'_>> {
        turn(&self.room["turn"]["now"])
    }

    /// The turn that comes next.
    pub(super) fn next_turn(&self) -> Option<Turn<'_>> {
        turn(&self.room["turn"]["next"])
    }

    /// Whether everybody has a break.
    pub(super) fn on_a_break(&self) -> bool {
        self.room["clock"]["paused"].as_bool().unwrap_or_default()
    }

    /// Whether somebody has a phone to be written to.
    pub(super) fn reads(&self, participant: &str) -> bool {
        self.person(participant)["paper"] == false
    }

    /// Somebody's seat, from 1.
    pub(super) fn seat(&self, participant: &str) -> usize {
        self.person(participant)["seat"].as_u64().and_then(|seat| seat.try_into().ok()).unwrap_or_default()
    }

    fn person(&self, participant: &str) -> &Value {
        let people = self.room["people"].as_array().into_iter().flatten();
        people.into_iter().find(|person| person["participant"] == participant).unwrap_or(&Value::Null)
    }

    /// Their row about a competency.
    pub(super) fn row(&self, competency: &str) -> &Value {
        &self.mine["rows"][competency]
    }

    /// Competencies of which something of theirs lies on the table.
    pub(super) fn shown(&self) -> BTreeSet<&str> {
        self.chosen().filter(|competency| !self.row(competency)["shown"].is_null()).collect()
    }

    /// Whether they have written feedback to that person about that competency.
    pub(super) fn wrote_to(&self, participant: &str, competency: &str) -> bool {
        let sent = self.mine["sent"].as_array().into_iter().flatten();
        sent.into_iter().any(|sent| sent["to"] == participant && sent["competency"] == competency)
    }
}

fn turn(turn: &Value) -> Option<Turn<'_>> {
    Some(Turn {
        participant: turn["participant"].as_str()?,
        competency: turn["competency"].as_str()?,
        part: text(&turn["part"]),
    })
}

/// The text of a value; empty where there is none.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn merge(document: &mut Value, change: &Map<String, Value>) {
    for (section, value) in change {
        let entries = value.as_object().filter(|_| KEYED.contains(&section.as_str()));
        let Some(entries) = entries else {
            document[section] = value.clone();
            continue;
        };
        for (key, entry) in entries {
            document[section][key] = entry.clone(); // null reads like an entry that is gone
        }
    }
}
