//! The order in which turns come up: by competency, in seat order, each round beginning one seat further on, so that
//! nobody is always first; or by person; or as the facilitator moved them. Never by score.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Event, Standing, TurnRef, find};
use crate::id::ParticipantId;
use crate::refusal::Refusal;
use crate::session::choosing::MOST_COMPETENCIES;
use crate::session::lobby::MOST_SEATS;
use crate::session::{Decision, Event as Happened, Stage, State, payloads};
use crate::text::Why;
use crate::time::Timestamp;

/// What a round goes by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum TurnsBy {
    /// Everybody with the first competency, then everybody with the second.
    #[default]
    Competency,
    /// One person with all of theirs, then the next person.
    Person,
}

/// The order turns come up in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Order {
    /// What a round goes by.
    pub by: TurnsBy,
    /// Turns in the order the facilitator put them; those not named come after, in the usual order.
    pub turns: Vec<TurnRef>,
}

impl Order {
    pub(in crate::session) fn names(&self, id: ParticipantId) -> bool {
        self.turns.iter().any(|turn| turn.participant == id)
    }

    /// To the end of its round, where the facilitator ordered them.
    pub(super) fn defer(&mut self, turn: &TurnRef) {
        let Some(from) = self.turns.iter().position(|t| t == turn) else {
            return;
        };
        let deferred = self.turns.remove(from);
        let round = |t: &TurnRef| t.competency == deferred.competency;
        let to = self.turns.iter().rposition(round).map_or(from, |last| (last + 1).max(from));
        self.turns.insert(to, deferred);
    }
}

payloads! {
    /// `turnOrder`
    pub struct TurnOrder {
        /// What a round goes by; absent leaves it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        pub by: Option<TurnsBy>,
        /// The turns in the order they are to come up; none of them, or absent with `by`: the usual order.
        #[serde(default)]
        #[ts(as = "Option<Vec<TurnRef>>", optional)]
        pub turns: Vec<TurnRef>,
    }
}

pub(in crate::session) fn turn_order(state: &State, order: &TurnOrder, _: Timestamp) -> Decision {
    state.from(Stage::Discuss)?;
    let most = MOST_COMPETENCIES * MOST_SEATS;
    if order.turns.len() > most {
        return Err(Refusal::TooMany { most });
    }
    for (at, turn) in order.turns.iter().enumerate() {
        find(state, turn.participant, &turn.competency)?;
        if order.turns[..at].contains(turn) {
            return Err(Refusal::invalid("turns", Why::Taken));
        }
    }
    let after = Order { by: order.by.unwrap_or(state.turns.order.by), turns: order.turns.clone() };
    let changes = after != state.turns.order;
    Ok(changes.then_some(Happened::Turns(Event::Ordered(after))).into_iter().collect())
}

/// All turns in the order they come up: those who go later at the end of their round.
#[must_use]
pub fn queue(state: &State) -> Vec<(TurnRef, Standing)> {
    let turns = &state.turns;
    let place = |turn: &TurnRef| turns.order.turns.iter().position(|t| t == turn).unwrap_or(usize::MAX);
    let mut queue = usual(state);
    queue.sort_by_key(place); // stable: what the facilitator did not move keeps the usual order
    let standing = |turn: &TurnRef| match () {
        () if turns.is_now(turn) => Standing::Now,
        () if turns.done.contains(turn) => Standing::Done,
        () if turns.parked.contains(turn) => Standing::Parked,
        () => Standing::Due,
    };
    queue.into_iter().map(|turn| (turn.clone(), standing(&turn))).collect()
}

fn usual(state: &State) -> Vec<TurnRef> {
    let seated: Vec<ParticipantId> = state.seated().map(|person| person.id).collect();
    let turn = |id: &ParticipantId, competency: &crate::id::CompetencyId| TurnRef {
        participant: *id,
        competency: competency.clone(),
    };
    let later = |turn: &TurnRef| {
        state.turns.later.iter().position(|later| later == turn).map_or(0, |place| place + 1)
    };
    let competencies = &state.choice.competencies;
    let mut usual = Vec::with_capacity(seated.len() * competencies.len());
    match state.turns.order.by {
        TurnsBy::Competency => {
            for (round, competency) in competencies.iter().enumerate() {
                let first = if seated.is_empty() { 0 } else { round % seated.len() };
                let people = seated[first..].iter().chain(&seated[..first]);
                let mut order: Vec<TurnRef> = people.map(|id| turn(id, competency)).collect();
                order.sort_by_key(later);
                usual.extend(order);
            }
        }
        TurnsBy::Person => {
            for id in &seated {
                let mut order: Vec<TurnRef> = competencies.iter().map(|c| turn(id, c)).collect();
                order.sort_by_key(later);
                usual.extend(order);
            }
        }
    }
    usual
}

/// The turn that comes next: the first that is due, of somebody who has not stepped out.
#[must_use]
pub fn next(state: &State) -> Option<TurnRef> {
    let here = |turn: &TurnRef| state.person(turn.participant).is_some_and(|person| !person.out);
    queue(state)
        .into_iter()
        .find(|(turn, standing)| *standing == Standing::Due && here(turn))
        .map(|(turn, _)| turn)
}
