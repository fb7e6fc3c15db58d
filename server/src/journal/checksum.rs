//! A checksum for every row: notices bits that turned, and rows that moved to another session or version.
//! It guards against accidents, not against somebody who can write the file.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Bytes kept of the SHA-256: an accident passes unnoticed once in 2⁶⁴.
pub(super) const LENGTH: usize = 8;

/// What the checksum is of, so that a snapshot never passes for a commit.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Snapshot = 1,
    Commit = 2,
    Framework = 3,
    Session = 4,
}

/// Checksum of a session's row.
pub(super) fn of_row(kind: Kind, session: Uuid, version: u64, body: &[u8]) -> [u8; LENGTH] {
    of(kind, &[session.as_bytes(), &version.to_be_bytes(), body])
}

/// Checksum of a session's row in the table of sessions: its columns that may be missing or of any length, and its dates.
pub(super) fn of_session(session: Uuid, columns: &[Option<&[u8]>], dates: &[i64]) -> [u8; LENGTH] {
    let mut bytes = session.as_bytes().to_vec();
    for column in columns {
        // Their lengths keep what ends one column from passing for the beginning of the next, and none from passing for empty.
        let length = column.map_or(u64::MAX, |column| column.len() as u64);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(column.unwrap_or_default());
    }
    for date in dates {
        bytes.extend_from_slice(&date.to_be_bytes());
    }
    of(Kind::Session, &[&bytes])
}

/// Checksum of a framework.
pub(super) fn of_framework(json: &[u8]) -> [u8; LENGTH] {
    of(Kind::Framework, &[json])
}

fn of(kind: Kind, parts: &[&[u8]]) -> [u8; LENGTH] {
    let mut hasher = Sha256::new();
    hasher.update([kind as u8]);
    for part in parts {
        hasher.update(part);
    }
    let mut checksum = [0; LENGTH];
    for (to, from) in checksum.iter_mut().zip(hasher.finalize()) {
        *to = from;
    }
    checksum
}
