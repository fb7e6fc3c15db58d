//! Reads beside the writer: one thread with a connection of its own, so that waking sessions never waits for an fsync.
//! In memory, where a second connection would see another database, reads go through the writer's queue.

use std::io;
use std::sync::Arc;
use std::thread;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::JournalError;
use super::rows::RowError;
use super::writer::Job;

/// Reads waiting; above that, callers wait.
const QUEUE: usize = 1_024;

/// A piece of reading that answers by itself.
pub(super) type Read = Box<dyn FnOnce(&Connection) + Send>;

enum Task {
    Read(Read),
    Close(oneshot::Sender<()>),
}

/// Where reads go.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    own: Option<mpsc::Sender<Task>>,
    writer: mpsc::Sender<Job>,
}

impl Reader {
    pub(super) fn start(
        connection: Connection,
        lock: Option<Arc<std::fs::File>>,
        writer: mpsc::Sender<Job>,
    ) -> io::Result<Reader> {
        let (own, mut tasks) = mpsc::channel(QUEUE);
        thread::Builder::new().name("journal-reader".to_owned()).spawn(move || {
            let mut closed = None;
            while let Some(task) = tasks.blocking_recv() {
                match task {
                    Task::Read(read) => read(&connection),
                    Task::Close(answer) => {
                        closed = Some(answer);
                        break;
                    }
                }
            }
            drop(connection);
            drop(lock);
            if let Some(answer) = closed {
                // Whoever asked may have gone; it is closed all the same.
                let _ = answer.send(());
            }
        })?;
        Ok(Reader { own: Some(own), writer })
    }

    pub(super) fn beside_writer(writer: mpsc::Sender<Job>) -> io::Result<Reader> {
        Ok(Reader { own: None, writer })
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, RowError> + Send + 'static,
    ) -> Result<T, JournalError> {
        let (answer, outcome) = oneshot::channel();
        let read: Read = Box::new(move |connection| {
            // Whoever asked may have gone.
            let _ = answer.send(read(connection).map_err(|error| match error {
                RowError::Refused(error) => error,
                RowError::Sqlite(error) => unreadable(&error),
                RowError::List(_) => JournalError::Damaged,
            }));
        });
        let sent = match &self.own {
            Some(own) => own.send(Task::Read(read)).await.is_ok(),
            None => self.writer.send(Job::Read(read)).await.is_ok(),
        };
        if !sent {
            return Err(JournalError::Stopped);
        }
        outcome.await.unwrap_or(Err(JournalError::Stopped))
    }

    pub(super) async fn close(&self) {
        let Some(own) = &self.own else { return };
        let (answer, closed) = oneshot::channel();
        if own.send(Task::Close(answer)).await.is_ok() {
            // An error means that the thread had ended already.
            let _ = closed.await;
        }
    }
}

fn unreadable(error: &rusqlite::Error) -> JournalError {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    match error.sqlite_error_code() {
        Some(DatabaseBusy | DatabaseLocked) => JournalError::Busy,
        _ => {
            tracing::error!(%error, "the journal could not be read");
            JournalError::Damaged
        }
    }
}
