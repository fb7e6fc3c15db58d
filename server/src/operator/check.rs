//! `trivet check`: reads all of a data file or backup, and says what is damaged. Nothing is written to it.

use std::path::Path;

use uuid::Uuid;

use super::{EXIT_UNUSABLE, Outcome, Refused, count, print};
use crate::journal::{JournalError, OpenError, Stored};
use crate::kept;

/// What is in a file.
pub(super) struct Checked {
    pub(super) sessions: usize,
    /// Sessions that would not wake.
    pub(super) damaged: Vec<Uuid>,
}

/// Reads every page, every checksum, and wakes every session.
pub(super) fn whole(file: &Stored) -> Outcome<Checked> {
    file.check()?;
    let all = file.sessions()?;
    let mut damaged = Vec::new();
    for kept in &all {
        match kept::look(file, kept.session) {
            // One that is gone by now was erased meanwhile.
            Ok(_) => {}
            Err(JournalError::Damaged) => damaged.push(kept.session),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Checked { sessions: all.len(), damaged })
}

pub(super) fn run(data: &Path) -> Outcome<()> {
    let file = Stored::open(data).map_err(|error| Refused {
        code: if matches!(error, OpenError::Damaged(..)) { super::EXIT_REFUSED } else { EXIT_UNUSABLE },
        line: error.to_string(),
    })?;
    file.erased()?;
    let Checked { sessions, damaged } = whole(&file)?;
    for session in &damaged {
        eprintln!("trivet: session {session} cannot be read");
    }
    if damaged.is_empty() {
        return print(format_args!("{}: whole, {}", data.display(), count(sessions, "session")));
    }
    Err(Refused::because(format_args!(
        "{}: {} of {} cannot be read, the others are whole; `trivet erase SESSION` removes one, a backup may still have it",
        data.display(),
        damaged.len(),
        count(sessions, "session"),
    )))
}
