//! A session as a state machine: [`decide`] says what a command does or why not, [`evolve`] does it. No clock,
//! randomness or I/O. One file per activity holds its payloads, its decisions, its events and its tests.

pub mod actions;
pub mod choosing;
mod command;
pub mod earlier;
pub mod feedback;
pub mod guiding;
pub mod jotting;
pub mod keeping;
pub mod links;
pub mod lobby;
pub mod moves;
pub mod pacing;
mod person;
pub mod preparing;
pub mod rating;
mod recent;
pub mod record;
pub mod rescoring;
pub mod showing;
mod state;
pub mod theming;
pub mod turns;

#[cfg(test)]
pub(crate) mod example;

pub use command::{Command, FACILITATOR_COMMANDS, FIRST_FACILITATORS, PARTICIPANT_COMMANDS, read_payload};
pub use person::{Person, Place, Row};
pub use recent::{Digest, DigestKey, REMEMBERED, Recent};
pub use state::{About, Facilitator, Opening, State, ThawError};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{CommandId, ParticipantId};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// Where the group is. Going back sets this and nothing else. The order is the method's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Stage {
    /// People arrive.
    #[default]
    Lobby,
    /// The group settles on one area.
    Area,
    /// The group picks up to three competencies of it.
    Competencies,
    /// Everyone alone: a score and why.
    Rate,
    /// Turns: showing, talking, feedback.
    Discuss,
    /// The score again, kept or changed.
    Rescore,
    /// At least one action, with a review date.
    Actions,
    /// Over. Everyone's own sheet stays open to them.
    Closed,
}

impl Stage {
    /// All of them, in the method's order.
    pub const ALL: [Self; 8] = [
        Self::Lobby,
        Self::Area,
        Self::Competencies,
        Self::Rate,
        Self::Discuss,
        Self::Rescore,
        Self::Actions,
        Self::Closed,
    ];
}

impl std::fmt::Display for Stage {
    /// As on the wire.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.serialize(f)
    }
}

/// Who sends a command. It comes from the connection's secret, never from the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// The person, for a participant, and for somebody alone.
    pub participant: Option<ParticipantId>,
    /// A facilitator, or somebody alone.
    pub facilitator: bool,
    /// The room display: it may send nothing.
    pub display: bool,
    /// A facilitator by the co-facilitator's link.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub co: bool,
}

impl Actor {
    /// A participant.
    #[must_use]
    pub fn participant(id: ParticipantId) -> Self {
        Self { participant: Some(id), ..Self::default() }
    }

    /// A facilitator.
    #[must_use]
    pub fn facilitator() -> Self {
        Self { facilitator: true, ..Self::default() }
    }

    /// A co-facilitator.
    #[must_use]
    pub fn co_facilitator() -> Self {
        Self { facilitator: true, co: true, ..Self::default() }
    }

    /// A room display.
    #[must_use]
    pub fn display() -> Self {
        Self { display: true, ..Self::default() }
    }
}

/// Something that has happened, by activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// Coming, going, names.
    Lobby(lobby::Event),
    /// Area and competencies.
    Choosing(choosing::Event),
    /// Scores, reasons, readiness.
    Rating(rating::Event),
    /// Whose turn it is.
    Turns(turns::Event),
    /// What lies on the table.
    Showing(showing::Event),
    /// From one person to another.
    Feedback(feedback::Event),
    /// The score again.
    Rescoring(rescoring::Event),
    /// What people will do.
    Actions(actions::Event),
    /// What goes into the summary.
    Record(record::Event),
    /// Stages, time, notes.
    Pacing(pacing::Event),
    /// Undo.
    Moves(moves::Event),
    /// What the facilitator settled.
    Preparing(preparing::Event),
    /// The facilitators' links.
    Links(links::Event),
    /// Prompts and quiet questions.
    Guiding(guiding::Event),
    /// Lines for oneself.
    Jotting(jotting::Event),
    /// Themes of the group.
    Theming(theming::Event),
    /// What somebody brought from earlier sessions.
    Earlier(earlier::Event),
    /// Sheets that stay.
    Keeping(keeping::Event),
}

/// What a command comes to.
pub type Decision = Result<Vec<Event>, Refusal>;

/// One accepted command, as the journal keeps it: one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Commit {
    /// The command's id.
    pub id: CommandId,
    /// What the command said, hashed: to tell a repeat from another command under the same id.
    pub digest: Digest,
    /// When it was accepted.
    pub at: Timestamp,
    /// Who sent it.
    pub by: Actor,
    /// What happened; may be nothing.
    pub events: Vec<Event>,
}

/// What a command does, or why it does nothing.
///
/// # Errors
/// The refusal to answer with. The state has not changed then.
pub fn decide(state: &State, by: Actor, command: &Command, now: Timestamp) -> Decision {
    command.decide(state, by, now)
}

/// Lets an event happen. It cannot go wrong: an event about somebody who is gone does nothing.
pub fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::Lobby(event) => lobby::evolve(state, event),
        Event::Choosing(event) => choosing::evolve(state, event),
        Event::Rating(event) => rating::evolve(state, event),
        Event::Turns(event) => turns::evolve(state, event),
        Event::Showing(event) => showing::evolve(state, event),
        Event::Feedback(event) => feedback::evolve(state, event),
        Event::Rescoring(event) => rescoring::evolve(state, event),
        Event::Actions(event) => actions::evolve(state, event),
        Event::Record(event) => record::evolve(state, event),
        Event::Pacing(event) => pacing::evolve(state, event),
        Event::Moves(event) => moves::evolve(state, event),
        Event::Preparing(event) => preparing::evolve(state, event),
        Event::Links(event) => links::evolve(state, event),
        Event::Guiding(event) => guiding::evolve(state, event),
        Event::Jotting(event) => jotting::evolve(state, event),
        Event::Theming(event) => theming::evolve(state, event),
        Event::Earlier(event) => earlier::evolve(state, event),
        Event::Keeping(event) => keeping::evolve(state, event),
    }
}

/// Payloads of commands: empty by default, camelCase on the wire, in the generated TypeScript.
macro_rules! payloads {
    ($( $(#[$doc:meta])* pub struct $Name:ident { $($body:tt)* } )*) => {$(
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        $(#[$doc])*
        #[serde(rename_all = "camelCase")]
        #[ts(export_to = "protocol.ts")]
        pub struct $Name { $($body)* }
    )*};
}
pub(crate) use payloads;
