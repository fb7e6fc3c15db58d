//! A data file as it lies there, looked at without taking it: beside a running server, or a backup. Nothing is written
//! to it, and its lock is left alone.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;
use std::{fs, io};

use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use super::erased::{self, Erased};
use super::error::OpenError;
use super::open::{beside, check_bytes, check_tables, newer};
use super::rows::RowError;
use super::{JournalError, Loaded, carried, frameworks, rows, schema};

/// How often, and how long apart, the log is looked over when it seems damaged: a frame that a running server is writing
/// looks the same, for a moment.
const LOOKS: u32 = 5;
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A session in the list of a data file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub session: Uuid,
    /// When it was opened, in ms since the epoch.
    pub created_at: i64,
    /// When it may be deleted, in ms since the epoch.
    pub expires_at: i64,
}

/// A data file that is only read.
#[derive(Debug)]
pub struct Stored {
    connection: Connection,
    file: PathBuf,
}

impl Stored {
    /// Opens `file` to read: header, schema number and log are looked at. SQLite may make the empty `-wal` and `-shm`
    /// beside it that reading takes.
    ///
    /// # Errors
    /// [`OpenError`]; also when there is no such file, or an empty one.
    pub fn open(file: &Path) -> Result<Stored, OpenError> {
        let io = |error: io::Error| OpenError::io(file, error);
        let sqlite = |error: rusqlite::Error| OpenError::sqlite(file, &error);
        if fs::metadata(file).map_err(io)?.len() == 0 {
            return Err(OpenError::Foreign(file.to_owned()));
        }
        look_over(file)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags).map_err(sqlite)?;
        schema::prepare_looking(&connection).map_err(sqlite)?;
        newer(file, schema::version(&connection).map_err(sqlite)?)?;
        Ok(Stored { connection, file: file.to_owned() })
    }

    /// Reads every page and every framework, and holds the tables against what they were made as.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] with the place.
    pub fn check(&self) -> Result<(), OpenError> {
        let sqlite = |error: rusqlite::Error| OpenError::sqlite(&self.file, &error);
        let damaged = |place: String| Err(OpenError::Damaged(self.file.clone(), place));
        let found: String =
            self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(sqlite)?;
        if found != "ok" {
            return damaged(found.replace('\n', " "));
        }
        check_tables(&self.file, &self.connection)?;
        for hash in frameworks::names(&self.connection).map_err(sqlite)? {
            if self.framework(&hash).is_err() {
                return damaged(format!("the framework {hash}"));
            }
        }
        Ok(())
    }

    /// Every session, by age.
    ///
    /// # Errors
    /// [`OpenError`] when the table cannot be read.
    pub fn sessions(&self) -> Result<Vec<Kept>, OpenError> {
        rows::kept(&self.connection).map_err(|error| OpenError::sqlite(&self.file, &error))
    }

    /// That session, as [`super::Journal::load`].
    ///
    /// # Errors
    /// [`JournalError::Damaged`], [`JournalError::Busy`].
    pub fn load(&self, session: Uuid) -> Result<Option<Loaded>, JournalError> {
        rows::load(&self.connection, session).map_err(refusal)
    }

    /// That framework, as [`super::Journal::framework`].
    ///
    /// # Errors
    /// [`JournalError::Damaged`], [`JournalError::Busy`].
    pub fn framework(&self, hash: &str) -> Result<Option<Vec<u8>>, JournalError> {
        frameworks::read(&self.connection, hash).map_err(refusal)
    }

    /// Names of all frameworks in it.
    ///
    /// # Errors
    /// [`OpenError`] when the table cannot be read.
    pub fn frameworks(&self) -> Result<Vec<String>, OpenError> {
        frameworks::names(&self.connection).map_err(|error| OpenError::sqlite(&self.file, &error))
    }

    /// Writes all of it, as it stands at this moment, into `copy`, which must be missing or empty, with the list of the
    /// erased inside; the copy is on the disk afterwards. A server goes on meanwhile, except that its log is not emptied.
    ///
    /// # Errors
    /// [`OpenError`], with the name of the file that it concerns. What was written of the copy is then of no use.
    pub fn copy_to(&self, copy: &Path) -> Result<(), OpenError> {
        let reading = |error: rusqlite::Error| OpenError::sqlite(&self.file, &error);
        let writing = |error: rusqlite::Error| OpenError::io(copy, error);
        let list_of = |error: io::Error| OpenError::io(&beside(&self.file, erased::ENDING), error);
        let path = copy.to_str().ok_or_else(|| OpenError::io(copy, "its name is not UTF-8"))?;
        self.connection.execute("VACUUM INTO ?1", [path]).map_err(|error| {
            match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DiskFull | rusqlite::ErrorCode::CannotOpen) => writing(error),
                _ => reading(error),
            }
        })?;
        // After the copy, so that nobody stands in it who was on the list before, and is not on the list it brings.
        let list = erased::listed(&self.file).map_err(list_of)?;
        let written = Connection::open(copy).map_err(writing)?;
        written.pragma_update_and_check(None, "journal_mode", "MEMORY", |_| Ok(())).map_err(writing)?;
        written.pragma_update(None, "synchronous", "FULL").map_err(writing)?;
        carried::put(&written, &list).map_err(writing)?;
        drop(written);
        fs::File::open(copy).and_then(|copy| copy.sync_all()).map_err(|error| OpenError::io(copy, error))
    }

    /// Who was erased, as far as it knows: on the list beside it, and on the one inside, if it is a backup.
    ///
    /// # Errors
    /// [`OpenError`] when either cannot be read.
    pub fn erased(&self) -> Result<Erased, OpenError> {
        let mut list = erased::listed(&self.file)
            .map_err(|error| OpenError::io(&beside(&self.file, erased::ENDING), error))?;
        let inside =
            carried::carried(&self.connection).map_err(|error| OpenError::sqlite(&self.file, &error))?;
        for (session, person) in inside {
            list.insert(session, person);
        }
        Ok(list)
    }
}

/// The bytes outside SQLite, more than once where a server may be at work on them.
fn look_over(file: &Path) -> Result<(), OpenError> {
    for _ in 1..LOOKS {
        match check_bytes(file) {
            Err(OpenError::Damaged(..)) => thread::sleep(LOOK_AGAIN),
            answer => return answer,
        }
    }
    check_bytes(file)
}

fn refusal(error: RowError) -> JournalError {
    match error {
        RowError::Refused(error) => error,
        error => super::fault::mild(&error).unwrap_or(JournalError::Damaged),
    }
}
