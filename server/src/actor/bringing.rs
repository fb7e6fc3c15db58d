//! A sheet of an earlier session comes in: no command of the socket, since it is larger than a frame may be.

use trivet_shared::id::{CommandId, SecretHash};
use trivet_shared::session::State;
use trivet_shared::session::earlier::{Brought, Taken, bring};
use uuid::Uuid;

use super::{BringError, Live};

impl Live {
    pub(super) async fn bring(
        &mut self,
        secret: &SecretHash,
        brought: &Brought,
    ) -> Result<Taken, BringError> {
        let actor = self.state.who(secret).ok_or(BringError::Unknown)?;
        let me = actor.participant.and_then(|id| self.state.person(id)).ok_or(BringError::Unknown)?;
        let at = self.ground.clock.now();
        let (events, taken) = bring(&self.state, me, brought, at).map_err(BringError::Refused)?;
        if !events.is_empty() {
            let commit = State::unasked(CommandId(Uuid::new_v4()), actor, events, at);
            self.commit(commit).await.map_err(BringError::Journal)?;
        }
        Ok(taken)
    }
}
