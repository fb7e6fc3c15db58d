//! The SQL of each job, as plain functions over a connection. Each checks before it writes, so that a refusal leaves
//! nothing behind in a transaction that it shares with other jobs.

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::about::About;
use super::body::{pack, unpack};
use super::checksum::{self, Kind};
use super::stored::Kept;
use super::{Append, CodeChange, JournalError, Loaded, NewSession};

/// Why a job did not go through.
#[derive(Debug)]
pub(super) enum RowError {
    /// This job is refused; those beside it go on.
    Refused(JournalError),
    /// SQLite failed, and with it the whole transaction.
    Sqlite(rusqlite::Error),
    /// The list beside the file could not be written.
    List(std::io::Error),
}

impl From<rusqlite::Error> for RowError {
    fn from(error: rusqlite::Error) -> RowError {
        RowError::Sqlite(error)
    }
}

impl From<JournalError> for RowError {
    fn from(error: JournalError) -> RowError {
        RowError::Refused(error)
    }
}

pub(super) fn create(connection: &Connection, new: &NewSession) -> Result<(), RowError> {
    if has(connection, "SELECT 1 FROM sessions WHERE session = ?1", params![new.session])? {
        return Err(JournalError::SessionTaken.into());
    }
    if has(connection, "SELECT 1 FROM sessions WHERE owner = ?1", params![new.owner])? {
        return Err(JournalError::OwnerTaken.into());
    }
    if let Some(code) = &new.code {
        code_is_free(connection, new.session, code)?;
    }
    connection
        .prepare_cached("INSERT OR IGNORE INTO frameworks (hash, json, checksum) VALUES (?1, ?2, ?3)")?
        .execute(params![new.framework, new.framework_json, checksum::of_framework(&new.framework_json)])?;
    // One that was brought counts as brought anew.
    connection
        .prepare_cached("UPDATE frameworks SET brought_at = max(brought_at, ?2) WHERE hash = ?1 AND brought_at IS NOT NULL")?
        .execute(params![new.framework, new.created_at])?;
    let about = About {
        session: new.session,
        code: new.code.clone(),
        owner: new.owner.map(Vec::from),
        framework: new.framework.clone(),
        created_at: new.created_at,
        expires_at: new.expires_at,
    };
    about.insert(connection)?;
    let checksum = checksum::of_row(Kind::Snapshot, new.session, new.version, &new.state);
    connection
        .prepare_cached("INSERT INTO snapshots (session, version, checksum, state) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![new.session, number(new.version), checksum, pack(&new.state)])?;
    Ok(())
}

pub(super) fn append(connection: &Connection, append: &Append) -> Result<(), RowError> {
    let last = last_version(connection, append.session)?;
    if append.version != last + 1 {
        return Err(JournalError::OutOfOrder { last }.into());
    }
    if append.expires_at.is_some() || append.code != CodeChange::Keep {
        let mut about = About::read(connection, append.session)?.ok_or(JournalError::Unknown)?;
        match &append.code {
            CodeChange::Keep => {}
            CodeChange::Drop => about.code = None,
            CodeChange::DropWithOwner => (about.code, about.owner) = (None, None),
            CodeChange::Set(code) => {
                code_is_free(connection, append.session, code)?;
                about.code = Some(code.clone());
            }
        }
        about.expires_at = append.expires_at.unwrap_or(about.expires_at);
        about.update(connection)?;
    }
    let checksum = checksum::of_row(Kind::Commit, append.session, append.version, &append.commit);
    connection
        .prepare_cached(
            r#"INSERT INTO commits (session, version, checksum, "commit") VALUES (?1, ?2, ?3, ?4)"#,
        )?
        .execute(params![append.session, number(append.version), checksum, pack(&append.commit)])?;
    Ok(())
}

pub(super) fn compact(
    connection: &Connection,
    session: Uuid,
    version: u64,
    state: &[u8],
) -> Result<(), RowError> {
    let last = last_version(connection, session)?;
    let snapshot: i64 = connection
        .prepare_cached("SELECT version FROM snapshots WHERE session = ?1")?
        .query_row([session], |row| row.get(0))?;
    if version > last || number(version) < snapshot {
        return Err(JournalError::OutOfOrder { last }.into());
    }
    let checksum = checksum::of_row(Kind::Snapshot, session, version, state);
    connection
        .prepare_cached("UPDATE snapshots SET version = ?2, state = ?3, checksum = ?4 WHERE session = ?1")?
        .execute(params![session, number(version), pack(state), checksum])?;
    connection
        .prepare_cached("DELETE FROM commits WHERE session = ?1 AND version <= ?2")?
        .execute(params![session, number(version)])?;
    Ok(())
}

pub(super) fn set_code(connection: &Connection, session: Uuid, code: Option<&str>) -> Result<(), RowError> {
    if let Some(code) = code {
        code_is_free(connection, session, code)?;
    }
    let mut about = About::read(connection, session)?.ok_or(JournalError::Unknown)?;
    about.code = code.map(str::to_owned);
    Ok(about.update(connection)?)
}

pub(super) fn erase(connection: &Connection, session: Uuid) -> Result<(), RowError> {
    for sql in [
        "DELETE FROM commits WHERE session = ?1",
        "DELETE FROM snapshots WHERE session = ?1",
        "DELETE FROM sessions WHERE session = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([session])?;
    }
    connection
        .prepare_cached(
            "DELETE FROM frameworks WHERE brought_at IS NULL AND hash NOT IN (SELECT framework FROM sessions)",
        )?
        .execute([])?;
    Ok(())
}

pub(super) fn load(connection: &Connection, session: Uuid) -> Result<Option<Loaded>, RowError> {
    // One transaction, so that a compaction between two statements is not mistaken for a gap.
    let reading = connection.unchecked_transaction()?;
    let Some(about) = About::read(&reading, session)? else {
        // Of one that was erased nothing is left.
        let left = has(&reading, "SELECT 1 FROM snapshots WHERE session = ?1", [session])?;
        return if left { Err(JournalError::Damaged.into()) } else { Ok(None) };
    };
    let (version, state, checksum): (i64, Vec<u8>, Vec<u8>) = reading
        .prepare_cached("SELECT version, state, checksum FROM snapshots WHERE session = ?1")?
        .query_row([session], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?
        .ok_or(JournalError::Damaged)?;
    let version = version.cast_unsigned();
    let state = unpack(&state).ok_or(JournalError::Damaged)?.to_vec();
    if checksum != checksum::of_row(Kind::Snapshot, session, version, &state) {
        return Err(JournalError::Damaged.into());
    }
    let mut statement = reading.prepare_cached(
        r#"SELECT version, "commit", checksum FROM commits WHERE session = ?1 ORDER BY version"#,
    )?;
    let mut rows = statement.query([session])?;
    let mut commits = Vec::new();
    let mut next = version + 1;
    while let Some(row) = rows.next()? {
        let (found, commit, checksum): (i64, Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let commit = unpack(&commit).ok_or(JournalError::Damaged)?.to_vec();
        if found != number(next) || checksum != checksum::of_row(Kind::Commit, session, next, &commit) {
            return Err(JournalError::Damaged.into());
        }
        commits.push((next, commit));
        next += 1;
    }
    let About { framework, expires_at, code, .. } = about;
    Ok(Some(Loaded { version, state, commits, framework, expires_at, code }))
}

pub(super) fn find_by_code(connection: &Connection, code: &str) -> Result<Option<Uuid>, RowError> {
    let found = connection
        .prepare_cached("SELECT session FROM sessions WHERE code = ?1")?
        .query_row([code], |row| row.get(0))
        .optional()?;
    Ok(found)
}

pub(super) fn find_by_owner(connection: &Connection, owner: &[u8; 32]) -> Result<Option<Uuid>, RowError> {
    let found = connection
        .prepare_cached("SELECT session FROM sessions WHERE owner = ?1")?
        .query_row([owner], |row| row.get(0))
        .optional()?;
    Ok(found)
}

pub(super) fn sessions_with_commits(connection: &Connection) -> Result<Vec<Uuid>, RowError> {
    ids(connection, "SELECT DISTINCT session FROM commits", [])
}

/// Sessions whose date has come. A date that does not match its checksum is nobody's: a turned bit must not erase a session.
pub(super) fn expired(connection: &Connection, now: i64) -> Result<Vec<Uuid>, RowError> {
    let (whole, damaged) = About::all(connection)?;
    for session in damaged {
        tracing::error!(%session, "a session's row is damaged: it is served to nobody, and stays until `trivet erase` removes it");
    }
    Ok(whole.into_iter().filter(|about| about.expires_at <= now).map(|about| about.session).collect())
}

/// Every session with its dates: opened, and when it may be deleted.
pub(super) fn kept(connection: &Connection) -> rusqlite::Result<Vec<Kept>> {
    let mut statement = connection
        .prepare("SELECT session, created_at, expires_at FROM sessions ORDER BY created_at, session")?;
    let row = |row: &rusqlite::Row<'_>| {
        Ok(Kept { session: row.get(0)?, created_at: row.get(1)?, expires_at: row.get(2)? })
    };
    statement.query_map([], row)?.collect()
}

pub(super) fn all(connection: &Connection) -> Result<Vec<Uuid>, RowError> {
    ids(connection, "SELECT session FROM sessions", [])
}

/// The last version kept of a session: its last commit's, else its snapshot's.
fn last_version(connection: &Connection, session: Uuid) -> Result<u64, RowError> {
    let last: Option<i64> = connection
        .prepare_cached(
            "SELECT coalesce((SELECT max(version) FROM commits WHERE session = ?1),
                             (SELECT version FROM snapshots WHERE session = ?1))",
        )?
        .query_row([session], |row| row.get(0))?;
    last.map(i64::cast_unsigned).ok_or(RowError::Refused(JournalError::Unknown))
}

fn code_is_free(connection: &Connection, session: Uuid, code: &str) -> Result<(), RowError> {
    if has(connection, "SELECT 1 FROM sessions WHERE code = ?1 AND session <> ?2", params![code, session])? {
        return Err(JournalError::CodeTaken.into());
    }
    Ok(())
}

pub(super) fn has(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> rusqlite::Result<bool> {
    connection.prepare_cached(sql)?.exists(parameters)
}

fn ids(connection: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Uuid>, RowError> {
    let mut statement = connection.prepare_cached(sql)?;
    let ids = statement.query_map(parameters, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// SQLite's integers are signed; versions count from 0 and never come near the sign.
fn number(version: u64) -> i64 {
    version.cast_signed()
}
