//! A session as a snapshot and back. The framework is not in it: it is kept beside the sessions and named by hash.

use serde::Deserialize;
use std::fmt;
use std::sync::Arc;

use super::State;
use crate::framework::Framework;
use crate::id::FrameworkHash;

impl State {
    /// As a snapshot.
    #[must_use]
    pub fn freeze(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Out of a snapshot and the framework it names.
    ///
    /// # Errors
    /// When it is no snapshot, or names another framework.
    pub fn thaw(json: &str, pinned: &FrameworkHash, framework: Arc<Framework>) -> Result<Self, ThawError> {
        let mut state: Self = serde_json::from_str(json).map_err(|error| ThawError(error.to_string()))?;
        if state.pinned != *pinned {
            return Err(ThawError("it names another framework".to_owned()));
        }
        state.framework = framework;
        Ok(state)
    }

    /// The hash of the framework that a snapshot names.
    ///
    /// # Errors
    /// When it is no snapshot.
    pub fn pinned_in(json: &str) -> Result<FrameworkHash, ThawError> {
        #[derive(Deserialize)]
        struct Pinned {
            pinned: FrameworkHash,
        }
        serde_json::from_str::<Pinned>(json).map(|p| p.pinned).map_err(|error| ThawError(error.to_string()))
    }
}

/// A snapshot that cannot be used.
#[derive(Debug)]
pub struct ThawError(String);

impl fmt::Display for ThawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a session's snapshot: {}", self.0)
    }
}

impl std::error::Error for ThawError {}

/// Stands in a snapshot's place of the framework until [`State::thaw`] puts the right one there.
pub(super) fn no_framework() -> Arc<Framework> {
    Arc::new(Framework {
        id: "none".into(),
        name: String::new(),
        version: String::new(),
        language: String::new(),
        source: crate::framework::Source {
            publisher: String::new(),
            year: 0,
            title: String::new(),
            note: String::new(),
        },
        scope: String::new(),
        areas: Vec::new(),
        glossary: Vec::new(),
        training: Vec::new(),
        develop: Vec::new(),
        demonstrate: Vec::new(),
        roles: Vec::new(),
    })
}
