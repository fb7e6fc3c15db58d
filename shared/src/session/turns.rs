//! Turns in the discussion, as the desk gives them. On entering it is nobody's turn. One press moves on; parts of a turn are
//! a line to read, no rule. `order` says which comes next, `own` what people do about theirs.

mod order;
mod own;

pub use order::{Order, TurnOrder, TurnsBy, next, queue};
pub use own::{Later, Pass, RaiseHand, StartTurn};

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

use super::{Decision, Event as Happened, Place, Stage, State, payloads};
use crate::id::{CompetencyId, ParticipantId};
use crate::refusal::Refusal;
use crate::text::Patch;
use crate::time::Timestamp;

/// Somebody's turn with a competency.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct TurnRef {
    /// Whose.
    pub participant: ParticipantId,
    /// With what.
    pub competency: CompetencyId,
}

/// The part of a turn that the printed line stands at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Part {
    /// The person speaks; nobody replies yet.
    #[default]
    Speak,
    /// Strengths, ideas, training.
    Feedback,
    /// The person has the last word.
    LastWord,
}

/// The turn that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    /// Whose, with what.
    pub turn: TurnRef,
    /// Where in it.
    pub part: Part,
    /// Since when.
    pub since: Timestamp,
}

/// Whose turn it is, and what became of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Turns {
    /// The turn that is on; nobody's at first.
    pub now: Option<Turn>,
    /// Over.
    pub done: BTreeSet<TurnRef>,
    /// Put to the end of their round, in this order.
    pub later: Vec<TurnRef>,
    /// Passed, or set aside by the facilitator.
    pub parked: BTreeSet<TurnRef>,
    /// The order they come up in.
    #[serde(default)]
    pub order: Order,
}

/// How a turn stands, for the desk. Passed and parked look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Standing {
    /// To come.
    Due,
    /// On.
    Now,
    /// Over.
    Done,
    /// Set aside.
    Parked,
}

payloads! {
    /// `giveTurn`
    pub struct GiveTurn {
        /// To whom.
        pub participant: ParticipantId,
        /// With what.
        pub competency: CompetencyId,
    }
    /// `nextTurn`
    pub struct NextTurn {
        /// The turn the sender saw (`null`: nobody's): two consoles that press at once make one step.
        #[serde(default, skip_serializing_if = "Patch::leaves")]
        #[ts(optional = nullable, as = "Option<TurnRef>")]
        pub from: Patch<TurnRef>,
    }
    /// `turnPart`
    pub struct TurnPart {
        /// The part.
        pub part: Part,
    }
    /// `park`
    pub struct Park {
        /// Whose.
        pub participant: ParticipantId,
        /// With what.
        pub competency: CompetencyId,
        /// Set aside, or brought back.
        pub parked: bool,
    }
}

/// Turns, as they happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// A turn begins, or nobody's does.
    Given {
        /// The turn, or nobody's.
        now: Option<Turn>,
        /// The turn that is over with it.
        done: Option<TurnRef>,
        /// The facilitator did it, and can undo it.
        by_desk: bool,
    },
    /// Set aside, or brought back.
    Parked {
        /// Which.
        turn: TurnRef,
        /// Aside, or back.
        parked: bool,
        /// The facilitator did it, and can undo it.
        by_desk: bool,
    },
    /// To the end of its round.
    Deferred(TurnRef),
    /// Another order.
    Ordered(Order),
    /// The line within the turn.
    PartSet(Part),
    /// A hand.
    Hand {
        /// Whose.
        id: ParticipantId,
        /// Up, or down.
        raised: bool,
    },
}

impl Turns {
    pub(super) fn forget(&mut self, id: ParticipantId) {
        if self.now.as_ref().is_some_and(|turn| turn.turn.participant == id) {
            self.now = None;
        }
        self.done.retain(|turn| turn.participant != id);
        self.later.retain(|turn| turn.participant != id);
        self.parked.retain(|turn| turn.participant != id);
        self.order.turns.retain(|turn| turn.participant != id);
    }

    fn is_now(&self, turn: &TurnRef) -> bool {
        self.now.as_ref().is_some_and(|now| now.turn == *turn)
    }
}

fn begin(turn: TurnRef, now: Timestamp) -> Turn {
    Turn { turn, part: Part::Speak, since: now }
}

pub(super) use order::turn_order;
pub(super) use own::{later, pass, raise_hand, start_turn};

fn find(state: &State, participant: ParticipantId, competency: &CompetencyId) -> Result<TurnRef, Refusal> {
    state.framework.competency(competency).ok_or(Refusal::unknown("competency"))?;
    if !state.choice.competencies.contains(competency) {
        return Err(Refusal::NotInArea);
    }
    let person = state.person(participant).ok_or(Refusal::unknown("participant"))?;
    if person.place != Place::Seated {
        return Err(Refusal::NotNow);
    }
    Ok(TurnRef { participant, competency: competency.clone() })
}

pub(super) fn give_turn(state: &State, give: &GiveTurn, now: Timestamp) -> Decision {
    state.within(&[Stage::Discuss])?;
    let turn = find(state, give.participant, &give.competency)?;
    if state.turns.is_now(&turn) {
        return Ok(Vec::new());
    }
    Ok(vec![Happened::Turns(Event::Given { now: Some(begin(turn, now)), done: None, by_desk: true })])
}

pub(super) fn next_turn(state: &State, step: &NextTurn, now: Timestamp) -> Decision {
    state.within(&[Stage::Discuss])?;
    let done = state.turns.now.as_ref().map(|now| now.turn.clone());
    let seen = match &step.from {
        Patch::Leave => done.clone(),
        Patch::Clear => None,
        Patch::Set(turn) => Some(turn.clone()),
    };
    if seen != done {
        return Err(Refusal::Stale { now: None });
    }
    let next = next(state).map(|turn| begin(turn, now));
    if next.is_none() && done.is_none() {
        return Err(Refusal::NotNow);
    }
    Ok(vec![Happened::Turns(Event::Given { now: next, done, by_desk: true })])
}

pub(super) fn turn_part(state: &State, line: &TurnPart, _: Timestamp) -> Decision {
    state.within(&[Stage::Discuss])?;
    let now = state.turns.now.as_ref().ok_or(Refusal::NotNow)?;
    let changes = now.part != line.part;
    Ok(changes.then_some(Happened::Turns(Event::PartSet(line.part))).into_iter().collect())
}

pub(super) fn park(state: &State, park: &Park, _: Timestamp) -> Decision {
    state.within(&[Stage::Discuss])?;
    let turn = find(state, park.participant, &park.competency)?;
    let changes = state.turns.parked.contains(&turn) != park.parked;
    let event = Event::Parked { turn, parked: park.parked, by_desk: true };
    Ok(changes.then_some(Happened::Turns(event)).into_iter().collect())
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Given { now, done, by_desk } => {
            let before = state.turns.now.clone();
            if *by_desk {
                let after = now.as_ref().map(|turn| turn.turn.clone());
                state.moves.push(super::moves::Inverse::Turn { before, after, done: done.clone() });
            }
            state.turns.done.extend(done.clone());
            if let Some(turn) = now {
                state.turns.done.remove(&turn.turn);
                state.turns.parked.remove(&turn.turn);
            }
            state.turns.now.clone_from(now);
        }
        Event::Parked { turn, parked, by_desk } => {
            if *by_desk {
                state.moves.push(super::moves::Inverse::Parked { turn: turn.clone(), was: !parked });
            }
            set_parked(state, turn, *parked);
        }
        Event::Deferred(turn) => {
            state.turns.later.retain(|later| later != turn);
            state.turns.later.push(turn.clone());
            state.turns.order.defer(turn);
            state.turns.parked.remove(turn);
            if state.turns.is_now(turn) {
                state.turns.now = None;
            }
        }
        Event::Ordered(order) => {
            state.moves.push(super::moves::Inverse::Order { order: state.turns.order.clone() });
            state.turns.order = order.clone();
        }
        Event::PartSet(part) => {
            if let Some(now) = &mut state.turns.now {
                now.part = *part;
            }
        }
        Event::Hand { id, raised } => state.with_person(*id, |person| person.hand = *raised),
    }
}

pub(super) fn set_parked(state: &mut State, turn: &TurnRef, parked: bool) {
    if !parked {
        state.turns.parked.remove(turn);
        return;
    }
    state.turns.parked.insert(turn.clone());
    if state.turns.is_now(turn) {
        state.turns.now = None;
    }
}

#[cfg(test)]
mod tests;
