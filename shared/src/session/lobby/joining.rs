//! Joining and having a seat: who is let in by a code, whose name is taken, how seats are numbered.

use super::{Event, MOST_GONE, MOST_PEOPLE, MOST_SEATS, MOST_WAITING};
use crate::id::{ParticipantId, SecretHash};
use crate::refusal::Refusal;
use crate::session::{Event as Happened, Person, Place, Stage, State};
use crate::text::{Name, Why};
use crate::time::Timestamp;

/// Somebody at the door.
#[derive(Clone, Debug)]
pub struct Knock {
    /// The id they get if they are new.
    pub id: ParticipantId,
    /// What they want to be called.
    pub name: Name,
    /// What they will show from now on.
    pub secret: SecretHash,
}

/// What joining came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Whose seat it is; the one they had, if they had one.
    pub participant: ParticipantId,
    /// Seated; otherwise they wait.
    pub seated: bool,
    /// What happened.
    pub events: Vec<Happened>,
}

/// Somebody joins by code. The same secret finds the same seat.
///
/// # Errors
/// `invalid` when somebody has that name and it would be let in or may ask, `tooMany` when too many wait, `forbidden` for somebody who was removed,
/// `notNow` once the session is closed.
pub fn join(state: &State, knock: &Knock, now: Timestamp) -> Result<Joined, Refusal> {
    if state.stage == Stage::Closed || state.about.solo {
        return Err(Refusal::NotNow);
    }
    let known = state.people.iter().find(|p| p.secret.as_ref().is_some_and(|own| own.is(&knock.secret)));
    if let Some(person) = known {
        let (seated, events) = match person.place {
            Place::Seated => (true, Vec::new()),
            Place::Waiting => (false, Vec::new()),
            Place::Left if state.seated().count() >= MOST_SEATS => {
                return Err(Refusal::TooMany { most: MOST_SEATS });
            }
            Place::Left => (
                true,
                vec![Happened::Lobby(Event::Placed { id: person.id, place: Place::Seated, by_desk: false })],
            ),
            Place::Removed => return Err(Refusal::Forbidden),
        };
        return Ok(Joined { participant: person.id, seated, events });
    }
    // Another role's secret makes no seat: who one is must follow from it alone.
    if state.who(&knock.secret).is_some() {
        return Err(Refusal::Forbidden);
    }
    let forgotten = forgotten(state);
    let counts = |p: &&Person| p.place != Place::Removed && !forgotten.contains(&p.id);
    if state.people.iter().filter(counts).count() >= MOST_PEOPLE {
        return Err(Refusal::TooMany { most: MOST_PEOPLE });
    }
    let open = !state.door.locked
        && state.furthest < Stage::Rate
        && state.seated().count() < usize::from(state.about.seats).min(MOST_SEATS);
    let waiting = state.people.iter().filter(|p| p.place == Place::Waiting).count();
    if !open && waiting >= MOST_WAITING {
        return Err(Refusal::TooMany { most: MOST_WAITING });
    }
    // Last, so that whoever would not even be let ask learns nobody's name by asking.
    let twin = twins(state, &knock.name, None).find(|p| !forgotten.contains(&p.id));
    if twin.is_some() {
        return Err(Refusal::invalid("name", Why::Taken));
    }
    let place = if open { Place::Seated } else { Place::Waiting };
    let secret = Some(knock.secret);
    let event = Event::Joined { id: knock.id, name: knock.name.clone(), secret, place, at: now };
    let events = forgotten.into_iter().map(|id| Event::Erased { id }).chain([event]).map(Happened::Lobby);
    Ok(Joined { participant: knock.id, seated: open, events: events.collect() })
}

/// Those who went before there was anything to write, but for the last of them: they make room for whoever comes now.
/// What they may have brought for themselves decides nothing here, or others would see by it whether they had.
fn forgotten(state: &State) -> Vec<ParticipantId> {
    let gone = |p: &&Person| match p.place {
        Place::Waiting | Place::Seated => false,
        Place::Removed if p.seat == 0 => true,
        Place::Left | Place::Removed => state.furthest < Stage::Rate,
    };
    let mut gone: Vec<_> = state.people.iter().filter(gone).map(|p| p.id).collect();
    gone.truncate((gone.len() + 1).saturating_sub(MOST_GONE));
    gone
}

fn twins<'a>(
    state: &'a State,
    name: &'a Name,
    own: Option<ParticipantId>,
) -> impl Iterator<Item = &'a Person> {
    let others = state.people.iter().filter(move |p| Some(p.id) != own && p.place != Place::Removed);
    others.filter(move |p| p.name.is_twin_of(name))
}

pub(super) fn check_twin(state: &State, name: &Name, own: Option<ParticipantId>) -> Result<(), Refusal> {
    if twins(state, name, own).next().is_some() {
        return Err(Refusal::invalid("name", Why::Taken));
    }
    Ok(())
}

/// Whether somebody who was removed can have their seat back: there is one, and nobody has their name by now.
pub(in crate::session) fn check_back(state: &State, person: &Person) -> Result<(), Refusal> {
    check_twin(state, &person.name, Some(person.id))?;
    check_room(state)
}

pub(super) fn check_room(state: &State) -> Result<(), Refusal> {
    if state.seated().count() < MOST_SEATS { Ok(()) } else { Err(Refusal::TooMany { most: MOST_SEATS }) }
}

pub(super) fn give_seat(state: &mut State, id: ParticipantId) {
    state.door.seats_given += 1;
    let seat = state.door.seats_given;
    state.with_person(id, |person| person.seat = seat);
}

pub(in crate::session) fn set_place(state: &mut State, id: ParticipantId, place: Place) {
    // Seats are numbered as they are taken: whoever waited before takes the next one, and nobody else's changes.
    if place == Place::Seated
        && let Some(at) = state.people.iter().position(|person| person.id == id && person.seat == 0)
    {
        let person = state.people.remove(at);
        state.people.push(person);
        give_seat(state, id);
    }
    state.with_person(id, |person| {
        person.place = place;
        if place != Place::Seated {
            person.out = false;
            person.hand = false;
        }
    });
    if place != Place::Seated && state.turns.now.as_ref().is_some_and(|turn| turn.turn.participant == id) {
        state.turns.now = None;
    }
}
