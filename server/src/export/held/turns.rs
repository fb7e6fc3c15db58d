//! What became of somebody's turns.

use schemars::JsonSchema;
use serde::Serialize;
use trivet_shared::id::ParticipantId;
use trivet_shared::session::State;
use trivet_shared::session::turns::{TurnRef, Turns};

use crate::export::moment;

/// Somebody's turn with a competency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldTurn {
    /// The competency's id.
    pub competency: String,
    /// What became of it.
    #[schemars(with = "String", extend("enum" = ["now", "done", "later", "setAside"]))]
    pub standing: &'static str,
    /// Since when it is on, RFC 3339 in UTC.
    pub since: Option<String>,
}

pub(super) fn turns(state: &State, id: ParticipantId) -> Vec<HeldTurn> {
    // The order names people by their seats, which stand in the document.
    let Turns { now, done, later, parked, order: _ } = &state.turns;
    let is_own = |turn: &&TurnRef| turn.participant == id;
    let on = now.iter().filter(|now| now.turn.participant == id);
    let on = on.map(|now| held(&now.turn, "now", Some(moment(now.since))));
    let done = done.iter().filter(is_own).map(|turn| held(turn, "done", None));
    let later = later.iter().filter(is_own).map(|turn| held(turn, "later", None));
    let aside = parked.iter().filter(is_own).map(|turn| held(turn, "setAside", None));
    on.chain(done).chain(later).chain(aside).collect()
}

fn held(turn: &TurnRef, standing: &'static str, since: Option<String>) -> HeldTurn {
    HeldTurn { competency: turn.competency.0.clone(), standing, since }
}
