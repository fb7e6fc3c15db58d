//! `trivet framework check FILE` and `trivet framework schema`: for authors, without a server.

use std::io::{self, Write as _};
use std::path::Path;

use trivet_shared::framework::schema;
use trivet_shared::words::{Key, Value, say_with};

use super::file::{self, FileError};

/// Exit code for a file that is no framework.
pub const EXIT_WRONG: u8 = 1;
/// Exit code for a file that cannot be read, and for wrong arguments, as clap has it.
pub const EXIT_UNUSABLE: u8 = 2;

/// Checks a file and says so: a line on standard output, or a line for each problem on standard error. Answers the exit
/// code.
pub fn check(path: &Path) -> u8 {
    match file::read(path) {
        Ok(checked) => {
            let framework = checked.framework;
            let number = |count: usize| Value::Number(i64::try_from(count).unwrap_or(i64::MAX));
            let competencies = framework.areas.iter().map(|area| area.competencies.len()).sum();
            let file = path.display().to_string();
            let values = [
                ("file", Value::Text(&file)),
                ("areas", number(framework.areas.len())),
                ("competencies", number(competencies)),
                ("hash", Value::Text(&checked.hash.0)),
            ];
            print(&say_with(Key::FileFine, &values))
        }
        Err(error @ FileError::Unreadable(..)) => {
            eprintln!("trivet: {error}");
            EXIT_UNUSABLE
        }
        Err(error @ FileError::Wrong(..)) => {
            eprintln!("{error}");
            EXIT_WRONG
        }
    }
}

/// Prints the JSON Schema of a framework file. Answers the exit code.
pub fn print_schema() -> u8 {
    print(&format!("{:#}", schema()))
}

/// One write, so that a reader who has gone (`| head`) is no panic.
fn print(text: &str) -> u8 {
    match writeln!(io::stdout(), "{text}") {
        Ok(()) => 0,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(_) => EXIT_WRONG,
    }
}
