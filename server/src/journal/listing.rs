//! The handle's part in the list beside the file: adding people, noticing what others added, saying how far it is honoured.

use std::sync::Weak;
use std::{fs, io};

use uuid::Uuid;

use super::erased::{self, Erased, listed};
use super::open::beside;
use super::rows::RowError;
use super::writer::Answered;
use super::{Journal, JournalError};

impl Journal {
    /// Notes on the list beside the file that a participant was erased. Taking them out of the state, and compacting, is
    /// the caller's.
    ///
    /// # Errors
    /// `Full`, `Busy`, `Stopped`.
    pub async fn erase_person(&self, session: Uuid, participant: Uuid) -> Result<(), JournalError> {
        self.write(Answered::Kept, move |_, erased| match erased {
            Some(list) => list.add(session, Some(participant)).map_err(RowError::List),
            None => Ok(()),
        })
        .await
    }

    /// The list of erased sessions and people as it stood when the journal was opened. The sessions are gone already;
    /// the people must be taken out of their sessions' states before anybody is served, for the file may be an older copy.
    pub fn erased(&self) -> &Erased {
        &self.erased
    }

    /// The list as it stands now, where it says more than its first `bytes`: an operator's command may have added to it.
    ///
    /// # Errors
    /// The system's; `InvalidData` when a line is not an id or two.
    pub async fn erased_beyond(&self, bytes: u64) -> io::Result<Option<Erased>> {
        let Some(file) = self.file.clone() else {
            return Ok(None);
        };
        let read = move || {
            let longer = |about: fs::Metadata| about.len() > bytes;
            if !fs::metadata(beside(&file, erased::ENDING)).is_ok_and(longer) {
                return Ok(None);
            }
            listed(&file).map(|list| (list.bytes > bytes).then_some(list))
        };
        tokio::task::spawn_blocking(read).await.map_err(io::Error::other)?
    }

    /// Tells other processes how many bytes of the list are honoured: nothing that they name is in any of the files.
    ///
    /// # Errors
    /// The system's.
    pub fn say_honoured(&self, bytes: u64) -> io::Result<()> {
        match self.lock.as_ref().and_then(Weak::upgrade) {
            Some(lock) => erased::say_honoured(&lock, bytes),
            None => Ok(()),
        }
    }
}
