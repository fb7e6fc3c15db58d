//! The place of a data file, claimed to put another file there: nobody serves from it meanwhile.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::error::OpenError;
use super::open::{RESTORING, beside, lock, make_directory, private_file, remove, sync_directory};
use super::schema;
use super::stored::Stored;

/// A data file's place, while it is ours.
#[derive(Debug)]
pub struct Claimed {
    file: PathBuf,
    _lock: File,
}

impl Claimed {
    /// Claims the place, and makes its directory when missing.
    ///
    /// # Errors
    /// [`OpenError::InUse`] while a server has it.
    pub fn claim(file: &Path) -> Result<Claimed, OpenError> {
        make_directory(file).map_err(|error| OpenError::io(file, error))?;
        Ok(Claimed { file: file.to_owned(), _lock: lock(file)? })
    }

    /// Whether a file with something in it stands there.
    pub fn holds_something(&self) -> bool {
        let length = |file: &Path| fs::metadata(file).map_or(0, |about| about.len());
        length(&self.file) > 0 || length(&beside(&self.file, "-wal")) > 0
    }

    /// Puts a copy of `stored` there, in one step: whatever happens meanwhile, there stands either what stood there, or
    /// all of the copy. Lets the place go.
    ///
    /// # Errors
    /// [`OpenError`]; what stood there stands there still.
    pub fn put(self, stored: &Stored) -> Result<(), OpenError> {
        let io = |error: io::Error| OpenError::io(&self.file, error);
        let copy = beside(&self.file, RESTORING);
        remove(&copy).map_err(io)?;
        drop(private_file(&copy).map_err(io)?);
        let made = stored.copy_to(&copy).and_then(|()| Stored::open(&copy)?.check());
        if let Err(error) = made {
            // What is left of it is of no use; an error here changes nothing about that.
            let _ = remove(&copy);
            return Err(error);
        }
        self.fold_log();
        // Beside another file the old log would be taken for that one's.
        for ending in ["-wal", "-shm", "-journal"] {
            remove(&beside(&self.file, ending)).map_err(io)?;
        }
        fs::rename(&copy, &self.file).map_err(io)?;
        sync_directory(&self.file).map_err(io)
    }

    /// Brings what stands in the old file's log into it, so that removing the log loses nothing should the next step
    /// never come. Of a damaged file it brings what it can.
    fn fold_log(&self) {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let folded = Connection::open_with_flags(&self.file, flags).and_then(|old| schema::empty_log(&old));
        if let Err(error) = folded {
            tracing::debug!(%error, "the log of the file that is replaced could not be folded into it");
        }
    }
}
