//! Which errors of the disk the writer survives, and which end the process.

use std::io;

use rusqlite::ErrorCode;

use super::JournalError;
use super::rows::RowError;

/// The answer to an error after which the writer goes on; `None` after one that it must not survive.
pub(super) fn mild(error: &RowError) -> Option<JournalError> {
    match error {
        RowError::Refused(error) => Some(*error),
        RowError::List(error) => match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(JournalError::Full),
            io::ErrorKind::WouldBlock => Some(JournalError::Busy),
            _ => None,
        },
        RowError::Sqlite(error) => match error.sqlite_error() {
            Some(failure) if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => {
                Some(JournalError::Full)
            }
            Some(failure) => match failure.code {
                ErrorCode::DiskFull => Some(JournalError::Full),
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Some(JournalError::Busy),
                _ => None,
            },
            None => None,
        },
    }
}

/// The error in words, for the line to exit with.
pub(super) fn describe(error: &RowError) -> String {
    match error {
        RowError::Refused(error) => error.to_string(),
        RowError::List(error) => format!("{error} (list of the erased)"),
        RowError::Sqlite(error) => match error.sqlite_error() {
            Some(failure) => format!("{error} (code {})", failure.extended_code),
            None => error.to_string(),
        },
    }
}
