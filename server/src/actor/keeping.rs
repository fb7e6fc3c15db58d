//! What a live session leaves on the disk, and what it takes off it: its date of deletion, compaction, erasing.

use trivet_shared::id::{CommandId, ParticipantId, SecretHash};
use trivet_shared::session::{Actor, Commit, Event, State, lobby};
use trivet_shared::time::DAY;
use uuid::Uuid;

use super::{EraseError, Live};
use crate::clock::now;
use crate::journal::JournalError;
use crate::outbound::CloseCode;

/// The date of deletion is written anew when it moved by more than this, in ms: it saves a page write per command.
const EXPIRY_STEP: i64 = 3_600_000;

impl Live {
    /// The new date of deletion, if it is worth writing: what the pages will say once this commit has happened.
    pub(super) fn expires_with(&self, commit: &Commit) -> Option<i64> {
        if self.state.about.rehearsal {
            return None; // over from the beginning: see rehearsal.rs
        }
        let days = i64::from(self.state.kept_days());
        let moves = commit
            .events
            .iter()
            .any(|event| matches!(event, Event::Pacing(_) | Event::Moves(_) | Event::Preparing(_)));
        let later = self.state.closed.is_none() && commit.at.plus(days * DAY).0 - self.expires > EXPIRY_STEP;
        if !moves && !later {
            return None;
        }
        let mut next = self.state.clone();
        next.apply(commit);
        let expires = next.kept_until().0;
        let closes = next.closed != self.state.closed;
        (closes || (expires - self.expires).abs() > EXPIRY_STEP).then_some(expires)
    }

    pub(super) async fn erase_me(&mut self, secret: &SecretHash) -> Result<(), EraseError> {
        let actor = self.state.who(secret).ok_or(EraseError::Unknown)?;
        self.erase_person(actor.participant.ok_or(EraseError::NotYours)?).await
    }

    /// Erases somebody's part. Somebody who is not there is erased.
    pub(super) async fn erase_person(&mut self, id: ParticipantId) -> Result<(), EraseError> {
        if self.state.person(id).is_none() {
            return Ok(());
        }
        if self.state.about.solo {
            return self.erase(None).await; // all of it is theirs: name, title and notes too
        }
        let events = lobby::erase(&self.state, id).map_err(|_| EraseError::Unknown)?;
        self.ground.journal.erase_person(self.session().0, id.0).await.map_err(EraseError::Journal)?;
        let commit = State::unasked(CommandId(Uuid::new_v4()), Actor::default(), events, now());
        self.commit(commit).await.map_err(EraseError::Journal)?;
        // Only when no byte is left is it answered; until then the words may still stand in the commits.
        self.compact().await.map_err(EraseError::Journal)
    }

    pub(super) async fn erase(&mut self, secret: Option<&SecretHash>) -> Result<(), EraseError> {
        if let Some(secret) = secret {
            let actor = self.state.who(secret).ok_or(EraseError::Unknown)?;
            if !actor.facilitator || actor.co {
                return Err(EraseError::NotYours);
            }
        }
        self.ground.journal.erase(self.session().0).await.map_err(EraseError::Journal)?;
        self.connections.close_all(CloseCode::Erased);
        self.ground.rehearsals.erased(self.session());
        self.over = true;
        Ok(())
    }

    pub(super) async fn compact(&mut self) -> Result<(), JournalError> {
        if self.dirty.is_none() {
            return Ok(());
        }
        let state = self.state.freeze().into_bytes();
        let kept = self.ground.journal.compact(self.session().0, self.state.version, state).await;
        match kept {
            Ok(()) => self.dirty = None,
            Err(error) => {
                tracing::warn!(session = %self.session(), %error, "a session could not be compacted")
            }
        }
        kept
    }
}
