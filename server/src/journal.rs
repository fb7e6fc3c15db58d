//! The journal: what survives a crash, in one SQLite file behind one writer thread.
//!
//! It knows sessions by id and their snapshots and commits as bytes; what is in them is none of its business.
//! Everything here holds for a [`Journal`] on a file; one in memory differs only in that nothing outlives it.
//!
//! A reader's order: this file is the handle and its promises; `types` is what goes in and comes out; `open` refuses what must not be touched; `schema`,
//! `rows` and `frameworks` are the SQL; `writer` gathers jobs into transactions and forgets what was replaced; `reader` loads;
//! `erased` is the list beside the file, `listing` the handle's part in it, `carried` its copy in a backup; `stored` looks at a file without the lock, `place` puts one in
//! another's place; `about` is a session's row; `body` lays words where they can be wiped; `wal` and `checksum` notice damage.
//!
//! **Promises.** An answered [`Journal::append`] is on the disk (WAL, `synchronous=FULL`). A failed fsync stops the
//! journal for good: no job is answered with success from then on, nothing is tried again, and [`Journal::failed`]
//! yields the line to exit with. A full disk stops nothing: the job answers [`JournalError::Full`] and left no trace.

mod about;
mod body;
mod carried;
mod checksum;
mod erased;
mod error;
mod fault;
mod frameworks;
mod listing;
mod open;
mod place;
mod reader;
mod rows;
mod schema;
mod state;
mod stored;
#[cfg(test)]
mod tests;
mod types;
mod wal;
mod writer;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

pub use erased::{Erased, ErasedFile, honoured, listed, of_file};
pub use error::{JournalError, OpenError};
pub use open::beside;
pub(crate) use open::sync_directory;
pub use place::Claimed;
pub use state::Totals;
pub use stored::{Kept, Stored};
pub use types::{Append, CodeChange, Loaded, NewSession};

use rows::RowError;
use state::{Counters, Stop};
use writer::{Answered, Job, Write};

/// Exit code of a program whose journal failed (`EX_IOERR` of sysexits).
pub const EXIT_JOURNAL_FAILED: u8 = 74;

/// Jobs waiting for the writer; above that, callers wait. More than all actors' inboxes can have open at once.
const QUEUE: usize = 4_096;

/// How the writer gathers.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Jobs in one transaction, at least 1.
    pub group: usize,
    /// Time for which jobs already waiting are gathered. A lone job never waits for company.
    pub group_for: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options { group: 64, group_for: Duration::from_millis(2) }
    }
}

/// A handle on the journal; clones share one writer. Dropping the last one empties the log and closes the file.
#[derive(Clone, Debug)]
pub struct Journal {
    writer: mpsc::Sender<Job>,
    reader: reader::Reader,
    counters: Arc<Counters>,
    stop: Arc<Stop>,
    erased: Arc<Erased>,
    file: Option<PathBuf>,
    lock: Option<Weak<File>>,
}

impl Journal {
    /// Opens `file`, making it and its directory when missing, or a journal in memory where it is `None`.
    ///
    /// Sessions on the list of erased ones are deleted before this returns. Blocks: it checks the whole file.
    ///
    /// # Errors
    /// [`OpenError`], each with the file's name and what to do. A refused file is left as it was.
    pub fn open(file: Option<&Path>, options: Options) -> Result<Journal, OpenError> {
        let opened = match file {
            Some(file) => open::file(file)?,
            None => open::memory()?,
        };
        let stop = Arc::new(Stop::default());
        let counters = Arc::new(Counters::default());
        let (writer, jobs) = mpsc::channel(QUEUE);
        let reader = match opened.reader {
            Some(connection) => reader::Reader::start(connection, opened.lock.clone(), writer.clone()),
            None => reader::Reader::beside_writer(writer.clone()),
        }
        .map_err(|error| OpenError::thread(file, error))?;
        let erased =
            Arc::new(opened.erased_file.as_ref().map(|list| list.list().clone()).unwrap_or_default());
        let lock = opened.lock.as_ref().map(Arc::downgrade);
        writer::Writer {
            connection: opened.connection,
            erased: opened.erased_file,
            file: file.map(Path::to_owned),
            options,
            counters: counters.clone(),
            stop: stop.clone(),
            lock: opened.lock,
        }
        .start(jobs)
        .map_err(|error| OpenError::thread(file, error))?;
        Ok(Journal { writer, reader, counters, stop, erased, file: file.map(Path::to_owned), lock })
    }

    /// The file, or `None` for a journal in memory.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Keeps a new session: its row, its framework and its first snapshot, all or none.
    ///
    /// # Errors
    /// [`JournalError::CodeTaken`], [`JournalError::OwnerTaken`], [`JournalError::SessionTaken`]; `Full`, `Busy`, `Stopped`.
    pub async fn create(&self, new: NewSession) -> Result<(), JournalError> {
        self.write(Answered::Kept, move |connection, _| rows::create(connection, &new)).await
    }

    /// Keeps one commit. When this answers `Ok`, the commit is on the disk.
    ///
    /// # Errors
    /// [`JournalError::Unknown`] session, [`JournalError::OutOfOrder`] version, [`JournalError::CodeTaken`];
    /// `Full`, `Busy`, `Stopped`. After `Full` and `Busy` nothing was kept and the same version may be tried again.
    pub async fn append(&self, append: Append) -> Result<(), JournalError> {
        let counters = self.counters.clone();
        self.write(Answered::Kept, move |connection, _| rows::append(connection, &append)).await?;
        counters.commit();
        Ok(())
    }

    /// The session as kept, or `None` where there is none.
    ///
    /// # Errors
    /// [`JournalError::Damaged`] when what was kept of this session does not match its checksums or has gaps; `Stopped`.
    pub async fn load(&self, session: Uuid) -> Result<Option<Loaded>, JournalError> {
        self.reader.read(move |connection| rows::load(connection, session)).await
    }

    /// Replaces the snapshot by `state` as of `version` and drops the commits up to it, in one transaction.
    ///
    /// What was replaced is off the database at once and off the log within about 100 ms, when several compactions
    /// share one emptying of the log; [`Journal::settle`] waits for that.
    ///
    /// # Errors
    /// [`JournalError::Unknown`] session; [`JournalError::OutOfOrder`] when `version` is older than the snapshot or newer
    /// than the last commit; `Full`, `Busy`, `Stopped`.
    pub async fn compact(&self, session: Uuid, version: u64, state: Vec<u8>) -> Result<(), JournalError> {
        self.write(Answered::ThenForget, move |connection, _| {
            rows::compact(connection, session, version, &state)
        })
        .await
    }

    /// Waits until nothing that was replaced or erased before this call is in any of the files.
    ///
    /// # Errors
    /// `Full` when the disk has no room to empty the log (it is tried again by itself); `Stopped`.
    pub async fn settle(&self) -> Result<(), JournalError> {
        self.write(Answered::Forgotten, |_, _| Ok(())).await
    }

    /// The session that people join by `code`.
    ///
    /// # Errors
    /// [`JournalError::Damaged`] when the table of sessions cannot be read; `Stopped`.
    pub async fn find_by_code(&self, code: &str) -> Result<Option<Uuid>, JournalError> {
        let code = code.to_owned();
        self.reader.read(move |connection| rows::find_by_code(connection, &code)).await
    }

    /// The session that was opened with the secret of this SHA-256.
    ///
    /// # Errors
    /// As [`Journal::find_by_code`].
    pub async fn find_by_owner(&self, owner: [u8; 32]) -> Result<Option<Uuid>, JournalError> {
        self.reader.read(move |connection| rows::find_by_owner(connection, &owner)).await
    }

    /// Gives the session another code, or none.
    ///
    /// # Errors
    /// [`JournalError::Unknown`] session, [`JournalError::CodeTaken`]; `Full`, `Busy`, `Stopped`.
    pub async fn set_code(&self, session: Uuid, code: Option<String>) -> Result<(), JournalError> {
        self.write(Answered::Kept, move |connection, _| rows::set_code(connection, session, code.as_deref()))
            .await
    }

    /// Erases a session: on the list beside the file first, then its rows, then the log. Answers when no byte is left.
    ///
    /// Erasing what is not there is no error. A framework stays while another session names it.
    ///
    /// # Errors
    /// `Full`, `Busy`: it may be on the list already, then the next start erases it; try again. `Stopped`.
    pub async fn erase(&self, session: Uuid) -> Result<(), JournalError> {
        self.write(Answered::Forgotten, move |connection, erased| {
            if let Some(list) = erased {
                list.add(session, None).map_err(RowError::List)?;
            }
            rows::erase(connection, session)
        })
        .await
    }

    /// Sessions with commits since their snapshot: to be compacted at the start.
    ///
    /// # Errors
    /// As [`Journal::find_by_code`].
    pub async fn sessions_with_commits(&self) -> Result<Vec<Uuid>, JournalError> {
        self.reader.read(rows::sessions_with_commits).await
    }

    /// Sessions that may be deleted at `now`, in ms since the epoch.
    ///
    /// # Errors
    /// As [`Journal::find_by_code`].
    pub async fn expired(&self, now: i64) -> Result<Vec<Uuid>, JournalError> {
        self.reader.read(move |connection| rows::expired(connection, now)).await
    }

    /// Keeps a framework that somebody brought at `now`, in ms since the epoch. One that is kept already counts as
    /// brought anew. It stays while a session names it, and until [`Journal::forget_frameworks`] for a later time.
    ///
    /// # Errors
    /// [`JournalError::TooMany`] when `most` were brought that no session names; `Full`, `Busy`, `Stopped`.
    pub async fn keep_framework(
        &self,
        hash: String,
        json: Vec<u8>,
        now: i64,
        most: usize,
    ) -> Result<(), JournalError> {
        self.write(Answered::Kept, move |connection, _| frameworks::keep(connection, &hash, &json, now, most))
            .await
    }

    /// Forgets the frameworks that were brought, and last chosen for a session, before that time in ms since the epoch,
    /// and that no session names.
    ///
    /// # Errors
    /// `Full`, `Busy`, `Stopped`.
    pub async fn forget_frameworks(&self, before: i64) -> Result<(), JournalError> {
        self.write(Answered::ThenForget, move |connection, _| frameworks::forget(connection, before)).await
    }

    /// The framework kept under this name, while a session names it or since it was brought.
    ///
    /// # Errors
    /// [`JournalError::Damaged`] when it does not match its checksum; `Stopped`.
    pub async fn framework(&self, hash: &str) -> Result<Option<Vec<u8>>, JournalError> {
        let hash = hash.to_owned();
        self.reader.read(move |connection| frameworks::read(connection, &hash)).await
    }

    /// What was done since the journal was opened.
    pub fn totals(&self) -> Totals {
        self.counters.totals()
    }

    /// Whether appends can still succeed.
    pub fn is_running(&self) -> bool {
        !self.stop.is_set() && !self.writer.is_closed()
    }

    /// Yields, once the journal has failed for good, the one line to exit with. The program must then end at once, with
    /// [`EXIT_JOURNAL_FAILED`] and without closing anything in order.
    pub async fn failed(&self) -> String {
        self.stop.line().await
    }

    /// Finishes what is waiting, empties the log and closes the file; answers when the lock is free again. Other clones
    /// answer `Stopped` afterwards.
    pub async fn close(self) {
        self.reader.close().await;
        let (answer, closed) = oneshot::channel();
        if self.writer.send(Job::Close(answer)).await.is_ok() {
            // An error means that the writer had stopped already, which is as closed as it gets.
            let _ = closed.await;
        }
    }

    async fn write(
        &self,
        answered: Answered,
        apply: impl FnOnce(&Connection, Option<&mut ErasedFile>) -> Result<(), RowError> + Send + 'static,
    ) -> Result<(), JournalError> {
        let (answer, outcome) = oneshot::channel();
        let job = Job::Write(Write { apply: Box::new(apply), answered, answer });
        self.writer.send(job).await.map_err(|_| JournalError::Stopped)?;
        outcome.await.unwrap_or(Err(JournalError::Stopped))
    }
}
