//! The tables, their migrations, and how a connection is set up. Migrations are only ever added at the end.

use std::sync::LazyLock;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite_migration::{M, Migrations};

use super::about;
use super::body::PAGE;

/// Marks the file as Trivet's: "TRVT" at byte 68 of its header.
pub(super) const APPLICATION_ID: i32 = 0x5452_5654;

/// How long a connection waits for another one's lock before it answers busy.
const BUSY: Duration = Duration::from_millis(500);

/// How long a connection that only looks waits for another process, at its start or its end.
const BUSY_LOOKING: Duration = Duration::from_secs(5);

/// How long emptying the log waits for readers; commits wait behind it.
const BUSY_EMPTYING: Duration = Duration::from_millis(30);

/// The last columns of `snapshots` and `commits` must stay the last: see `body`.
static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    Migrations::new(vec![
        M::up(
            r#"
    CREATE TABLE frameworks (
        hash     TEXT PRIMARY KEY NOT NULL,
        json     BLOB NOT NULL,
        checksum BLOB NOT NULL
    ) STRICT;
    CREATE TABLE sessions (
        session    BLOB PRIMARY KEY NOT NULL,
        code       TEXT UNIQUE,
        owner      BLOB UNIQUE,
        framework  TEXT NOT NULL REFERENCES frameworks (hash),
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX sessions_by_framework ON sessions (framework);
    CREATE TABLE snapshots (
        session  BLOB PRIMARY KEY NOT NULL,
        version  INTEGER NOT NULL,
        checksum BLOB NOT NULL,
        state    BLOB NOT NULL
    ) STRICT;
    CREATE TABLE commits (
        session  BLOB NOT NULL,
        version  INTEGER NOT NULL,
        checksum BLOB NOT NULL,
        "commit" BLOB NOT NULL,
        PRIMARY KEY (session, version)
    ) STRICT;
    "#,
        ),
        // When a framework was brought, or last chosen for a session, in ms since the epoch; none for those of the list, which
        // stay as long as a session names them.
        M::up("ALTER TABLE frameworks ADD COLUMN brought_at INTEGER;"),
        // The dates and what a session is found by came under a checksum of their own.
        M::up_with_hook("ALTER TABLE sessions ADD COLUMN checksum BLOB;", |sessions| {
            Ok(about::seal_all(sessions)?)
        }),
    ])
});

/// The schema number of a file that is up to date: the number of steps above.
pub(super) const LATEST: i64 = 3;
/// The schema number since which the rows of sessions have checksums.
pub(super) const SEALED_SINCE: i64 = 3;

/// Settings of the connection that writes. The log is emptied by the writer alone, never by SQLite on the side, where a
/// failed fsync would go unseen.
pub(super) fn prepare_writer(connection: &mut Connection, in_memory: bool) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update_and_check(None, "secure_delete", "ON", |_| Ok(()))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    if !in_memory {
        if application_id(connection)? == 0 {
            connection.pragma_update(None, "page_size", PAGE as i64)?;
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        }
        let mode: String =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        if !mode.eq_ignore_ascii_case("wal") {
            // Some network file systems: SQLite then stays with another kind of log, for which none of this holds.
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
            let reason = "this file system cannot hold SQLite's log".to_owned();
            return Err(rusqlite::Error::SqliteFailure(code, Some(reason)));
        }
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update_and_check(None, "wal_autocheckpoint", 0, |_| Ok(()))?;
    }
    Ok(())
}

/// Settings of a connection that only reads.
pub(super) fn prepare_reader(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "query_only", true)
}

/// Settings of a connection that looks at a file which may be another process's. It may copy the file, so it is not held
/// to queries; that it opened the file to read keeps it from writing.
pub(super) fn prepare_looking(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_LOOKING)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// Folds the log into the file and cuts it to nothing, both fsynced; `false` when a reader stood in the way.
pub(super) fn empty_log(connection: &Connection) -> rusqlite::Result<bool> {
    connection.busy_timeout(BUSY_EMPTYING)?;
    let busy: rusqlite::Result<bool> =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
    connection.busy_timeout(BUSY)?;
    busy.map(|busy| !busy)
}

/// Brings the tables up to date.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), rusqlite_migration::Error> {
    MIGRATIONS.to_latest(connection)
}

/// Whether the tables are those that the file's schema number stands for. SQLite takes the text in which a table describes
/// itself as it is: a letter turned in a column's name would show at the first write only.
pub(super) fn is_as_written(connection: &Connection) -> Result<bool, rusqlite_migration::Error> {
    let number = usize::try_from(version(connection)?).unwrap_or_default();
    let mut fresh = Connection::open_in_memory()?;
    MIGRATIONS.to_version(&mut fresh, number)?;
    Ok(tables(connection)? == tables(&fresh)?)
}

/// Every table and index with the text it was made by, byte by byte, blanks left out; but for the list that a backup carries.
fn tables(connection: &Connection) -> rusqlite::Result<Vec<[Vec<u8>; 3]>> {
    let mut statement = connection.prepare(
        "SELECT CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(coalesce(sql, '') AS BLOB) FROM sqlite_schema
         WHERE tbl_name <> 'erased' ORDER BY name",
    )?;
    let row = |row: &rusqlite::Row<'_>| {
        let text: Vec<u8> = row.get(2)?;
        Ok([row.get(0)?, row.get(1)?, text.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect()])
    };
    statement.query_map([], row)?.collect()
}

/// The mark of the file; 0 in a new one.
pub(super) fn application_id(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "application_id", |row| row.get(0))
}

/// The schema number of the file; 0 in a new one.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_number_counts_the_steps() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), LATEST);
    }
}
