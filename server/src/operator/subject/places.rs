//! Where a name stands in a session. Words are looked through in the form they are kept in, all of them, so that a field
//! which is added one day is looked through too; they are never handed on, only where they stand and whose they are.

use serde::Serialize;
use serde_json::Value;
use trivet_shared::id::{CompetencyId, ParticipantId};
use trivet_shared::session::feedback::Kind;
use trivet_shared::session::{Person, Place as Seating, State};
use trivet_shared::text::{Name, folded};
use uuid::Uuid;

/// What holds no words: hashes, ids of commands, the framework's name.
const NO_WORDS: [&str; 6] = ["secret", "salt", "display", "pinned", "recent", "code"];
/// What tells one entry of a list from the others, where it has one.
const OWN_ID: [&str; 5] = ["id", "action", "feedback", "prompt", "to"];

/// A place where a name stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Place {
    /// Somebody of that name has, had or waits for a seat.
    Seat {
        /// Who: the id that `trivet erase --person` takes.
        participant: ParticipantId,
        /// Their seat; 0 before they have one.
        seat: u32,
        /// Waiting, seated, left or removed.
        place: Seating,
    },
    /// Somebody of that name guides the session. Their name goes with the session, or when the facilitator changes it.
    Facilitator {
        /// By the co-facilitator's link.
        co: bool,
    },
    /// Somebody of that name wrote feedback. It stays with whom it was given to, from nobody, when its writer is erased.
    WroteFeedback {
        /// Who wrote.
        participant: ParticipantId,
        /// To whom.
        to: ParticipantId,
        /// About what.
        competency: CompetencyId,
        /// Which kind.
        feedback: Kind,
        /// It was given; otherwise it is a draft.
        given: bool,
    },
    /// Somebody of that name was given feedback.
    GotFeedback {
        /// Who got it.
        participant: ParticipantId,
        /// Who wrote it; nobody any more when they erased themselves.
        from: Option<ParticipantId>,
        /// About what.
        competency: CompetencyId,
        /// Which kind.
        feedback: Kind,
    },
    /// The name stands in words.
    Mentioned {
        /// Whose words they are; the session's own when nobody's.
        participant: Option<ParticipantId>,
        /// Where in what is kept of them.
        at: String,
    },
}

/// Every place of that name.
#[must_use]
pub fn places(state: &State, name: &Name) -> Vec<Place> {
    let mut found = Vec::new();
    for (at, facilitator) in state.facilitators.iter().enumerate() {
        if facilitator.name.as_ref().is_some_and(|own| own.is_twin_of(name)) {
            found.push(Place::Facilitator { co: at > 0 });
        }
    }
    for person in state.people.iter().filter(|person| person.name.is_twin_of(name)) {
        found.push(Place::Seat { participant: person.id, seat: person.seat, place: person.place });
        found.extend(feedback(person));
    }
    let mut words = Words { state, name: folded(name.as_str()), found };
    // A state is always JSON: it is how it is kept.
    let Ok(Value::Object(kept)) = serde_json::to_value(state) else {
        return words.found;
    };
    for (key, value) in &kept {
        match (key.as_str(), value) {
            ("people", Value::Array(people)) => {
                for (person, kept) in state.people.iter().zip(people) {
                    words.look(Some(person.id), "", kept);
                }
            }
            _ => words.field(None, "", key, value),
        }
    }
    words.found
}

fn feedback(person: &Person) -> impl Iterator<Item = Place> {
    let wrote = person.sent.iter().map(|sent| Place::WroteFeedback {
        participant: person.id,
        to: sent.to,
        competency: sent.competency.clone(),
        feedback: sent.kind,
        given: sent.text.is_some(),
    });
    let got = person.received.iter().map(|received| Place::GotFeedback {
        participant: person.id,
        from: received.from,
        competency: received.competency.clone(),
        feedback: received.kind,
    });
    wrote.chain(got)
}

/// Whether a text names that folded name: as words of their own in scripts that have capitals, and so put spaces between
/// words; anywhere in others.
#[must_use]
pub fn mentions(text: &str, name: &str) -> bool {
    let text = folded(text);
    let has_case = |c: char| c.is_lowercase() || c.is_uppercase();
    let spaced = name.chars().filter(|c| c.is_alphabetic()).all(has_case);
    !name.is_empty()
        && text.match_indices(name).any(|(at, found)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
            !spaced || !before.into_iter().chain(after).any(has_case)
        })
}

struct Words<'a> {
    state: &'a State,
    name: String,
    found: Vec<Place>,
}

impl Words<'_> {
    fn look(&mut self, whose: Option<ParticipantId>, at: &str, value: &Value) {
        match value {
            Value::String(text) => {
                if !self.is_no_words(text) && mentions(text, &self.name) {
                    self.found.push(Place::Mentioned { participant: whose, at: at.to_owned() });
                }
            }
            Value::Array(entries) => {
                for (number, entry) in entries.iter().enumerate() {
                    let own = OWN_ID.iter().find_map(|id| entry.get(id).and_then(Value::as_str));
                    self.look(whose, &join(at, own.unwrap_or(&number.to_string())), entry);
                }
            }
            Value::Object(fields) => {
                for (key, value) in fields {
                    self.field(whose, at, key, value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn field(&mut self, whose: Option<ParticipantId>, at: &str, key: &str, value: &Value) {
        let names = |own: &str| Name::new(own).is_ok_and(|own| folded(own.as_str()) == self.name);
        // The name itself was found already, as a seat or as a facilitator.
        let own = key == "name" && (at.is_empty() || at.starts_with("facilitators/"));
        if NO_WORDS.contains(&key) || own && value.as_str().is_some_and(names) {
            return;
        }
        self.look(whose, &join(at, key), value);
    }

    /// An id, or the name of something in the framework.
    fn is_no_words(&self, text: &str) -> bool {
        let framework = &self.state.framework;
        Uuid::parse_str(text).is_ok()
            || framework.area(&text.into()).is_some()
            || framework.competency(&text.into()).is_some()
    }
}

fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}/{key}") }
}
