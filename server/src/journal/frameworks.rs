//! The SQL of frameworks: kept as long as a session names them, and for a while after somebody brought them.

use rusqlite::{Connection, OptionalExtension, params};

use super::rows::{RowError, has};
use super::{JournalError, checksum};

/// Keeps a framework that was brought; one that is there already counts as brought anew.
pub(super) fn keep(
    connection: &Connection,
    hash: &str,
    json: &[u8],
    now: i64,
    most: usize,
) -> Result<(), RowError> {
    if !has(connection, "SELECT 1 FROM frameworks WHERE hash = ?1", [hash])? {
        let kept: i64 = connection
            .prepare_cached(
                "SELECT count(*) FROM frameworks WHERE brought_at IS NOT NULL AND hash NOT IN (SELECT framework FROM sessions)",
            )?
            .query_row([], |row| row.get(0))?;
        if usize::try_from(kept).unwrap_or(usize::MAX) >= most {
            return Err(JournalError::TooMany.into());
        }
    }
    connection
        .prepare_cached(
            "INSERT INTO frameworks (hash, json, checksum, brought_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (hash) DO UPDATE SET brought_at = ?4",
        )?
        .execute(params![hash, json, checksum::of_framework(json), now])?;
    Ok(())
}

/// Deletes the frameworks that were brought before that time and that no session names.
pub(super) fn forget(connection: &Connection, before: i64) -> Result<(), RowError> {
    connection
        .prepare_cached(
            "DELETE FROM frameworks WHERE brought_at < ?1 AND hash NOT IN (SELECT framework FROM sessions)",
        )?
        .execute([before])?;
    Ok(())
}

/// Names of all frameworks.
pub(super) fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT hash FROM frameworks ORDER BY hash")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// The framework of that name, if it is kept.
pub(super) fn read(connection: &Connection, hash: &str) -> Result<Option<Vec<u8>>, RowError> {
    let found: Option<(Vec<u8>, Vec<u8>)> = connection
        .prepare_cached("SELECT json, checksum FROM frameworks WHERE hash = ?1")?
        .query_row([hash], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((json, checksum)) if checksum == checksum::of_framework(&json) => Ok(Some(json)),
        Some(_) => Err(JournalError::Damaged.into()),
        None => Ok(None),
    }
}
