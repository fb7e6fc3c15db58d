//! Group moves, as the desk lists them for undo.

use serde::Serialize;
use ts_rs::TS;

use crate::id::ParticipantId;
use crate::session::moves::Inverse;
use crate::session::turns::TurnRef;
use crate::session::{Place, Stage};

/// A group move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Move {
    /// What `undo` names.
    #[serde(rename = "move")]
    #[ts(rename = "move")]
    pub which: u32,
    /// What it was.
    pub what: MoveWhat,
}

/// What a group move was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum MoveWhat {
    /// To another stage.
    Stage {
        /// From.
        from: Stage,
        /// To.
        to: Stage,
    },
    /// Area or competencies.
    Choice,
    /// A turn began or ended.
    Turn {
        /// The turn after it; nobody's when none.
        to: Option<TurnRef>,
    },
    /// A turn was set aside, or brought back.
    Parked {
        /// Which.
        turn: TurnRef,
        /// Set aside.
        parked: bool,
    },
    /// Somebody was let in or removed.
    Seat {
        /// Who.
        participant: ParticipantId,
        /// Where they are now.
        place: Place,
    },
    /// The plan.
    Plan,
    /// The order of turns.
    Order,
}

pub(super) fn what(undo: &Inverse) -> MoveWhat {
    match undo {
        Inverse::Stage { from, to } => MoveWhat::Stage { from: *from, to: *to },
        Inverse::Choice { .. } => MoveWhat::Choice,
        Inverse::Turn { after, .. } => MoveWhat::Turn { to: after.clone() },
        Inverse::Parked { turn, was } => MoveWhat::Parked { turn: turn.clone(), parked: !was },
        Inverse::Seat { participant, now, .. } => MoveWhat::Seat { participant: *participant, place: *now },
        Inverse::Plan { .. } => MoveWhat::Plan,
        Inverse::Order { .. } => MoveWhat::Order,
    }
}
