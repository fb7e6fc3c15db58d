//! Reads a framework file off the disk, no more of it than one may be long.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use trivet_shared::framework::{Checked, Framework, FrameworkProblems, MOST_BYTES, Whose};
use trivet_shared::words::{Key, Value, say_with};

/// Why a file is no framework. Its text is a line for each problem: `FILE:LINE: field: what is wrong and what to do`.
#[derive(Debug)]
pub enum FileError {
    /// It cannot be read.
    Unreadable(PathBuf, io::Error),
    /// It holds something else.
    Wrong(PathBuf, FrameworkProblems),
}

/// Reads and checks a file that somebody brought.
///
/// # Errors
/// [`FileError`].
pub(super) fn read(path: &Path) -> Result<Checked, FileError> {
    let mut bytes = Vec::new();
    // One byte past the limit is enough to know.
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
        .map_err(|error| FileError::Unreadable(path.to_owned(), error))?;
    Framework::check(&bytes, Whose::Brought).map_err(|problems| FileError::Wrong(path.to_owned(), problems))
}

impl FileError {
    /// The first problem, and where to see the others.
    pub(super) fn in_one_line(&self) -> String {
        let all = self.to_string();
        let first = all.lines().next().unwrap_or_default();
        match (self, all.lines().nth(1)) {
            (FileError::Wrong(path, _), Some(_)) => {
                format!("{first} (more: trivet framework check {})", path.display())
            }
            _ => first.to_owned(),
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileError::Unreadable(path, error) => write!(out, "{} cannot be read: {error}", path.display()),
            FileError::Wrong(path, problems) => {
                for (i, problem) in problems.told.iter().enumerate() {
                    let new_line = if i > 0 { "\n" } else { "" };
                    write!(out, "{new_line}{}:{problem}", path.display())?;
                }
                if problems.more > 0 {
                    let count = i64::try_from(problems.more).unwrap_or(i64::MAX);
                    write!(out, "\n{}", say_with(Key::FileMore, &[("count", Value::Number(count))]))?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for FileError {}
