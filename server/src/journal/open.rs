//! Opens a data file, or says why not. Nothing is written before every check has passed, except the lock beside it.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::erased::{self, Erased, ErasedFile};
use super::error::OpenError;
use super::rows::RowError;
use super::wal::{self, Log};
use super::{carried, rows, schema};

/// A journal's parts, before its threads start.
pub(super) struct Opened {
    pub(super) connection: Connection,
    /// `None` in memory, where the writer's connection is the only one there can be.
    pub(super) reader: Option<Connection>,
    pub(super) erased_file: Option<ErasedFile>,
    /// Held until the last connection is closed.
    pub(super) lock: Option<Arc<File>>,
}

/// Bytes of a SQLite file's header.
const HEADER: usize = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";
const USER_VERSION_AT: usize = 60;
const APPLICATION_ID_AT: usize = 68;

/// What the name of a copy ends in while `restore` makes it. A crash may leave one, with erased words in it.
pub(super) const RESTORING: &str = ".restoring";

pub(super) fn memory() -> Result<Opened, OpenError> {
    let name = Path::new(crate::config::IN_MEMORY);
    let mut connection = Connection::open_in_memory().map_err(|error| OpenError::sqlite(name, &error))?;
    schema::prepare_writer(&mut connection, true).map_err(|error| OpenError::sqlite(name, &error))?;
    schema::migrate(&mut connection).map_err(|error| OpenError::io(name, error))?;
    Ok(Opened { connection, reader: None, erased_file: None, lock: None })
}

pub(super) fn file(file: &Path) -> Result<Opened, OpenError> {
    let io = |error: io::Error| OpenError::io(file, error);
    let sqlite = |error: rusqlite::Error| OpenError::sqlite(file, &error);

    make_directory(file).map_err(io)?;
    let lock = lock(file)?;
    check_bytes(file)?;
    remove(&beside(file, RESTORING)).map_err(io)?;
    drop(private_file(file).map_err(io)?);

    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(file, flags).map_err(sqlite)?;
    // Should a check refuse the file, closing it must not fold the log into it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(sqlite)?;
    check_database(file, &connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map_err(sqlite)?;
    let bad_list = |error: io::Error| match error.kind() {
        io::ErrorKind::InvalidData => OpenError::Damaged(beside(file, erased::ENDING), error.to_string()),
        _ => OpenError::io(&beside(file, erased::ENDING), error),
    };
    let mut erased_file = ErasedFile::open(file).map_err(bad_list)?;
    // A backup brings the list as it was then; it counts before anything else is done with it.
    for (session, person) in carried::carried(&connection).map_err(sqlite)? {
        erased_file.add(session, person).map_err(bad_list)?;
    }

    schema::prepare_writer(&mut connection, false).map_err(sqlite)?;
    schema::migrate(&mut connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => OpenError::sqlite(file, &err),
        other => OpenError::io(file, other),
    })?;
    erase_again(&connection, erased_file.list()).map_err(|error| match error {
        RowError::Sqlite(error) => OpenError::sqlite(file, &error),
        RowError::List(error) => OpenError::io(file, error),
        RowError::Refused(error) => OpenError::io(file, error),
    })?;
    sync_directory(file).map_err(io)?;
    // Nothing that a crash left at the end of the log may stand behind what is written next (see `wal`).
    match schema::empty_log(&connection) {
        Err(error) if error.sqlite_error_code() != Some(ErrorCode::DiskFull) => return Err(sqlite(error)),
        _ => {}
    }

    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(file, flags).map_err(sqlite)?;
    schema::prepare_reader(&reader).map_err(sqlite)?;
    Ok(Opened {
        connection,
        reader: Some(reader),
        erased_file: Some(erased_file),
        lock: Some(Arc::new(lock)),
    })
}

/// `file` with `ending` behind its whole name.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

/// Opens or makes a file that only its owner reads and writes; SQLite gives its -wal and -shm the same rights. A symbolic
/// link in its place is refused: it would lead what is written elsewhere.
pub(super) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags(libc::O_NOFOLLOW);
    }
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // An older file, or one put back from a copy, may be open to others.
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(file)
}

pub(super) fn directory_of(file: &Path) -> Option<&Path> {
    file.parent().filter(|directory| !directory.as_os_str().is_empty())
}

pub(super) fn make_directory(file: &Path) -> io::Result<()> {
    let Some(directory) = directory_of(file) else {
        return Ok(());
    };
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// Makes the names of new files last: a fsynced file whose name was lost is lost.
pub(crate) fn sync_directory(file: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(directory_of(file).unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

pub(super) fn lock(file: &Path) -> Result<File, OpenError> {
    let io = |error| OpenError::io(file, error);
    let lock = private_file(&beside(file, erased::LOCK_ENDING)).map_err(io)?;
    match lock.try_lock() {
        // What an earlier process said in it holds no longer.
        Ok(()) => lock.set_len(0).map(|()| lock).map_err(io),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(file.to_owned())),
        Err(TryLockError::Error(error)) => Err(OpenError::io(file, error)),
    }
}

/// Removes a file that may not be there.
pub(super) fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What can be seen without SQLite, which would begin to mend or fold what it opens.
pub(super) fn check_bytes(file: &Path) -> Result<(), OpenError> {
    let io = |error: io::Error| OpenError::io(file, error);
    let log = beside(file, "-wal");
    let length = match fs::metadata(file) {
        Ok(about) if !about.is_file() => return Err(OpenError::Foreign(file.to_owned())),
        Ok(about) => about.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        Err(error) => return Err(io(error)),
    };
    if length == 0 {
        return match fs::metadata(&log) {
            Ok(about) if about.len() > 0 => {
                Err(OpenError::Damaged(file.to_owned(), "it is empty, but its -wal is not".to_owned()))
            }
            _ => Ok(()),
        };
    }
    let mut header = Vec::with_capacity(HEADER);
    File::open(file).and_then(|open| open.take(HEADER as u64).read_to_end(&mut header)).map_err(io)?;
    if !header.starts_with(MAGIC) {
        return Err(OpenError::Foreign(file.to_owned()));
    }
    if header.len() < HEADER {
        return Err(OpenError::Damaged(file.to_owned(), "its header is cut off".to_owned()));
    }
    if word(&header, APPLICATION_ID_AT) != schema::APPLICATION_ID {
        return Err(OpenError::Foreign(file.to_owned()));
    }
    newer(file, i64::from(word(&header, USER_VERSION_AT)))?;
    let Some(page) = page_size(&header) else {
        return Err(OpenError::Damaged(file.to_owned(), "in its header".to_owned()));
    };
    // Without a log the file ends with a page, for emptying the log cuts it there; within a page it was cut off.
    let logged = fs::metadata(&log).is_ok_and(|about| about.len() > 0);
    if !logged && length % page != 0 {
        return Err(OpenError::Damaged(file.to_owned(), "its end is cut off".to_owned()));
    }
    match wal::look_over(&log).map_err(io)? {
        Log::Fine => Ok(()),
        Log::Damaged(place) => Err(OpenError::Damaged(file.to_owned(), place)),
    }
}

/// Bytes of a page, if the header says of itself what every header of ours does. SQLite would not call it damage but take
/// the file for a newer or a read-only one. Layout: <https://www.sqlite.org/fileformat2.html#the_database_header>.
fn page_size(header: &[u8]) -> Option<u64> {
    let page = match header.get(16..18)? {
        [0, 1] => 65_536,
        [high, low] => u64::from(u16::from_be_bytes([*high, *low])),
        _ => return None,
    };
    let formats = header.get(18..20)?.iter().all(|format| (1..=2).contains(format));
    let fractions = header.get(21..24)? == [64, 32, 32];
    let schema = (0..=4).contains(&word(header, 44));
    let utf_8 = (0..=1).contains(&word(header, 56));
    (page.is_power_of_two() && page >= 512 && formats && fractions && schema && utf_8).then_some(page)
}

/// What takes SQLite to see: the schema number with the log taken into account, and whether the pages hang together and
/// each row is where its indexes say. A row that they miss would be a session that nobody finds, or a command that was
/// acknowledged and is gone.
fn check_database(file: &Path, connection: &Connection) -> Result<(), OpenError> {
    let sqlite = |error: rusqlite::Error| OpenError::sqlite(file, &error);
    newer(file, schema::version(connection).map_err(sqlite)?)?;
    let found: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(sqlite)?;
    if found != "ok" {
        return Err(OpenError::Damaged(file.to_owned(), found.replace('\n', " ")));
    }
    check_tables(file, connection)
}

/// Whether the tables describe themselves as they were made.
pub(super) fn check_tables(file: &Path, connection: &Connection) -> Result<(), OpenError> {
    let whole = schema::is_as_written(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => OpenError::sqlite(file, &err),
        other => OpenError::io(file, other),
    })?;
    if whole { Ok(()) } else { Err(OpenError::Damaged(file.to_owned(), "its table of tables".to_owned())) }
}

pub(super) fn newer(file: &Path, found: i64) -> Result<(), OpenError> {
    if found < 0 {
        return Err(OpenError::Damaged(file.to_owned(), "in its header".to_owned()));
    }
    if found > schema::LATEST {
        return Err(OpenError::Newer { file: file.to_owned(), found, known: schema::LATEST });
    }
    Ok(())
}

/// Deletes sessions of the list that came back with an older copy of the file.
fn erase_again(connection: &Connection, erased: &Erased) -> Result<(), RowError> {
    let back = rows::all(connection)?.into_iter().filter(|session| erased.sessions.contains(session));
    let deleting = connection.unchecked_transaction()?;
    for session in back {
        rows::erase(&deleting, session)?;
    }
    carried::take_out(&deleting)?;
    deleting.commit()?;
    Ok(())
}

fn word(bytes: &[u8], at: usize) -> i32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, i32::from_be_bytes)
}
