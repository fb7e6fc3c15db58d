//! What the journal's threads tell the rest: how much was done, and that nothing goes on.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_util::sync::CancellationToken;

/// What the writer has done since it was opened.
#[derive(Debug, Default)]
pub(super) struct Counters {
    commits: AtomicU64,
    transactions: AtomicU64,
    checkpoints: AtomicU64,
}

impl Counters {
    pub(super) fn commit(&self) {
        self.commits.fetch_add(1, Ordering::Relaxed);
        metrics::counter!(crate::metrics::COMMITS).increment(1);
    }

    pub(super) fn transaction(&self) {
        self.transactions.fetch_add(1, Ordering::Relaxed);
        metrics::counter!(crate::metrics::TRANSACTIONS).increment(1);
    }

    pub(super) fn checkpoint(&self) {
        self.checkpoints.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn totals(&self) -> Totals {
        Totals {
            commits: self.commits.load(Ordering::Relaxed),
            transactions: self.transactions.load(Ordering::Relaxed),
            checkpoints: self.checkpoints.load(Ordering::Relaxed),
        }
    }
}

/// Totals since the journal was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Commits appended.
    pub commits: u64,
    /// Transactions, and so fsyncs of the log.
    pub transactions: u64,
    /// Times that the log was emptied.
    pub checkpoints: u64,
}

/// Says once, to everyone, that the journal stopped and why.
#[derive(Debug, Default)]
pub(super) struct Stop {
    line: OnceLock<String>,
    token: CancellationToken,
}

impl Stop {
    pub(super) fn because(&self, line: String) {
        // The first reason is the one that counts; a second set is meant to be lost.
        let _ = self.line.set(line);
        self.token.cancel();
    }

    pub(super) fn is_set(&self) -> bool {
        self.token.is_cancelled()
    }

    /// The line, once there is one.
    pub(super) async fn line(&self) -> String {
        self.token.cancelled().await;
        self.line.get().cloned().unwrap_or_default()
    }
}
