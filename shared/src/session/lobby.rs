//! Coming and going: the door, seats, names, leaving, erasing. A connection is none of this.

mod joining;

pub use joining::{Joined, Knock, join};
pub(super) use joining::{check_back, set_place};
use joining::{check_room, check_twin, give_seat};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::keeping::knows;
use super::{Decision, Event as Happened, Person, Place, Stage, State, payloads};
use crate::id::{JoinCode, ParticipantId, SecretHash};
use crate::refusal::Refusal;
use crate::text::{Line, Name, Patch};
use crate::time::Timestamp;

/// Seats there can be at the most, whoever asks.
pub const MOST_SEATS: usize = 12;
/// People who can wait to be let in.
pub const MOST_WAITING: usize = 12;
/// People a session holds in all, with those who wait and those who left their words: coming and going must not make it
/// grow. Those whom the facilitator removed do not count, or outsiders could close the door for good.
pub const MOST_PEOPLE: usize = 48;
/// People remembered who went before there was anything to write, so that they can come back to their seat: a whole group.
/// Whoever went before those is forgotten when the next one comes.
pub const MOST_GONE: usize = 12;
/// Seats that a code fills unless told otherwise; the method's group is three or four.
pub const USUAL_SEATS: u8 = 4;

/// Who can come in by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Door {
    /// What people type to join. It opens nothing once the session is closed.
    pub code: JoinCode,
    /// A code only lets people ask.
    pub locked: bool,
    /// Seats that were given so far; a number is never given again.
    #[serde(default)]
    pub seats_given: u32,
}

payloads! {
    /// `admit`
    pub struct Admit {
        /// Who waits.
        pub participant: ParticipantId,
    }
    /// `remove`
    pub struct Remove {
        /// Who is to go.
        pub participant: ParticipantId,
    }
    /// `lock`
    pub struct Lock {
        /// Locked, or open again.
        pub locked: bool,
    }
    /// `addSeat`
    pub struct AddSeat {
        /// Whose seat.
        pub name: Name,
    }
    /// `rename`
    pub struct Rename {
        /// The new name.
        pub name: Name,
    }
    /// `about`
    pub struct About {
        /// My role, on my sheet.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub role: Patch<Line>,
        /// My organisation, on my sheet.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<String>")]
        pub organisation: Patch<Line>,
    }
    /// `stepOut`
    pub struct StepOut {
        /// Out, or back.
        pub out: bool,
    }
    /// `leave`
    pub struct Leave {}
    /// `checkIn`
    pub struct CheckIn {
        /// Wanted, or no longer.
        pub wanted: bool,
    }
}

/// Coming and going, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// Somebody came.
    Joined {
        /// Their id.
        id: ParticipantId,
        /// Their name.
        name: Name,
        /// What they show to get in; none on paper.
        secret: Option<SecretHash>,
        /// Seated, or waiting.
        place: Place,
        /// When.
        at: Timestamp,
    },
    /// Somebody was let in, left, was removed or came back.
    Placed {
        /// Who.
        id: ParticipantId,
        /// Where they are now.
        place: Place,
        /// The facilitator did it, and can undo it.
        by_desk: bool,
    },
    /// The door.
    Locked(bool),
    /// The display's secret.
    DisplaySet(Option<SecretHash>),
    /// Another name.
    Renamed {
        /// Whose.
        id: ParticipantId,
        /// Which.
        name: Name,
    },
    /// Role and organisation.
    Described {
        /// Whose.
        id: ParticipantId,
        /// Role.
        role: Option<Line>,
        /// Organisation.
        organisation: Option<Line>,
    },
    /// Out for a while, or back.
    Out {
        /// Who.
        id: ParticipantId,
        /// Out, or back.
        out: bool,
    },
    /// Would like the facilitator to check in with them afterwards.
    CheckIn {
        /// Who.
        id: ParticipantId,
        /// Wanted, or no longer.
        wanted: bool,
    },
    /// Somebody erased their part.
    Erased {
        /// Who.
        id: ParticipantId,
    },
}

/// Somebody erases their part: all that is theirs goes. What they wrote to others stays with those, as from a colleague.
///
/// # Errors
/// `forbidden` when they are gone already.
pub fn erase(state: &State, id: ParticipantId) -> Decision {
    knows(state, id).then(|| vec![Happened::Lobby(Event::Erased { id })]).ok_or(Refusal::Forbidden)
}

/// Somebody alone has no door: nobody comes, and they cannot lose their own seat, which no code would give back.
fn check_group(state: &State) -> Result<(), Refusal> {
    if state.about.solo { Err(Refusal::NotNow) } else { Ok(()) }
}

pub(super) fn admit(state: &State, admit: &Admit, _: Timestamp) -> Decision {
    let person = state.person(admit.participant).ok_or(Refusal::unknown("participant"))?;
    match person.place {
        Place::Seated => return Ok(Vec::new()),
        // Somebody who left comes back by their own act alone.
        Place::Left => return Err(Refusal::NotNow),
        Place::Waiting | Place::Removed => check_back(state, person)?,
    }
    Ok(vec![Happened::Lobby(Event::Placed { id: person.id, place: Place::Seated, by_desk: true })])
}

pub(super) fn remove(state: &State, remove: &Remove, _: Timestamp) -> Decision {
    check_group(state)?;
    let person = state.person(remove.participant).ok_or(Refusal::unknown("participant"))?;
    if person.place == Place::Removed {
        return Ok(Vec::new());
    }
    Ok(vec![Happened::Lobby(Event::Placed { id: person.id, place: Place::Removed, by_desk: true })])
}

pub(super) fn lock(state: &State, lock: &Lock, _: Timestamp) -> Decision {
    check_group(state)?;
    let changes = state.door.locked != lock.locked;
    Ok(changes.then_some(Happened::Lobby(Event::Locked(lock.locked))).into_iter().collect())
}

pub(super) fn add_seat(state: &State, seat: &AddSeat, now: Timestamp) -> Decision {
    check_group(state)?;
    check_twin(state, &seat.name, None)?;
    check_room(state)?;
    let (id, place) = (paper_id(state, now), Place::Seated);
    Ok(vec![Happened::Lobby(Event::Joined { id, name: seat.name.clone(), secret: None, place, at: now })])
}

/// The id of a seat on paper, out of what everybody sees: when it was added, and which seat it is. A count of commits in it
/// would tell how often people wrote for themselves. The seat's number alone could come again after a backup was restored.
fn paper_id(state: &State, now: Timestamp) -> ParticipantId {
    let seat = format!("seat/{}/{}", now.0, state.door.seats_given + 1);
    ParticipantId(Uuid::new_v5(&state.about.session.0, seat.as_bytes()))
}

pub(super) fn rename(state: &State, me: &Person, rename: &Rename, _: Timestamp) -> Decision {
    check_twin(state, &rename.name, Some(me.id))?;
    let changes = me.name != rename.name;
    let event = Event::Renamed { id: me.id, name: rename.name.clone() };
    Ok(changes.then_some(Happened::Lobby(event)).into_iter().collect())
}

pub(super) fn about(_: &State, me: &Person, about: &About, _: Timestamp) -> Decision {
    let role = about.role.clone().blank_clears().over(me.role.clone());
    let organisation = about.organisation.clone().blank_clears().over(me.organisation.clone());
    let changes = role != me.role || organisation != me.organisation;
    let event = Event::Described { id: me.id, role, organisation };
    Ok(changes.then_some(Happened::Lobby(event)).into_iter().collect())
}

pub(super) fn step_out(_: &State, me: &Person, step: &StepOut, _: Timestamp) -> Decision {
    me.seated()?;
    let changes = me.out != step.out;
    Ok(changes.then_some(Happened::Lobby(Event::Out { id: me.id, out: step.out })).into_iter().collect())
}

pub(super) fn leave(state: &State, me: &Person, _: &Leave, _: Timestamp) -> Decision {
    check_group(state)?;
    let event = match me.place {
        Place::Seated => Event::Placed { id: me.id, place: Place::Left, by_desk: false },
        // Somebody who was never in leaves nothing behind, and sees no more of the room than before.
        Place::Waiting => Event::Erased { id: me.id },
        Place::Left | Place::Removed => return Ok(Vec::new()),
    };
    Ok(vec![Happened::Lobby(event)])
}

pub(super) fn check_in(_: &State, me: &Person, check: &CheckIn, _: Timestamp) -> Decision {
    me.inside()?;
    let changes = me.check_in != check.wanted;
    let event = Event::CheckIn { id: me.id, wanted: check.wanted };
    Ok(changes.then_some(Happened::Lobby(event)).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Joined { id, name, secret, place, at } => {
            state.people.push(Person::new(*id, name.clone(), *secret, *place));
            if *place == Place::Seated {
                give_seat(state, *id);
            }
            // Before anybody sits down nobody waits for anything: the clock begins with the first.
            if *place == Place::Seated && state.pacing.since.is_none() && state.pacing.spent.is_empty() {
                state.pacing.since = Some(*at);
            }
        }
        Event::Placed { id, place, by_desk } => {
            let before = state.person(*id).map(|person| person.place);
            set_place(state, *id, *place);
            // Letting somebody in once there is something to write is taken back by `remove` alone: see moves.rs.
            let stays =
                before == Some(Place::Waiting) && *place == Place::Seated && state.furthest >= Stage::Rate;
            if let (true, Some(was)) = (*by_desk && !stays, before) {
                state.moves.push(super::moves::Inverse::Seat { participant: *id, was, now: *place });
            }
        }
        Event::Locked(locked) => state.door.locked = *locked,
        Event::DisplaySet(secret) => state.display = *secret,
        Event::Renamed { id, name } => state.with_person(*id, |person| person.name = name.clone()),
        Event::Described { id, role, organisation } => state.with_person(*id, |person| {
            person.role.clone_from(role);
            person.organisation.clone_from(organisation);
        }),
        Event::Out { id, out } => state.with_person(*id, |person| person.out = *out),
        Event::CheckIn { id, wanted } => state.with_person(*id, |person| person.check_in = *wanted),
        Event::Erased { id } => {
            state.people.retain(|person| person.id != *id);
            for person in &mut state.people {
                person.sent.retain(|sent| sent.to != *id);
                for received in &mut person.received {
                    if received.from == Some(*id) {
                        (received.from, received.name) = (None, None);
                    }
                }
                for row in person.rows.values_mut() {
                    row.shown.forget(*id);
                }
                for shown in person.carried.iter_mut().filter_map(|carried| carried.shown.as_mut()) {
                    shown.audience.remove(id);
                }
            }
            state.turns.forget(*id);
            state.moves.forget(*id);
            state.choice.picks = None; // theirs were counted in it
        }
    }
}

#[cfg(test)]
mod tests;
