//! Which sessions are live. Wakes one on demand, exactly once however many ask at the same moment, and lets it go when
//! nobody is there. Knows nothing of what a session does.

mod frameworks;
mod upkeep;

use std::fmt;
use std::sync::{Arc, Weak};

use dashmap::DashMap;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use trivet_shared::framework::Framework;
use trivet_shared::id::{FrameworkHash, SessionId};
use trivet_shared::session::{Opening, State};

use crate::access::Places;
use crate::actor::{Ask, ConnectionId, Gone, Ground, Live};
use crate::clock::Clock;
use crate::frameworks::Frameworks;
use crate::journal::{Erased, Journal, JournalError, NewSession};
use crate::kept;
use crate::rehearsal::{self, Rehearsals};

/// How often an ask is sent when the session goes while it waits. The second time finds it awake, or gone.
const ASK_AGAIN: usize = 3;
/// The part of a session's inbox that reads may take up: files and frameworks, for which no secret is needed. More of them
/// wait outside it, so that there is always room for what people say.
const PART_FOR_READS: usize = 4;
/// Reads of a session at once, however large its inbox: each answers within a moment.
const MOST_READS: usize = 8;
/// Holders of a slot that nobody else holds: the map, and whoever looks at it.
const OWN_AND_KEPT: usize = 2;

/// Where a session's actor is reached while it is live. Asks are sent, and actors leave, under the lock.
pub type Slot = Mutex<Option<Handle>>;

/// The way to a live session.
#[derive(Clone)]
pub struct Handle {
    inbox: mpsc::Sender<Ask>,
    gone: mpsc::UnboundedSender<Gone>,
}

/// A socket's way to its session. Dropped, the session knows that the socket is gone.
pub struct Attached {
    handle: Handle,
    /// Which connection it is.
    pub connection: ConnectionId,
    /// When anything was last heard on it.
    pub heard: Instant,
}

impl Attached {
    /// A connection of a live session.
    pub fn new(handle: Handle, connection: ConnectionId) -> Attached {
        Attached { handle, connection, heard: Instant::now() }
    }

    /// Asks without waiting.
    ///
    /// # Errors
    /// Gives the ask back when the inbox is full or the session has gone.
    pub fn ask(&self, ask: Ask) -> Result<(), Ask> {
        self.handle.inbox.try_send(ask).map_err(mpsc::error::TrySendError::into_inner)
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        // An error means that the session has gone, and with it what it thought of this socket.
        let _ = self.handle.gone.send(Gone { connection: self.connection, heard: self.heard });
    }
}

/// Why a session cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskError {
    /// There is none of that id.
    Unknown,
    /// Too much is waiting there already.
    Busy,
    /// What was kept of it cannot be read.
    Damaged,
    /// The journal says no.
    Journal(JournalError),
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AskError::Unknown => f.write_str("no such session"),
            AskError::Busy => f.write_str("the session has too much to do"),
            AskError::Damaged => f.write_str("what was kept of the session is damaged"),
            AskError::Journal(error) => error.fmt(f),
        }
    }
}

/// The live sessions.
pub struct Hub {
    ground: Ground,
    slots: DashMap<SessionId, Arc<Slot>>,
    frameworks: Frameworks,
    /// Places for reads, of each session.
    reads: Places<SessionId>,
    /// Frameworks off the list that sessions which are awake share.
    pinned: DashMap<FrameworkHash, Weak<Framework>>,
    /// How far the list of the erased is honoured.
    honoured: Mutex<Erased>,
    tracker: TaskTracker,
    shutdown: CancellationToken,
}

impl Hub {
    /// No session is live yet; new ones may begin with these frameworks.
    pub fn new(ground: Ground, frameworks: Frameworks, shutdown: CancellationToken) -> Hub {
        let (slots, pinned) = (DashMap::new(), DashMap::new());
        let reads = (ground.limits.inbox / PART_FOR_READS).clamp(1, MOST_READS);
        let reads = Places::new(u32::try_from(reads).unwrap_or(1));
        let honoured = Mutex::new(ground.journal.erased().clone());
        Hub { ground, honoured, slots, frameworks, reads, pinned, tracker: TaskTracker::new(), shutdown }
    }

    /// The journal.
    pub fn journal(&self) -> &Journal {
        &self.ground.journal
    }

    /// The time of day.
    pub fn clock(&self) -> &Clock {
        &self.ground.clock
    }

    /// The rehearsals that go on.
    pub fn rehearsals(&self) -> &Rehearsals {
        &self.ground.rehearsals
    }

    /// Keeps a new session. It is not live until somebody asks for it.
    ///
    /// # Errors
    /// The journal's; a code that is taken among them.
    pub async fn create(&self, opening: Opening, framework_json: &str) -> Result<(), JournalError> {
        let code = opening.code.as_str().to_owned();
        let owner = opening.facilitator.secret.0;
        let state = State::open(opening);
        let new = NewSession {
            session: state.about.session.0,
            code: (!state.about.solo).then_some(code),
            owner: Some(owner),
            created_at: state.about.opened.0,
            expires_at: if state.about.rehearsal { rehearsal::EXPIRES } else { state.kept_until().0 },
            version: state.version,
            framework: state.pinned.0.clone(),
            framework_json: framework_json.as_bytes().to_vec(),
            state: state.freeze().into_bytes(),
        };
        self.ground.journal.create(new).await
    }

    /// Asks a session, waking it first if it sleeps.
    ///
    /// # Errors
    /// [`AskError`].
    pub async fn ask(&self, session: SessionId, ask: Ask) -> Result<Handle, AskError> {
        let slot = self.slots.entry(session).or_default().clone();
        let mut place = slot.lock().await;
        let handle = match place.as_ref().filter(|handle| !handle.inbox.is_closed()) {
            Some(handle) => handle.clone(),
            None => match self.wake(session, &slot).await {
                Ok(handle) => place.insert(handle).clone(),
                Err(error) => {
                    drop(place);
                    // An empty slot would only take room; but one that somebody else holds may be filled next.
                    self.slots.remove_if(&session, |_, slot| Arc::strong_count(slot) <= OWN_AND_KEPT);
                    return Err(error);
                }
            },
        };
        handle.inbox.try_send(ask).map_err(|_| AskError::Busy)?;
        Ok(handle)
    }

    /// Asks a session and waits for its answer. An ask that was still waiting when the session went is asked again: it
    /// finds the session awake, or gone for good.
    ///
    /// # Errors
    /// [`AskError`].
    pub async fn request<T>(
        &self,
        session: SessionId,
        ask: impl Fn(oneshot::Sender<T>) -> Ask,
    ) -> Result<T, AskError> {
        for _ in 0..ASK_AGAIN {
            let (sender, answer) = oneshot::channel();
            self.ask(session, ask(sender)).await?;
            if let Ok(answer) = answer.await {
                return Ok(answer);
            }
        }
        Err(AskError::Busy)
    }

    /// Reads something off a session's state, when it is this read's turn among those of the session.
    ///
    /// # Errors
    /// [`AskError`].
    pub async fn read<T: Send + 'static>(
        &self,
        session: SessionId,
        read: impl Fn(&State) -> T + Clone + Send + 'static,
    ) -> Result<T, AskError> {
        let ask = |sender: oneshot::Sender<T>| {
            let read = read.clone();
            Ask::Read(Box::new(move |state: &State| drop(sender.send(read(state)))))
        };
        let _place = self.reads.wait(session).await;
        self.request(session, ask).await
    }

    async fn wake(&self, session: SessionId, slot: &Arc<Slot>) -> Result<Handle, AskError> {
        let (state, has_commits) = self.load(session).await?;
        let (inbox, asks) = mpsc::channel(self.ground.limits.inbox.max(1));
        let (gone, leavers) = mpsc::unbounded_channel();
        let live = Live::new(state, self.ground.clone(), has_commits);
        self.tracker.spawn(live.run(asks, leavers, slot.clone()));
        Ok(Handle { inbox, gone })
    }

    /// A session as it stands on the disk, and whether commits stand there that are not in its snapshot.
    async fn load(&self, session: SessionId) -> Result<(State, bool), AskError> {
        let loaded = self.ground.journal.load(session.0).await.map_err(|error| match error {
            JournalError::Damaged => AskError::Damaged,
            error => AskError::Journal(error),
        })?;
        let loaded = loaded.ok_or(AskError::Unknown)?;
        let framework = self.framework(&FrameworkHash(loaded.framework.clone())).await?;
        let has_commits = !loaded.commits.is_empty();
        let state = kept::state(&loaded, framework).ok_or(AskError::Damaged)?;
        Ok((state, has_commits))
    }
}
