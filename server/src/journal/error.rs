//! How the journal refuses to open, and how a job on it fails.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::IN_MEMORY;

/// Why a file was not opened. Its text names the file and says what to do.
#[derive(Debug)]
pub enum OpenError {
    /// Another process has it.
    InUse(PathBuf),
    /// It is something else than a Trivet data file.
    Foreign(PathBuf),
    /// It was written by a newer Trivet.
    Newer {
        /// The file.
        file: PathBuf,
        /// Its schema number.
        found: i64,
        /// The highest schema number known here.
        known: i64,
    },
    /// It, or what belongs to it, is damaged; the second part says where.
    Damaged(PathBuf, String),
    /// The system said no: permissions, no room, no such device.
    Io(PathBuf, String),
}

impl OpenError {
    pub(super) fn io(file: &Path, error: impl fmt::Display) -> OpenError {
        OpenError::Io(file.to_owned(), error.to_string())
    }

    pub(super) fn thread(file: Option<&Path>, error: io::Error) -> OpenError {
        OpenError::io(file.unwrap_or(Path::new(IN_MEMORY)), error)
    }

    /// What SQLite's answer means while opening `file`.
    pub(super) fn sqlite(file: &Path, error: &rusqlite::Error) -> OpenError {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, NotADatabase};
        match error.sqlite_error_code() {
            // What is damaged may stand in the message itself, line breaks and all; the program says one line.
            Some(DatabaseCorrupt | NotADatabase) => {
                OpenError::Damaged(file.to_owned(), error.to_string().replace(char::is_control, " "))
            }
            Some(DatabaseBusy | DatabaseLocked) => OpenError::InUse(file.to_owned()),
            _ => OpenError::io(file, error),
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::InUse(file) => write!(
                out,
                "{} is already in use: stop the other process, or name another file with --data",
                file.display()
            ),
            OpenError::Foreign(file) => write!(
                out,
                "{} is not a Trivet data file and was left alone: name another file with --data",
                file.display()
            ),
            OpenError::Newer { file, found, known } => write!(
                out,
                "{} was written by a newer Trivet (schema {found}, this one knows {known}) and was left alone: run the newer version",
                file.display()
            ),
            OpenError::Damaged(file, place) => write!(
                out,
                "{} is damaged ({place}) and was left alone: keep a copy of it, then restore a backup or name another file with --data",
                file.display()
            ),
            OpenError::Io(file, reason) => write!(
                out,
                "{} could not be opened: {reason}; check the path, its permissions and the room on the disk",
                file.display()
            ),
        }
    }
}

impl std::error::Error for OpenError {}

/// How a job on an open journal failed. After any of these nothing of the job was kept, except where its method says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalError {
    /// The disk is full: answer `storageFull`. Reading goes on, and writing does as soon as there is room.
    Full,
    /// Somebody else held the file locked for too long: answer `busy`.
    Busy,
    /// The journal is closed, or has failed for good and the process is about to end. Acknowledge nothing.
    Stopped,
    /// The code belongs to another session: draw another.
    CodeTaken,
    /// A session was opened with this secret already: [`super::Journal::find_by_owner`] has it.
    OwnerTaken,
    /// The id belongs to another session.
    SessionTaken,
    /// As many frameworks are kept for nobody as may be.
    TooMany,
    /// No such session.
    Unknown,
    /// Not the version that comes next.
    OutOfOrder {
        /// The last version kept.
        last: u64,
    },
    /// What was kept cannot be read. It concerns this session alone, and is left as it is.
    Damaged,
}

impl fmt::Display for JournalError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JournalError::Full => out.write_str("the disk is full"),
            JournalError::Busy => out.write_str("the data file is locked"),
            JournalError::Stopped => out.write_str("the journal has stopped"),
            JournalError::CodeTaken => out.write_str("the code is taken"),
            JournalError::OwnerTaken => out.write_str("a session was opened with this secret already"),
            JournalError::SessionTaken => out.write_str("the session exists already"),
            JournalError::TooMany => out.write_str("as many frameworks are kept as may be"),
            JournalError::Unknown => out.write_str("no such session"),
            JournalError::OutOfOrder { last } => write!(out, "out of order, the last version is {last}"),
            JournalError::Damaged => out.write_str("what was kept is damaged"),
        }
    }
}

impl std::error::Error for JournalError {}
