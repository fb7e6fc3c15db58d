//! The one thread that writes: gathers waiting jobs into a transaction, commits, and only then answers each.
//!
//! It also empties the log (a TRUNCATE checkpoint), which is when text that was replaced leaves the disk. Emptying is a
//! step of its own, so that a hundred compactions share one, and is tried again while a reader stands in its way.

use std::fs::{self, File};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::erased::ErasedFile;
use super::fault::{describe, mild};
use super::open::beside;
use super::reader::Read;
use super::rows::RowError;
use super::state::{Counters, Stop};
use super::{JournalError, Options, schema};

/// How long compactions wait for each other before the log is emptied.
const FORGET_AFTER: Duration = Duration::from_millis(100);
/// Pause before emptying is tried again: a reader was in the way, which is over in milliseconds.
const FORGET_AGAIN: Duration = Duration::from_millis(100);
/// Pause before emptying is tried again on a full disk.
const FORGET_AGAIN_WHEN_FULL: Duration = Duration::from_millis(500);
/// The log is emptied above this size in any case, so that a restart reads it quickly.
const LOG_BYTES: u64 = 4 * 1024 * 1024;

pub(super) type Apply = Box<dyn FnOnce(&Connection, Option<&mut ErasedFile>) -> Result<(), RowError> + Send>;
type Answer = oneshot::Sender<Result<(), JournalError>>;
/// A job of a transaction whose outcome is not known yet: what it would be answered.
type Pending = (Answered, Answer, Result<(), JournalError>);

/// A job for the writer.
pub(super) enum Job {
    Write(Write),
    Read(Read),
    Close(oneshot::Sender<()>),
}

/// A change, and when it is answered.
pub(super) struct Write {
    pub(super) apply: Apply,
    pub(super) answered: Answered,
    pub(super) answer: Answer,
}

/// When a change is answered, and whether it leaves something to forget.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answered {
    /// Once it is on the disk.
    Kept,
    /// Once it is on the disk; the log is emptied soon after.
    ThenForget,
    /// Once the log was emptied after it.
    Forgotten,
}

/// The writer's own things.
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) erased: Option<ErasedFile>,
    pub(super) file: Option<PathBuf>,
    pub(super) options: Options,
    pub(super) counters: Arc<Counters>,
    pub(super) stop: Arc<Stop>,
    /// Held until the connection is closed, by being dropped after it.
    #[expect(dead_code, reason = "a guard: only its lifetime matters")]
    pub(super) lock: Option<Arc<File>>,
}

/// Emptying the log: when next, and who waits for it.
#[derive(Default)]
struct Forgetting {
    due: Option<Instant>,
    waiting: Vec<Answer>,
}

/// Why nothing goes on.
struct Fatal(String);

impl Writer {
    /// Starts the thread; it ends when the last sender is gone, when asked to, or on the first fatal error.
    pub(super) fn start(mut self, mut jobs: mpsc::Receiver<Job>) -> io::Result<()> {
        // A runtime of its own lets the thread wait for a job or a moment, whichever comes first.
        let clock = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        thread::Builder::new().name("journal-writer".to_owned()).spawn(move || {
            let outcome = self.work(&clock, &mut jobs);
            match outcome {
                Ok(closed) => {
                    jobs.close();
                    drop(self);
                    if let Some(answer) = closed {
                        // Whoever asked may have gone; it is closed all the same.
                        let _ = answer.send(());
                    }
                }
                Err(Fatal(reason)) => {
                    let file = self.file.as_deref().unwrap_or(Path::new(crate::config::IN_MEMORY));
                    self.stop.because(format!(
                        "{} could not be written: {reason}; stopping, so that nothing is acknowledged that was not kept",
                        file.display()
                    ));
                    // Closing would fold the log into the file and sync again what has just failed to sync.
                    mem::forget(self);
                }
            }
        })?;
        Ok(())
    }

    fn work(
        &mut self,
        clock: &tokio::runtime::Runtime,
        jobs: &mut mpsc::Receiver<Job>,
    ) -> Result<Option<oneshot::Sender<()>>, Fatal> {
        let mut forgetting = Forgetting::default();
        let mut batch = Vec::with_capacity(self.options.group);
        loop {
            let first = match forgetting.due.map(|due| due.saturating_duration_since(Instant::now())) {
                None => clock.block_on(jobs.recv()),
                Some(left) if left.is_zero() => {
                    self.forget(&mut forgetting)?;
                    continue;
                }
                Some(left) => match clock.block_on(async { tokio::time::timeout(left, jobs.recv()).await }) {
                    Ok(job) => job,
                    Err(_) => continue,
                },
            };
            let mut next = first;
            let mut closed = None;
            let gathering = Instant::now();
            loop {
                match next {
                    Some(Job::Write(write)) => batch.push(write),
                    Some(Job::Read(read)) => {
                        // What was asked before this read must be seen by it.
                        self.commit(&mut batch, &mut forgetting)?;
                        read(&self.connection);
                    }
                    Some(Job::Close(answer)) => {
                        closed = Some(Some(answer));
                        break;
                    }
                    None => {
                        closed = Some(None);
                        break;
                    }
                }
                if batch.len() >= self.options.group || gathering.elapsed() >= self.options.group_for {
                    break;
                }
                match jobs.try_recv() {
                    Ok(job) => next = Some(job),
                    Err(_) => break,
                }
            }
            self.commit(&mut batch, &mut forgetting)?;
            if let Some(answer) = closed {
                self.forget(&mut forgetting)?;
                return Ok(answer);
            }
        }
    }

    /// One transaction for the whole batch, then the answers.
    fn commit(&mut self, batch: &mut Vec<Write>, forgetting: &mut Forgetting) -> Result<(), Fatal> {
        if batch.is_empty() {
            return Ok(());
        }
        let mut pending = Vec::with_capacity(batch.len());
        match apply_all(&mut self.connection, self.erased.as_mut(), batch, &mut pending) {
            Ok(()) => {
                self.counters.transaction();
                for job in pending {
                    forgetting.after(job);
                }
                if self.log_bytes() > LOG_BYTES {
                    forgetting.soon(Duration::ZERO);
                }
                Ok(())
            }
            Err(error) => {
                let mild = mild(&error);
                if mild == Some(JournalError::Full) {
                    // Emptying the log may be what gives the room back.
                    forgetting.soon(FORGET_AFTER);
                }
                for (_, answer, _) in pending {
                    // Whoever asked may have gone.
                    let _ = answer.send(Err(mild.unwrap_or(JournalError::Stopped)));
                }
                mild.map(|_| ()).ok_or_else(|| Fatal(describe(&error)))
            }
        }
    }

    /// Empties the log, and answers those who waited for it.
    fn forget(&mut self, forgetting: &mut Forgetting) -> Result<(), Fatal> {
        let outcome = if self.file.is_none() { Ok(true) } else { schema::empty_log(&self.connection) };
        match outcome {
            Ok(true) => {
                self.counters.checkpoint();
                forgetting.due = None;
                for answer in forgetting.waiting.drain(..) {
                    let _ = answer.send(Ok(()));
                }
                Ok(())
            }
            Ok(false) => {
                forgetting.due = Some(Instant::now() + FORGET_AGAIN);
                Ok(())
            }
            Err(error) => {
                let error = RowError::Sqlite(error);
                let Some(mild) = mild(&error) else {
                    return Err(Fatal(describe(&error)));
                };
                let pause = if mild == JournalError::Full { FORGET_AGAIN_WHEN_FULL } else { FORGET_AGAIN };
                forgetting.due = Some(Instant::now() + pause);
                if mild == JournalError::Full {
                    for answer in forgetting.waiting.drain(..) {
                        let _ = answer.send(Err(mild));
                    }
                }
                Ok(())
            }
        }
    }

    fn log_bytes(&self) -> u64 {
        self.file
            .as_deref()
            .and_then(|file| fs::metadata(beside(file, "-wal")).ok())
            .map_or(0, |log| log.len())
    }
}

impl Forgetting {
    fn soon(&mut self, after: Duration) {
        let at = Instant::now() + after;
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// Answers a job of a transaction that is on the disk now, or notes that it waits for the log to be emptied.
    fn after(&mut self, (answered, answer, outcome): Pending) {
        if outcome.is_ok() {
            match answered {
                Answered::Forgotten => {
                    self.waiting.push(answer);
                    self.soon(Duration::ZERO);
                    return;
                }
                Answered::ThenForget => self.soon(FORGET_AFTER),
                Answered::Kept => {}
            }
        }
        // Whoever asked may have gone; what was kept stays.
        let _ = answer.send(outcome);
    }
}

/// Applies every job of the batch in one transaction and commits it. A refused job leaves nothing in it. All jobs move
/// to `pending`, whatever comes of it, to be answered when the outcome is known: a refusal may rest on what another job
/// of the same transaction has just written.
fn apply_all(
    connection: &mut Connection,
    mut erased: Option<&mut ErasedFile>,
    batch: &mut Vec<Write>,
    pending: &mut Vec<Pending>,
) -> Result<(), RowError> {
    let mut outcome = Transaction::new(connection, TransactionBehavior::Immediate).map_err(RowError::Sqlite);
    for write in batch.drain(..) {
        let applied = match &outcome {
            Ok(transaction) => (write.apply)(transaction, erased.as_deref_mut()),
            Err(_) => Ok(()),
        };
        let answer = match applied {
            Ok(()) => Ok(()),
            Err(RowError::Refused(error)) => Err(error),
            Err(error) => {
                outcome = Err(error);
                Ok(())
            }
        };
        pending.push((write.answered, write.answer, answer));
    }
    outcome?.commit()?;
    Ok(())
}
