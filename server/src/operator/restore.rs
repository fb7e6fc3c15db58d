//! `trivet restore`: a backup takes the place of the data file, and what was erased since is erased in it again at once.
//!
//! No older data file is kept aside: it would hold what is erased later, where no erasing reaches. So one that stands there
//! is replaced only when the operator says so, and can be backed up before.

use std::path::Path;

use super::{Outcome, Refused, check, count, print, wait_for};
use crate::config::Restore;
use crate::journal::{self, Claimed, ErasedFile, Journal, Options, Stored};
use crate::kept;

pub(super) fn run(restore: &Restore, data: &Path) -> Outcome<()> {
    let backup = Stored::open(&restore.backup)?;
    let checked = check::whole(&backup)?;
    for session in &checked.damaged {
        eprintln!("trivet: session {session} of the backup cannot be read");
    }
    if !checked.damaged.is_empty() && !restore.with_damage {
        return Err(Refused::because(
            "nothing was restored: take another backup, or add --with-damage to have the other sessions",
        ));
    }
    let mut lists = Vec::new();
    for list in &restore.erased {
        if !list.is_file() {
            return Err(Refused::because(format_args!("{}: there is no such list", list.display())));
        }
        lists.push(journal::of_file(list).map_err(|error| Refused::io(list, &error))?);
    }
    lists.push(backup.erased()?);

    let place = Claimed::claim(data)?;
    if place.holds_something() && !restore.replace {
        return Err(Refused::because(format_args!(
            "{} exists and was left alone: `trivet backup` keeps a copy of it, --replace deletes it for the backup to take its place",
            data.display()
        )));
    }
    // Before anything is in place that they are to be erased from.
    let list_failed = |error: std::io::Error| Refused::io(data, &error);
    let mut list = ErasedFile::open(data).map_err(list_failed)?;
    for (session, person) in lists.iter().flat_map(journal::Erased::lines) {
        list.add(session, person).map_err(list_failed)?;
    }
    drop(list);
    place.put(&backup)?;

    let sessions_before = checked.sessions;
    let (people, sessions) = wait_for(async {
        let journal = Journal::open(Some(data), Options::default())?;
        let people = kept::erase_again(&journal).await;
        journal.close().await;
        Ok::<_, Refused>((people?, Stored::open(data)?.sessions()?.len()))
    })??;
    print(format_args!(
        "{}: restored from {}, {}; erased again: {}, and people in {}",
        data.display(),
        restore.backup.display(),
        count(sessions, "session"),
        count(sessions_before.saturating_sub(sessions), "session"),
        count(people, "session"),
    ))
}
