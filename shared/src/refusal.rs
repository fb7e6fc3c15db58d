//! The answers that are not `done`: typed, so that the screen can say them in words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::text::Why;

/// Why a command was not carried out. Nothing has changed then, and the words stay on the sender's screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[ts(export_to = "protocol.ts")]
pub enum Refusal {
    /// This command is not for whoever sent it.
    Forbidden,
    /// A field does not fit.
    Invalid {
        /// Which field.
        field: String,
        /// What is wrong with it.
        why: Why,
    },
    /// No command has that type.
    UnknownCommand,
    /// That id was another command's.
    CommandIdReused,
    /// Too much at once here; the same command may be sent again.
    Busy,
    /// The disk is full; the same command may be sent again later.
    StorageFull,
    /// Not in this stage, or not as things stand.
    NotNow,
    /// More than there may be.
    TooMany {
        /// The most there may be.
        most: usize,
    },
    /// A competency from another area, or one that was not chosen.
    NotInArea,
    /// The first score stands: its owner has answered the re-score, or it is on show.
    ScoreFinal {
        /// It is on show; taken back first, it can be corrected.
        shown: bool,
    },
    /// There is nothing there to show or to put in.
    NothingToShow,
    /// Something else stands there by now.
    Stale {
        /// What stands there.
        now: Option<String>,
    },
}

impl Refusal {
    /// [`Refusal::Invalid`] for a field.
    #[must_use]
    pub fn invalid(field: &str, why: Why) -> Self {
        Self::Invalid { field: field.to_owned(), why }
    }

    /// [`Refusal::Invalid`]: nothing has the id in that field.
    #[must_use]
    pub fn unknown(field: &str) -> Self {
        Self::invalid(field, Why::Unknown)
    }
}
