//! The row of a session in the table of sessions: what it is found by and its dates, under a checksum of their own. It is
//! read and written as a whole, so that no change to one column makes good what a turned bit did to another.

use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::checksum;
use super::rows::RowError;
use super::{JournalError, schema};

/// What stands about a session besides its snapshot and commits.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub(super) session: Uuid,
    pub(super) code: Option<String>,
    pub(super) owner: Option<Vec<u8>>,
    pub(super) framework: String,
    pub(super) created_at: i64,
    pub(super) expires_at: i64,
}

impl About {
    /// The row of that session, if there is one.
    ///
    /// # Errors
    /// `Damaged` when it does not match its checksum.
    pub(super) fn read(connection: &Connection, session: Uuid) -> Result<Option<About>, RowError> {
        let has_checksums = schema::version(connection)? >= schema::SEALED_SINCE;
        let found = connection
            .prepare_cached(if has_checksums {
                "SELECT session, code, owner, framework, created_at, expires_at, checksum FROM sessions WHERE session = ?1"
            } else {
                "SELECT session, code, owner, framework, created_at, expires_at FROM sessions WHERE session = ?1"
            })?
            .query_row([session], |row| {
                let about = About::of(row)?;
                let whole = !has_checksums || about.matches(row.get(6)?);
                Ok((about, whole))
            })
            .optional()?;
        match found {
            Some((_, false)) => Err(JournalError::Damaged.into()),
            Some((about, true)) => Ok(Some(about)),
            None => Ok(None),
        }
    }

    /// Every row that matches its checksum, and the sessions whose row does not.
    pub(super) fn all(connection: &Connection) -> Result<(Vec<About>, Vec<Uuid>), RowError> {
        let mut statement = connection.prepare_cached(
            "SELECT session, code, owner, framework, created_at, expires_at, checksum FROM sessions",
        )?;
        let mut rows = statement.query([])?;
        let (mut whole, mut damaged) = (Vec::new(), Vec::new());
        while let Some(row) = rows.next()? {
            let about = About::of(row)?;
            if about.matches(row.get(6)?) {
                whole.push(about);
            } else {
                damaged.push(about.session);
            }
        }
        Ok((whole, damaged))
    }

    /// Puts a new row there.
    pub(super) fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        self.write(
            connection,
            "INSERT INTO sessions (session, code, owner, framework, created_at, expires_at, checksum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
    }

    /// Replaces the row that is there.
    pub(super) fn update(&self, connection: &Connection) -> rusqlite::Result<()> {
        self.write(
            connection,
            "UPDATE sessions SET code = ?2, owner = ?3, framework = ?4, created_at = ?5, expires_at = ?6, checksum = ?7
             WHERE session = ?1",
        )
    }

    fn write(&self, connection: &Connection, sql: &str) -> rusqlite::Result<()> {
        let About { session, code, owner, framework, created_at, expires_at } = self;
        connection.prepare_cached(sql)?.execute(params![
            session,
            code,
            owner,
            framework,
            created_at,
            expires_at,
            self.checksum()
        ])?;
        Ok(())
    }

    fn of(row: &Row<'_>) -> rusqlite::Result<About> {
        Ok(About {
            session: row.get(0)?,
            code: row.get(1)?,
            owner: row.get(2)?,
            framework: row.get(3)?,
            created_at: row.get(4)?,
            expires_at: row.get(5)?,
        })
    }

    fn checksum(&self) -> [u8; checksum::LENGTH] {
        let code = self.code.as_ref().map(String::as_bytes);
        checksum::of_session(
            self.session,
            &[code, self.owner.as_deref(), Some(self.framework.as_bytes())],
            &[self.created_at, self.expires_at],
        )
    }

    fn matches(&self, checksum: Option<Vec<u8>>) -> bool {
        checksum.is_some_and(|checksum| checksum == self.checksum())
    }
}

/// Gives every row its checksum, in a file from before there were any.
pub(super) fn seal_all(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare("SELECT session, code, owner, framework, created_at, expires_at FROM sessions")?;
    let rows: Vec<About> = statement.query_map([], About::of)?.collect::<rusqlite::Result<_>>()?;
    rows.iter().try_for_each(|about| about.update(connection))
}
