//! What a live session can be asked, and how it answers.

use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio::time::Instant;
use trivet_shared::id::{CommandId, ParticipantId, SecretHash};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::earlier::{Brought, Taken};
use trivet_shared::session::lobby::Knock;
use trivet_shared::session::{Actor, Command, DigestKey, State};

use crate::journal::JournalError;
use crate::outbound::{CloseCode, Outbound};

/// One socket within a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(pub u64);

/// What an actor can be asked.
pub enum Ask {
    /// A socket said hello.
    Attach {
        /// What it said.
        secret: SecretHash,
        /// What digests of its commands are made with.
        key: DigestKey,
        /// Where its frames go.
        outbound: Outbound,
        /// Which connection it is now, or why it is closed.
        answer: oneshot::Sender<Result<(ConnectionId, Actor), CloseCode>>,
    },
    /// A command.
    Command {
        /// On which connection.
        connection: ConnectionId,
        /// Its id.
        id: CommandId,
        /// The command.
        command: Box<Command>,
        /// When it came in.
        since: Instant,
        /// Its place among the unanswered, free again when it is answered.
        place: OwnedSemaphorePermit,
    },
    /// Somebody has the code.
    Join {
        /// Who.
        knock: Knock,
        /// Their id, and whether they are seated.
        answer: oneshot::Sender<Result<(ParticipantId, bool), JoinError>>,
    },
    /// Something to be read off the state.
    Read(Box<dyn FnOnce(&State) + Send>),
    /// Somebody brings a sheet of an earlier session.
    Bring {
        /// Who.
        secret: SecretHash,
        /// What it holds.
        brought: Box<Brought>,
        /// What was taken of it.
        answer: oneshot::Sender<Result<Taken, BringError>>,
    },
    /// Somebody erases their part.
    EraseMe {
        /// Who says so.
        secret: SecretHash,
        /// Whether it was done.
        answer: oneshot::Sender<Result<(), EraseError>>,
    },
    /// Somebody's part is erased, by whoever runs this server.
    ErasePerson {
        /// Whose.
        id: ParticipantId,
        /// Whether it was done; somebody who is not there is.
        answer: oneshot::Sender<Result<(), EraseError>>,
    },
    /// Its date may have come: what is over goes.
    Sweep {
        /// Whether it was done.
        answer: oneshot::Sender<Result<(), EraseError>>,
    },
    /// The whole session is erased: by its facilitator, or because its rehearsal is over.
    Erase {
        /// Who says so; none when it is over by itself.
        secret: Option<SecretHash>,
        /// Whether it was done.
        answer: oneshot::Sender<Result<(), EraseError>>,
    },
}

/// Why somebody did not get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinError {
    /// The session says no.
    Refused(Refusal),
    /// The journal does.
    Journal(JournalError),
}

/// Why nothing was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BringError {
    /// The secret opens no seat here.
    Unknown,
    /// The session says no.
    Refused(Refusal),
    /// The journal does.
    Journal(JournalError),
}

/// Why something was not erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraseError {
    /// The secret opens nothing here.
    Unknown,
    /// There is nothing here for that secret any more.
    Gone,
    /// It is not theirs to erase.
    NotYours,
    /// The journal says no.
    Journal(JournalError),
}

/// A socket that is gone.
#[derive(Clone, Copy, Debug)]
pub struct Gone {
    /// Which.
    pub connection: ConnectionId,
    /// When anything was last heard on it: one that fell silent has been gone since then.
    pub heard: Instant,
}
