//! What somebody who was removed, or waits to be let in, may take away: what is theirs, and of the group nothing that came
//! about without them. Every document of one person is built on this.

use std::borrow::Cow;

use trivet_shared::id::ParticipantId;
use trivet_shared::session::choosing::Choice;
use trivet_shared::session::{Place, State};

/// Whether that person is outside: what the group does is not theirs to see.
pub(super) fn is_outside(state: &State, id: ParticipantId) -> bool {
    state.person(id).is_some_and(|person| matches!(person.place, Place::Removed | Place::Waiting))
}

/// The session as that person may have it: as it is, or for somebody outside without the group's choice, the others (their
/// names as they are by now) and its end.
pub(super) fn seen_by(state: &State, id: ParticipantId) -> Cow<'_, State> {
    if !is_outside(state, id) {
        return Cow::Borrowed(state);
    }
    let mut own = state.clone();
    own.choice = Choice::default();
    // In a kept sheet names stand as they did on that day, and the date is that of the sheet.
    if state.reduced.is_none() {
        own.people.retain(|person| person.id == id);
        own.closed = None;
    }
    if own.person(id).is_some_and(|person| person.place == Place::Waiting) {
        own.began = None;
    }
    Cow::Owned(own)
}
