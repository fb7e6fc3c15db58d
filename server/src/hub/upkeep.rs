//! What the hub does with sessions that nobody asked for: honouring erasures, forgetting, ending those whose time is over.

use std::sync::Arc;

use trivet_shared::id::{ParticipantId, SessionId};
use trivet_shared::session::{Event, lobby};

use super::{AskError, Hub, OWN_AND_KEPT, Slot};
use crate::actor::Ask;
use crate::clock::now;
use crate::journal::JournalError;
use crate::rehearsal;

impl Hub {
    /// At the start, before anybody is served: people who were erased are taken out of sessions that a restored file
    /// brought back.
    ///
    /// # Errors
    /// The journal's. The server must not start then.
    pub async fn honour_erased(&self) -> Result<(), JournalError> {
        for (session, people) in &self.ground.journal.erased().people {
            let Ok((mut state, _)) = self.load(SessionId(*session)).await else {
                continue;
            };
            let back: Vec<Event> = people
                .iter()
                .map(|id| ParticipantId(*id))
                .filter(|id| state.person(*id).is_some())
                .map(|id| Event::Lobby(lobby::Event::Erased { id }))
                .collect();
            if back.is_empty() {
                continue;
            }
            let before = state.version;
            for event in &back {
                trivet_shared::session::evolve(&mut state, event);
            }
            self.ground.journal.compact(*session, before, state.freeze().into_bytes()).await?;
        }
        Ok(())
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

    /// Erases the sessions whose time is over, then the frameworks that nobody uses, and forgets where sleeping sessions
    /// were live.
    pub async fn sweep(&self) {
        // A live session holds its slot; one that only the map holds is nobody's, and nobody can take it meanwhile.
        self.slots.retain(|_, slot| Arc::strong_count(slot) >= OWN_AND_KEPT);
        let expired = self.ground.journal.expired(now().0).await.unwrap_or_default();
        for session in expired {
            if self.ground.rehearsals.goes_on(SessionId(session)) {
                continue;
            }
            match self.request(SessionId(session), |answer| Ask::Erase { secret: None, answer }).await {
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
