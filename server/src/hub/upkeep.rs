//! What the hub does with sessions that nobody asked for: erasing what others ask for, forgetting, ending those whose time is over.

use std::sync::Arc;

use trivet_shared::id::{ParticipantId, SessionId};

use super::{AskError, Hub, OWN_AND_KEPT, Slot};
use crate::actor::Ask;
use crate::journal::JournalError;
use crate::rehearsal;

impl Hub {
    /// Now and then: whoever was added to the list of the erased by somebody else, an operator's command, is erased as if
    /// they had asked for it themselves. What could not be erased is tried again the next time.
    pub async fn erase_listed(&self) {
        let mut honoured = self.honoured.lock().await;
        let listed = match self.ground.journal.erased_beyond(honoured.bytes).await {
            Ok(None) => return,
            Ok(Some(listed)) => listed,
            Err(error) => {
                tracing::warn!(%error, "the list of the erased could not be read");
                return;
            }
        };
        let mut all = true;
        for (session, person) in listed.lines().filter(|(session, person)| !honoured.names(*session, *person))
        {
            all &= self.erase_one(SessionId(session), person.map(ParticipantId)).await;
        }
        if !all || self.ground.journal.settle().await.is_err() {
            return;
        }
        if let Err(error) = self.ground.journal.say_honoured(listed.bytes) {
            tracing::warn!(%error, "the lock file could not be written");
        }
        *honoured = listed;
    }

    /// Erases a session, or one person of it. What is not there is erased; `false` when it has to be tried again.
    async fn erase_one(&self, session: SessionId, person: Option<ParticipantId>) -> bool {
        let asked = match person {
            None => self.request(session, |answer| Ask::Erase { secret: None, answer }).await,
            Some(id) => self.request(session, |answer| Ask::ErasePerson { id, answer }).await,
        };
        match (asked, person) {
            (Ok(Ok(())) | Err(AskError::Unknown), _) => true,
            // One that cannot be read can go all the same; somebody in it cannot be told from the others.
            (Err(AskError::Damaged), None) => self.ground.journal.erase(session.0).await.is_ok(),
            (Err(AskError::Damaged), Some(_)) => {
                tracing::warn!(%session, "somebody of a damaged session is on the list of the erased");
                true
            }
            (error, _) => {
                tracing::warn!(%session, ?error, "what is to be erased could not be yet");
                false
            }
        }
    }

    /// At the start, before anybody is served: rehearsals that an earlier run left are erased. Nobody plays in them any more.
    ///
    /// # Errors
    /// The journal's. The server must not start then.
    pub async fn erase_rehearsals(&self) -> Result<(), JournalError> {
        for session in self.ground.journal.expired(rehearsal::EXPIRES).await? {
            match self.ground.journal.erase(session).await {
                // The sweep tries again when there is room.
                Err(JournalError::Full) => tracing::warn!(%session, "no room to erase a rehearsal in"),
                erased => erased?,
            }
        }
        Ok(())
    }

    /// At the start and now and then: what stands in commits goes into snapshots, so that what its author replaced before a crash is
    /// forgotten too. A session that somebody asks for first is compacted by its actor.
    pub async fn compact_all(&self) {
        let Ok(sessions) = self.ground.journal.sessions_with_commits().await else {
            return;
        };
        for session in sessions {
            let slot = self.slots.entry(SessionId(session)).or_default().clone();
            let place = slot.lock().await;
            if place.is_some() || self.shutdown.is_cancelled() {
                continue;
            }
            if let Ok((state, true)) = self.load(SessionId(session)).await {
                let kept =
                    self.ground.journal.compact(session, state.version, state.freeze().into_bytes()).await;
                if let Err(error) = kept {
                    tracing::warn!(%session, %error, "a session could not be compacted");
                }
            }
        }
    }

    /// At the end: every session puts what it knows into its snapshot, so that a stopped server remembers no more than a
    /// running one. Answers when the last one has; sockets that are still open keep theirs from it.
    pub async fn rest(&self) {
        let slots: Vec<Arc<Slot>> = self.slots.iter().map(|slot| slot.clone()).collect();
        for slot in slots {
            *slot.lock().await = None;
        }
        self.tracker.close();
        self.tracker.wait().await;
    }

    /// Erases the sessions whose time is over, but for the sheets that their owners keep; then the frameworks that nobody
    /// uses; and forgets where sleeping sessions were live. What could not be erased is tried again at the next sweep.
    pub async fn sweep(&self) {
        // A live session holds its slot; one that only the map holds is nobody's, and nobody can take it meanwhile.
        self.slots.retain(|_, slot| Arc::strong_count(slot) >= OWN_AND_KEPT);
        let expired = self.ground.journal.expired(self.ground.clock.now().0).await.unwrap_or_default();
        for session in expired {
            if self.ground.rehearsals.goes_on(SessionId(session)) {
                continue;
            }
            match self.request(SessionId(session), |answer| Ask::Sweep { answer }).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::warn!(%session, ?error, "a session whose time is over could not be erased")
                }
                // One that cannot be read is over all the same.
                Err(AskError::Damaged) => drop(self.ground.journal.erase(session).await),
                Err(error) => {
                    tracing::warn!(%session, %error, "a session whose time is over could not be erased")
                }
            }
        }
        self.forget_frameworks().await;
    }
}
