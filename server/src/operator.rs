//! What whoever runs Trivet does with a data file: copy it, put a copy back, erase, answer what is held about somebody,
//! check it. Each command is one file, prints what it did, and ends with an exit code.
//!
//! All but `restore` work beside a running server: they read without its lock, and erase by adding to its list.

mod backup;
mod check;
mod erase;
mod restore;
pub mod subject;

use std::fmt;
use std::future::Future;
use std::io::{self, Write as _};
use std::path::Path;

use trivet_shared::time::{DAY, Timestamp, Zone};

use crate::config::{ConfigError, OperatorCommand};
use crate::journal::{JournalError, OpenError};

/// Exit code when what was asked for was not done, or not wholly.
pub const EXIT_REFUSED: u8 = 1;
/// Exit code when what was asked about cannot be looked at; also clap's for wrong arguments.
pub const EXIT_UNUSABLE: u8 = 2;

/// Why a command did not do what it was asked to: the line it ends with, and the exit code.
#[derive(Debug)]
struct Refused {
    code: u8,
    line: String,
}

impl Refused {
    fn because(line: impl fmt::Display) -> Refused {
        Refused { code: EXIT_REFUSED, line: line.to_string() }
    }

    fn io(file: &Path, error: &io::Error) -> Refused {
        Refused::because(format!("{}: {error}", file.display()))
    }
}

impl From<ConfigError> for Refused {
    fn from(error: ConfigError) -> Refused {
        Refused { code: EXIT_UNUSABLE, line: error.to_string() }
    }
}

impl From<OpenError> for Refused {
    fn from(error: OpenError) -> Refused {
        Refused::because(error)
    }
}

impl From<JournalError> for Refused {
    fn from(error: JournalError) -> Refused {
        Refused::because(error)
    }
}

type Outcome<T> = Result<T, Refused>;

/// Does it, prints what came of it, and answers the exit code.
pub fn run(command: OperatorCommand) -> u8 {
    let outcome = match command {
        OperatorCommand::Backup { copy, data } => file(&data).and_then(|data| backup::run(&copy, &data)),
        OperatorCommand::Restore(restore) => {
            file(&restore.data).and_then(|data| restore::run(&restore, &data))
        }
        OperatorCommand::Erase { session, person, data } => {
            file(&data).and_then(|data| erase::run(session, person, &data))
        }
        OperatorCommand::Subject { name, json, data } => {
            file(&data).and_then(|data| subject::run(&name, json, &data))
        }
        OperatorCommand::Check { data } => file(&data).and_then(|data| check::run(&data)),
    };
    match outcome {
        Ok(()) => 0,
        Err(Refused { code, line }) => {
            eprintln!("trivet: {line}");
            code
        }
    }
}

fn file(data: &crate::config::DataFile) -> Outcome<std::path::PathBuf> {
    Ok(data.file()?)
}

/// Prints lines. A reader who has gone (`| head`) is no fault.
fn print(text: impl fmt::Display) -> Outcome<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Refused::because(error)),
        _ => Ok(()),
    }
}

/// Runs what the journal does, to its end.
fn wait_for<T>(work: impl Future<Output = T>) -> Outcome<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    Ok(runtime.map_err(Refused::because)?.block_on(work))
}

/// `1 session`, `2 sessions`.
fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// The day of a moment, in UTC.
fn day(at: i64) -> String {
    // A date beyond what a calendar has is no reason to fail.
    Zone::named("UTC").unwrap_or_default().date(Timestamp(at.clamp(0, DAY * 365 * 8_000))).to_string()
}
