//! What people do about their own turns: begin one, go later, pass, raise a hand. None of it is the desk's to undo.

use super::{Event, Standing, begin, find, queue};
use crate::id::CompetencyId;
use crate::refusal::Refusal;
use crate::session::{Decision, Event as Happened, Person, Stage, State, payloads};
use crate::time::Timestamp;

payloads! {
    /// `startTurn`
    pub struct StartTurn {}
    /// `later`
    pub struct Later {
        /// With what.
        pub competency: CompetencyId,
    }
    /// `pass`
    pub struct Pass {
        /// With what.
        pub competency: CompetencyId,
    }
    /// `raiseHand`
    pub struct RaiseHand {
        /// Up, or down.
        pub raised: bool,
    }
}

pub(in crate::session) fn start_turn(state: &State, me: &Person, _: &StartTurn, now: Timestamp) -> Decision {
    state.within(&[Stage::Discuss])?;
    me.seated()?;
    match &state.turns.now {
        Some(turn) if turn.turn.participant == me.id => return Ok(Vec::new()),
        Some(_) => return Err(Refusal::NotNow),
        None => {}
    }
    let queue = queue(state);
    let mine = |wanted: Standing| {
        queue
            .iter()
            .find(|(turn, standing)| turn.participant == me.id && *standing == wanted)
            .map(|(turn, _)| turn)
    };
    let turn = mine(Standing::Due).or(mine(Standing::Parked)).ok_or(Refusal::NotNow)?;
    let now = Some(begin(turn.clone(), now));
    Ok(vec![Happened::Turns(Event::Given { now, done: None, by_desk: false })])
}

pub(in crate::session) fn later(state: &State, me: &Person, later: &Later, _: Timestamp) -> Decision {
    state.within(&[Stage::Discuss])?;
    me.seated()?;
    let turn = find(state, me.id, &later.competency)?;
    let due = !state.turns.done.contains(&turn);
    Ok(due.then_some(Happened::Turns(Event::Deferred(turn))).into_iter().collect())
}

pub(in crate::session) fn pass(state: &State, me: &Person, pass: &Pass, _: Timestamp) -> Decision {
    state.within(&[Stage::Discuss])?;
    me.seated()?;
    let turn = find(state, me.id, &pass.competency)?;
    let due = !state.turns.done.contains(&turn) && !state.turns.parked.contains(&turn);
    let event = Event::Parked { turn, parked: true, by_desk: false };
    Ok(due.then_some(Happened::Turns(event)).into_iter().collect())
}

pub(in crate::session) fn raise_hand(_: &State, me: &Person, hand: &RaiseHand, _: Timestamp) -> Decision {
    me.seated()?;
    let changes = me.hand != hand.raised;
    let event = Event::Hand { id: me.id, raised: hand.raised };
    Ok(changes.then_some(Happened::Turns(event)).into_iter().collect())
}
