//! What facilitators see besides the room and the table: signals people sent them, plan and turns, the door. It holds
//! no score, reason, re-score, action or draft of anybody; what people put in the record, and feedback somebody
//! decided to tell, are all the words of others in it.

mod moves;

use moves::what;
pub use moves::{Move, MoveWhat};

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

use super::summary::{Summary, summary};
use super::{Presence, document};
use crate::id::{AreaId, CompetencyId, JoinCode, ParticipantId};
use crate::session::feedback::Kind;
use crate::session::guiding::{Added, Answer};
use crate::session::turns::{Standing, TurnRef, TurnsBy, queue};
use crate::session::{Place, Stage, State};
use crate::time::Timestamp;

document! {
    /// What facilitators see.
    pub struct Desk changes by DeskChange {
        sections {
            /// The door.
            door: DeskDoor,
            /// Who waits to be let in.
            waiting: Vec<Waiting>,
            /// Signals, by person, in seat order.
            people: Vec<DeskPerson>,
            /// Who would like to be checked in with afterwards, also of those who left.
            check_in: Vec<ParticipantId>,
            /// The picks as they stood when asked for.
            picks: Option<PicksView>,
            /// Turns, in the order they come up.
            turns: DeskTurns,
            /// Plan and actual minutes.
            plan: DeskPlan,
            /// Feedback somebody decided to tell the facilitator.
            told: Vec<Told>,
            /// What people put in the record.
            record: DeskRecord,
            /// Prompts the facilitator added.
            prompts: Vec<Added>,
            /// The facilitator's notes.
            notes: BTreeMap<Stage, String>,
            /// Group moves, newest last; the newest can be undone.
            moves: Vec<Move>,
        }
        keyed {}
    }
}

/// The door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct DeskDoor {
    /// What people type to join; none once the session is closed.
    pub code: Option<JoinCode>,
    /// A code only lets people ask.
    pub locked: bool,
    /// Rate has begun: from here on a code only lets people ask.
    pub begun: bool,
    /// A room display has been opened.
    pub display: bool,
    /// There is a co-facilitator's link.
    pub co: bool,
    /// Days the operator keeps sessions for: the most `prepare` takes.
    pub most_days: u16,
}

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Waiting {
    /// Their id.
    pub participant: ParticipantId,
    /// What they want to be called.
    pub name: String,
}

/// What somebody signals to the facilitator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct DeskPerson {
    /// Who.
    pub participant: ParticipantId,
    /// Ready in this stage. Says nothing about a seat on paper.
    pub ready: bool,
    /// Would like more time in this stage.
    pub more_time: bool,
    /// Hand up.
    pub hand: bool,
    /// Phone asleep or offline for a minute.
    pub asleep: bool,
    /// Was asked in this stage whether they need anything.
    pub nudged: bool,
    /// What they answered.
    pub answer: Option<Answer>,
}

/// Picks, counted without names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct PicksView {
    /// How many would like an area.
    pub areas: BTreeMap<AreaId, u8>,
    /// Areas that somebody would rather not look at today.
    pub rather_not: BTreeSet<AreaId>,
    /// How many would like a competency.
    pub competencies: BTreeMap<CompetencyId, u8>,
}

/// Turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct DeskTurns {
    /// What a round goes by.
    pub by: TurnsBy,
    /// All of them in order.
    pub queue: Vec<QueuedTurn>,
    /// Since when the present one is on.
    pub since: Option<Timestamp>,
}

/// A turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct QueuedTurn {
    /// Whose.
    pub participant: ParticipantId,
    /// With what.
    pub competency: CompetencyId,
    /// How it stands.
    pub standing: Standing,
}

/// Plan and actual time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct DeskPlan {
    /// Stage by stage.
    pub stages: Vec<PlannedStage>,
    /// Since when the clock runs in the present stretch: add it to that stage's `took`.
    pub since: Option<Timestamp>,
}

/// Plan and actual time of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct PlannedStage {
    /// Which.
    pub stage: Stage,
    /// Minutes, with what was added.
    pub minutes: i64,
    /// Milliseconds it took before the present stretch.
    pub took: i64,
}

/// Feedback somebody decided to tell the facilitator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct Told {
    /// Who told it: its recipient.
    pub participant: ParticipantId,
    /// Who wrote it; nobody any more when they erased themselves.
    pub from: Option<ParticipantId>,
    /// About what.
    pub competency: CompetencyId,
    /// Which kind.
    pub kind: Kind,
    /// The words.
    pub text: String,
}

/// What people put in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub struct DeskRecord {
    /// How many have chosen.
    pub answered: u32,
    /// Of how many.
    pub of: u32,
    /// What is in it.
    pub summary: Summary,
}

/// What facilitators see.
#[must_use]
pub fn desk(state: &State, presence: &Presence) -> Desk {
    let waiting = state.people.iter().filter(|person| person.place == Place::Waiting);
    let phones = || state.seated().filter(|person| !person.on_paper());
    Desk {
        door: DeskDoor {
            code: (state.stage != Stage::Closed).then(|| state.door.code.clone()),
            locked: state.door.locked,
            begun: state.furthest >= Stage::Rate,
            display: state.display.is_some(),
            co: state.facilitators.len() > 1,
            most_days: state.about.kept_days,
        },
        waiting: waiting.map(|p| Waiting { participant: p.id, name: p.name.as_str().to_owned() }).collect(),
        people: phones()
            .map(|person| DeskPerson {
                participant: person.id,
                ready: person.ready.contains(&state.stage),
                more_time: person.more_time.contains(&state.stage),
                hand: person.hand,
                asleep: presence.asleep.contains(&person.id),
                nudged: person.nudges.contains_key(&state.stage),
                answer: person.nudges.get(&state.stage).copied().flatten(),
            })
            .collect(),
        check_in: state.people.iter().filter(|person| person.check_in).map(|person| person.id).collect(),
        picks: state.choice.picks.as_ref().map(|counted| PicksView {
            areas: counted.areas.clone(),
            rather_not: counted.rather_not.clone(),
            competencies: counted.competencies.clone(),
        }),
        turns: turns(state),
        plan: plan(state),
        told: told(state),
        record: DeskRecord {
            answered: count(phones().filter(|person| person.record.answered)),
            of: count(phones()),
            summary: summary(state),
        },
        prompts: state.prompts.added.clone(),
        notes: state.notes.iter().map(|(stage, text)| (*stage, text.as_str().to_owned())).collect(),
        moves: state
            .moves
            .list
            .iter()
            .map(|(which, undo)| Move { which: *which, what: what(undo) })
            .collect(),
    }
}

fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

fn turns(state: &State) -> DeskTurns {
    if state.furthest < Stage::Discuss {
        return DeskTurns { by: state.turns.order.by, queue: Vec::new(), since: None };
    }
    let queued = |(turn, standing): (TurnRef, Standing)| QueuedTurn {
        participant: turn.participant,
        competency: turn.competency,
        standing,
    };
    DeskTurns {
        by: state.turns.order.by,
        queue: queue(state).into_iter().map(queued).collect(),
        since: state.turns.now.as_ref().map(|turn| turn.since),
    }
}

fn plan(state: &State) -> DeskPlan {
    let planned = |stage: Stage| PlannedStage {
        stage,
        minutes: state.pacing.minutes(stage),
        took: state.pacing.spent.get(&stage).copied().unwrap_or_default(),
    };
    DeskPlan { stages: Stage::ALL.into_iter().map(planned).collect(), since: state.pacing.since }
}

fn told(state: &State) -> Vec<Told> {
    let of = |id: ParticipantId, received: &crate::session::feedback::Received| Told {
        participant: id,
        from: received.from,
        competency: received.competency.clone(),
        kind: received.kind,
        text: received.text.as_str().to_owned(),
    };
    let people = state.people.iter();
    people.flat_map(|p| p.received.iter().filter(|r| r.told).map(move |r| of(p.id, r))).collect()
}
