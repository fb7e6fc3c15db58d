//! `trivet erase`: adds to the list of the erased, and waits until it is honoured: by the server that has the data file,
//! or by itself where none has.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use trivet_shared::id::ParticipantId;
use trivet_shared::session::keeping;
use uuid::Uuid;

use super::{Outcome, Refused, print, wait_for};
use crate::journal::{self, Erased, ErasedFile, Journal, JournalError, OpenError, Options, Stored};
use crate::kept;

/// How long a server may take: what is erased is off the disk within a minute.
const WITHIN: Duration = Duration::from_secs(60);
/// Pause between two looks at how far the server is.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

pub(super) fn run(session: Uuid, person: Option<Uuid>, data: &Path) -> Outcome<()> {
    let before = journal::listed(data).map_err(|error| Refused::io(data, &error))?;
    let person = find(session, person, data, &before)?;
    let mut list = ErasedFile::open(data).map_err(|error| Refused::io(data, &error))?;
    list.add(session, person).map_err(|error| Refused::io(data, &error))?;
    let bytes = list.list().bytes;
    drop(list);
    let who = match person {
        None => format!("session {session}"),
        Some(person) => format!("participant {person} of session {session}"),
    };
    if wait_until_honoured(bytes, data)? {
        print(format_args!(
            "{}: {who} is erased; it stays in backups, and is erased again when one is restored",
            data.display()
        ))
    } else {
        Err(Refused::because(format_args!(
            "{who} is on the list, but the server that has {} has not erased it within {} s: look at its log, or stop it \
             and run this again; its next start erases it",
            data.display(),
            WITHIN.as_secs(),
        )))
    }
}

/// What there is to erase: nobody is put on the list by a slip of the keyboard. Somebody alone is their whole session.
fn find(session: Uuid, person: Option<Uuid>, data: &Path, listed: &Erased) -> Outcome<Option<Uuid>> {
    if listed.names(session, None) {
        return Ok(None);
    }
    let file = Stored::open(data)?;
    let Some(id) = person else {
        return if file.sessions()?.iter().any(|kept| kept.session == session) {
            Ok(None)
        } else {
            Err(Refused::because(format_args!("{}: there is no session {session}", data.display())))
        };
    };
    let state = match kept::look(&file, session) {
        Err(JournalError::Damaged) => {
            return Err(Refused::because(format_args!(
                "session {session} is damaged, and nobody in it can be told from the others: erase all of it, without --person"
            )));
        }
        state => state?,
    };
    let state = state
        .ok_or_else(|| Refused::because(format_args!("{}: there is no session {session}", data.display())))?;
    let there = keeping::knows(&state, ParticipantId(id));
    if there && state.about.solo {
        return Ok(None);
    }
    if there || listed.names(session, person) {
        return Ok(person);
    }
    Err(Refused::because(format_args!("there is no participant {id} in session {session}")))
}

fn wait_until_honoured(bytes: u64, data: &Path) -> Outcome<bool> {
    let begun = Instant::now();
    loop {
        match Journal::open(Some(data), Options::default()) {
            Ok(journal) => {
                wait_for(async {
                    let done = kept::erase_again(&journal).await;
                    journal.close().await;
                    done
                })??;
                return Ok(true);
            }
            Err(OpenError::InUse(_)) => {}
            Err(error) => return Err(error.into()),
        }
        if journal::honoured(data).is_some_and(|honoured| honoured >= bytes) {
            return Ok(true);
        }
        if begun.elapsed() >= WITHIN {
            return Ok(false);
        }
        thread::sleep(LOOK_AGAIN);
    }
}
