//! The list of the erased inside a backup, so that it is not lost when only the backup is left. It is no table of the
//! schema: a file that serves has its list beside it.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::Erased;

/// The list of the erased that a backup carries; empty in a file that is none.
pub(super) fn carried(connection: &Connection) -> rusqlite::Result<Vec<(Uuid, Option<Uuid>)>> {
    if !connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'erased'")?.exists([])? {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare("SELECT session, participant FROM erased")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Puts the list into a backup. It is no table of the schema: a file that serves has its list beside it.
pub(super) fn put(connection: &Connection, erased: &Erased) -> rusqlite::Result<()> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS erased (session BLOB NOT NULL, participant BLOB, UNIQUE (session, participant)) STRICT",
    )?;
    let mut statement =
        connection.prepare("INSERT OR IGNORE INTO erased (session, participant) VALUES (?1, ?2)")?;
    for (session, person) in erased.lines() {
        statement.execute(params![session, person])?;
    }
    Ok(())
}

/// Takes the list out of a file that was a backup, once it is on the list beside it.
pub(super) fn take_out(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("DROP TABLE IF EXISTS erased")
}
