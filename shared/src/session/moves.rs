//! Undo: the last group move is taken back by its inverse. It never touches what people wrote, showed or took back.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::turns::{Order, Turn, TurnRef, set_parked};
use super::{Decision, Event as Happened, Place, Stage, State, lobby, pacing, payloads};
use crate::id::{AreaId, CompetencyId, ParticipantId};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Moves that are listed for the desk.
const LISTED: usize = 20;

/// Group moves that were made, newest last. The newest can be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moves {
    /// How many there have been.
    pub count: u32,
    /// The last of them, with what takes them back.
    pub list: Vec<(u32, Inverse)>,
}

impl Moves {
    pub(super) fn push(&mut self, inverse: Inverse) {
        self.count += 1;
        self.list.push((self.count, inverse));
        let over = self.list.len().saturating_sub(LISTED);
        self.list.drain(..over);
    }

    /// An erased person's name stands in no move.
    pub(super) fn forget(&mut self, id: ParticipantId) {
        self.list.retain(|(_, inverse)| match inverse {
            Inverse::Seat { participant, .. } => *participant != id,
            Inverse::Parked { turn, .. } => turn.participant != id,
            Inverse::Order { order } => !order.names(id),
            Inverse::Turn { before, after, done } => {
                let of = |turn: Option<&TurnRef>| turn.is_some_and(|turn| turn.participant == id);
                !of(before.as_ref().map(|turn| &turn.turn)) && !of(after.as_ref()) && !of(done.as_ref())
            }
            _ => true,
        });
    }
}

/// What takes a group move back. It touches nothing that people wrote, showed or took back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Inverse {
    /// A stage was left for another.
    Stage {
        /// From.
        from: Stage,
        /// To.
        to: Stage,
    },
    /// Area or competencies were chosen.
    Choice {
        /// The area before.
        area: Option<AreaId>,
        /// The competencies before.
        competencies: Vec<CompetencyId>,
    },
    /// A turn began or ended.
    Turn {
        /// The turn before.
        before: Option<Turn>,
        /// The turn after.
        after: Option<TurnRef>,
        /// What was over with it.
        done: Option<TurnRef>,
    },
    /// A turn was set aside or brought back.
    Parked {
        /// Which.
        turn: TurnRef,
        /// How it was.
        was: bool,
    },
    /// Somebody was removed or let in.
    Seat {
        /// Who.
        participant: ParticipantId,
        /// Where they were.
        was: Place,
        /// Where they came.
        now: Place,
    },
    /// Turns came up in another order.
    Order {
        /// The order before.
        order: Order,
    },
    /// The plan was changed.
    Plan {
        /// The plan before.
        plan: BTreeMap<Stage, u16>,
        /// What had been added before.
        extra: BTreeMap<Stage, i32>,
    },
}

payloads! {
    /// `undo`
    pub struct Undo {
        /// Which move.
        #[serde(rename = "move")]
        #[ts(rename = "move")]
        pub which: u32,
    }
}

/// Undo, as it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// The last move is taken back.
    Undone {
        /// Which it was.
        which: u32,
        /// When.
        at: Timestamp,
    },
}

pub(super) fn undo(state: &State, undo: &Undo, now_at: Timestamp) -> Decision {
    let stale = Refusal::Stale { now: None };
    if undo.which == 0 || undo.which > state.moves.count {
        return Err(Refusal::unknown("move"));
    }
    let (which, last) = state.moves.list.last().ok_or(stale.clone())?;
    if *which != undo.which {
        return Err(stale);
    }
    // A move is taken back only while things stand as it left them.
    let stands = match last {
        Inverse::Stage { to, .. } => state.stage == *to,
        Inverse::Turn { before, after, .. } => {
            let here = |turn: &Turn| state.seated().any(|person| person.id == turn.turn.participant);
            before.as_ref().is_none_or(here)
                && state.turns.now.as_ref().map(|turn| &turn.turn) == after.as_ref()
        }
        Inverse::Parked { turn, was } => state.turns.parked.contains(turn) != *was,
        Inverse::Seat { participant, was, now } => match state.person(*participant) {
            Some(person) if person.place == *now => match was {
                Place::Seated => return lobby::check_back(state, person).map(|()| undone(undo, now_at)),
                // Somebody who may have written is in: to take that back would take their page from them, and whether
                // they have is not for the desk to learn from it.
                Place::Waiting => state.furthest < Stage::Rate,
                Place::Left | Place::Removed => true,
            },
            _ => false,
        },
        Inverse::Choice { .. } | Inverse::Plan { .. } | Inverse::Order { .. } => true,
    };
    if !stands {
        return Err(stale);
    }
    Ok(undone(undo, now_at))
}

fn undone(undo: &Undo, at: Timestamp) -> Vec<Happened> {
    vec![Happened::Moves(Event::Undone { which: undo.which, at })]
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    let Event::Undone { which, at } = event;
    let last = state.moves.list.pop_if(|(newest, _)| newest == which);
    if let Some((_, inverse)) = last {
        take_back(state, inverse, *at);
    }
}

fn take_back(state: &mut State, inverse: Inverse, at: Timestamp) {
    match inverse {
        Inverse::Stage { from, .. } => pacing::set_stage(state, from, at),
        Inverse::Choice { area, competencies } => {
            state.choice.area = area;
            state.choice.competencies = competencies;
        }
        Inverse::Turn { before, done, .. } => {
            state.turns.now = before;
            if let Some(done) = done {
                state.turns.done.remove(&done);
            }
        }
        Inverse::Parked { turn, was } => set_parked(state, &turn, was),
        Inverse::Order { order } => state.turns.order = order,
        Inverse::Seat { participant, was, .. } => lobby::set_place(state, participant, was),
        Inverse::Plan { plan, extra } => {
            state.pacing.plan = plan;
            state.pacing.extra = extra;
        }
    }
}
