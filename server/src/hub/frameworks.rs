//! The frameworks that sessions begin with and wake up with: those of the server's list, and those that were brought and
//! are known by their hash alone.

use std::sync::Arc;
use std::time::Duration;

use trivet_shared::framework::{Checked, Framework};
use trivet_shared::id::FrameworkHash;

use super::{AskError, Hub};
use crate::frameworks::{Frameworks, Offered};
use crate::journal::JournalError;

/// Characters of a hash: 32 bytes in hex. Nothing else is looked for in the journal.
const HASH: usize = 64;

impl Hub {
    /// The frameworks of this server's list.
    pub fn frameworks(&self) -> &Frameworks {
        &self.frameworks
    }

    /// The framework that a new session may begin with: of that id or hash in the list, or of that hash among those that
    /// were brought.
    ///
    /// # Errors
    /// [`AskError::Damaged`] when what was kept cannot be read; the journal's.
    pub async fn offered(&self, name: &str) -> Result<Option<Offered>, AskError> {
        if let Some(listed) = self.frameworks.find(name) {
            return Ok(Some(listed.clone()));
        }
        if name.len() != HASH {
            return Ok(None);
        }
        let hash = FrameworkHash(name.to_owned());
        let Some(json) = self.kept(&hash).await? else {
            return Ok(None);
        };
        let framework = Arc::new(Framework::thaw(&json).map_err(|_| AskError::Damaged)?);
        Ok(Some(Offered { json: json.into(), hash, framework }))
    }

    /// Keeps a framework that somebody brought, whoever else did so before.
    ///
    /// # Errors
    /// The journal's; [`JournalError::TooMany`] when as many are kept for nobody as may be.
    pub async fn bring(&self, brought: Checked) -> Result<(), JournalError> {
        let (most, now) = (self.ground.limits.frameworks_kept, self.ground.clock.now());
        self.ground.journal.keep_framework(brought.hash.0, brought.json.into_bytes(), now.0, most).await
    }

    /// The framework a session is pinned to. Sessions that are awake share one.
    pub(super) async fn framework(&self, hash: &FrameworkHash) -> Result<Arc<Framework>, AskError> {
        if let Some(listed) = self.frameworks.listed().iter().find(|one| one.hash == *hash) {
            return Ok(listed.framework.clone());
        }
        if let Some(known) = self.pinned.get(hash).and_then(|known| known.upgrade()) {
            return Ok(known);
        }
        let json = self.kept(hash).await?.ok_or(AskError::Damaged)?;
        let framework = Arc::new(Framework::thaw(&json).map_err(|_| AskError::Damaged)?);
        self.pinned.insert(hash.clone(), Arc::downgrade(&framework));
        Ok(framework)
    }

    async fn kept(&self, hash: &FrameworkHash) -> Result<Option<String>, AskError> {
        let json = self.ground.journal.framework(&hash.0).await.map_err(AskError::Journal)?;
        json.map(|json| String::from_utf8(json).map_err(|_| AskError::Damaged)).transpose()
    }

    /// Forgets frameworks that were brought long ago and that no session names.
    pub(super) async fn forget_frameworks(&self) {
        self.pinned.retain(|_, known| known.strong_count() > 0);
        let before = self.ground.clock.now().0.saturating_sub(in_ms(self.ground.limits.frameworks_kept_for));
        if let Err(error) = self.ground.journal.forget_frameworks(before).await {
            tracing::warn!(%error, "frameworks that nobody uses could not be forgotten");
        }
    }
}

fn in_ms(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
