//! `trivet backup`: a copy of the data file at one moment, read again before it gets its name.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use super::{Outcome, Refused, check, count, print};
use crate::journal::{Stored, beside, sync_directory};

/// What the name of a copy ends in until it is whole.
const PARTIAL: &str = ".partial";

pub(super) fn run(copy: &Path, data: &Path) -> Outcome<()> {
    let file = Stored::open(data)?;
    // Taken first, so that nothing of that name is ever written over.
    let reserved = private(copy).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Refused::because(format_args!(
            "{} exists already and was left alone: name another file",
            copy.display()
        )),
        _ => Refused::io(copy, &error),
    })?;
    drop(reserved);
    let partial = beside(copy, PARTIAL);
    let made = write(&file, &partial).and_then(|checked| {
        let bytes = fs::metadata(&partial).and_then(|about| {
            fs::rename(&partial, copy)?;
            sync_directory(copy)?;
            Ok(about.len())
        });
        bytes.map(|bytes| (checked, bytes)).map_err(|error| Refused::io(copy, &error))
    });
    let (checked, bytes) = made.inspect_err(|_| {
        // What is left of it is of no use; an error here changes nothing about that.
        let _ = fs::remove_file(&partial);
        let _ = fs::remove_file(copy);
    })?;
    print(format_args!("{}: {}, {bytes} bytes", copy.display(), count(checked.sessions, "session")))?;
    if checked.damaged.is_empty() {
        return Ok(());
    }
    for session in &checked.damaged {
        eprintln!("trivet: session {session} cannot be read, in the data file as in the copy");
    }
    Err(Refused::because("the copy was kept all the same; an older one may still have what is damaged"))
}

fn write(file: &Stored, partial: &Path) -> Outcome<check::Checked> {
    // An older one is what a crash left; it goes.
    match fs::remove_file(partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Refused::io(partial, &error)),
        _ => {}
    }
    drop(private(partial).map_err(|error| Refused::io(partial, &error))?);
    file.copy_to(partial)?;
    check::whole(&Stored::open(partial)?)
}

/// Makes a file that only its owner reads and writes.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
