//! What a live session leaves on the disk, and what it takes off it: its date of deletion, compaction, erasing, and what
//! happens when the date comes.

use trivet_shared::id::{CommandId, ParticipantId, SecretHash};
use trivet_shared::session::keeping::{Due, Event as Kept, knows};
use trivet_shared::session::{Actor, Commit, Event, State, lobby};
use trivet_shared::time::DAY;
use uuid::Uuid;

use super::{EraseError, Live};
use crate::journal::{CodeChange, JournalError};
use crate::outbound::CloseCode;

/// The date of deletion is written anew when it moved by more than this, in ms: it saves a page write per command.
const EXPIRY_STEP: i64 = 3_600_000;

/// All of it goes with this commit but the kept sheets.
fn reduces(commit: &Commit) -> bool {
    commit.events.iter().any(|event| matches!(event, Event::Keeping(Kept::Reduced { .. })))
}

/// What the session is found by after this commit: kept sheets open by their owners' links alone.
pub(super) fn code_with(commit: &Commit) -> CodeChange {
    if reduces(commit) { CodeChange::DropWithOwner } else { CodeChange::Keep }
}

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
        // A kept sheet's date moves with its owner's review dates.
        let moves = moves || self.state.reduced.is_some() || reduces(commit);
        let later = self.state.closed.is_none() && commit.at.plus(days * DAY).0 - self.expires > EXPIRY_STEP;
        if !moves && !later {
            return None;
        }
        let mut next = self.state.clone();
        next.apply(commit);
        let expires = next.due_at().0;
        let closes = next.closed != self.state.closed;
        (closes || (expires - self.expires).abs() > EXPIRY_STEP).then_some(expires)
    }

    pub(super) async fn erase_me(&mut self, secret: &SecretHash) -> Result<(), EraseError> {
        let actor = self.state.who(secret).ok_or(self.nobody())?;
        self.erase_person(actor.participant.ok_or(EraseError::NotYours)?).await
    }

    /// Erases somebody's part. Somebody who is not there is erased.
    pub(super) async fn erase_person(&mut self, id: ParticipantId) -> Result<(), EraseError> {
        if !knows(&self.state, id) {
            return Ok(());
        }
        let last = self.state.reduced.is_some() && self.state.people.iter().all(|person| person.id == id);
        if self.state.about.solo || last {
            return self.erase(None).await; // all of it is theirs: name, title and notes too
        }
        let events = lobby::erase(&self.state, id).map_err(|_| EraseError::Unknown)?;
        self.ground.journal.erase_person(self.session().0, id.0).await.map_err(EraseError::Journal)?;
        let now = self.ground.clock.now();
        let commit = State::unasked(CommandId(Uuid::new_v4()), Actor::default(), events, now);
        self.commit(commit).await.map_err(EraseError::Journal)?;
        // Only when no byte is left is it answered; until then the words may still stand in the commits.
        self.compact().await.map_err(EraseError::Journal)
    }

    pub(super) async fn erase(&mut self, secret: Option<&SecretHash>) -> Result<(), EraseError> {
        if let Some(secret) = secret {
            let actor = self.state.who(secret).ok_or(self.nobody())?;
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

    fn nobody(&self) -> EraseError {
        if self.state.reduced.is_some() { EraseError::Gone } else { EraseError::Unknown }
    }

    /// Its date may have come: all of it goes, or all but the sheets that their owners keep.
    pub(super) async fn sweep(&mut self) -> Result<(), EraseError> {
        let now = self.ground.clock.now();
        let events = match self.state.due(now) {
            _ if self.state.about.rehearsal => return self.erase(None).await,
            Due::Nothing => return Ok(()),
            Due::All => return self.erase(None).await,
            Due::Some(events) => events,
        };
        let commit = State::unasked(CommandId(Uuid::new_v4()), Actor::default(), events, now);
        self.commit(commit).await.map_err(EraseError::Journal)?;
        self.compact().await.map_err(EraseError::Journal)?;
        self.ground.journal.settle().await.map_err(EraseError::Journal)
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
