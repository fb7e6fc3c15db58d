//! Sessions as they are kept: out of their rows into a state, and what the list of the erased says done again in them. For
//! the hub, and for commands that look at a data file without serving it.

use std::sync::Arc;

use trivet_shared::framework::Framework;
use trivet_shared::id::{FrameworkHash, ParticipantId};
use trivet_shared::session::{Commit, Event, State, evolve, keeping, lobby};
use uuid::Uuid;

use crate::journal::{Journal, JournalError, Loaded, Stored};

/// The state out of what was kept; `None` when that is no session.
pub fn state(loaded: &Loaded, framework: Arc<Framework>) -> Option<State> {
    let json = std::str::from_utf8(&loaded.state).ok()?;
    let mut state = State::thaw(json, &FrameworkHash(loaded.framework.clone()), framework).ok()?;
    for (version, commit) in &loaded.commits {
        let commit: Commit = serde_json::from_slice(commit).ok()?;
        state.apply(&commit);
        if state.version != *version {
            return None;
        }
    }
    Some(state)
}

/// That session of a file that is only looked at; `None` where there is none.
///
/// # Errors
/// [`JournalError::Damaged`] when it would not wake; [`JournalError::Busy`].
pub fn look(file: &Stored, session: Uuid) -> Result<Option<State>, JournalError> {
    let Some(loaded) = file.load(session)? else {
        return Ok(None);
    };
    with_framework(&loaded, file.framework(&loaded.framework)?).map(Some)
}

/// What is to be erased again, done: nothing that the list names is in any of the files afterwards. Answers how many
/// sessions lost somebody by it; the sessions on the list are gone since the journal was opened.
///
/// # Errors
/// The journal's. Nobody may be served then.
pub async fn erase_again(journal: &Journal) -> Result<usize, JournalError> {
    let mut changed = 0;
    for (session, people) in &journal.erased().people {
        let loaded = match journal.load(*session).await {
            Ok(Some(loaded)) => loaded,
            Ok(None) => continue,
            // It is served to nobody either.
            Err(JournalError::Damaged) => {
                tracing::warn!(%session, "somebody of a damaged session is on the list of the erased");
                continue;
            }
            Err(error) => return Err(error),
        };
        let framework = journal.framework(&loaded.framework).await?;
        let Ok(mut state) = with_framework(&loaded, framework) else {
            continue;
        };
        let back: Vec<ParticipantId> =
            people.iter().map(|id| ParticipantId(*id)).filter(|id| keeping::knows(&state, *id)).collect();
        if back.is_empty() {
            continue;
        }
        changed += 1;
        if state.about.solo {
            journal.erase(*session).await?; // all of it is theirs
            continue;
        }
        for id in back {
            evolve(&mut state, &Event::Lobby(lobby::Event::Erased { id }));
        }
        journal.compact(*session, state.version, state.freeze().into_bytes()).await?;
    }
    journal.settle().await?;
    // Only tells others how far we are; who asks in vain asks again.
    if let Err(error) = journal.say_honoured(journal.erased().bytes) {
        tracing::warn!(%error, "the lock file could not be written");
    }
    Ok(changed)
}

fn with_framework(loaded: &Loaded, json: Option<Vec<u8>>) -> Result<State, JournalError> {
    let json = json.and_then(|json| String::from_utf8(json).ok()).ok_or(JournalError::Damaged)?;
    let framework = Framework::thaw(&json).map_err(|_| JournalError::Damaged)?;
    state(loaded, Arc::new(framework)).ok_or(JournalError::Damaged)
}
