//! Rehearsals: sessions in which a facilitator tries everything with three pretend people. This file knows which ones
//! go on, how many there may be, and when one is over; `cast` are the people, `play` what they do next, `person` one of
//! them at a socket, `door` how they reach the server, `seen` what they see.
//!
//! **What always holds.** Pretend people are clients of the contract: they join with the code, say hello, and see and may
//! do what any participant does. Whatever they write begins with words that say it is made up. Nothing of a rehearsal
//! is kept: its date of deletion is over from the beginning, and only while it goes on here does the sweep pass it by.

mod cast;
mod door;
mod person;
mod play;
mod seen;

use std::sync::Arc;
use std::time::Duration;

use dashmap::DashMap;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use trivet_shared::id::{JoinCode, SessionId};

use crate::actor::{Ask, EraseError};
use crate::config::Limits;
use crate::hub::{AskError, Hub};

pub use door::Door;

/// The date of deletion that every rehearsal is kept under, in ms since 1970. It is over: a server that did not begin the
/// rehearsal itself erases it at once.
pub const EXPIRES: i64 = 0;
/// How long a rehearsal waits for its facilitator to come to it at all: their page does so at once.
const COMES_WITHIN: Duration = Duration::from_secs(60);
/// How long to wait with erasing a rehearsal that the disk was too full to erase.
const ERASE_AGAIN: Duration = Duration::from_secs(60);

/// The rehearsals that go on. Clones share them.
#[derive(Clone, Debug)]
pub struct Rehearsals {
    places: Arc<Semaphore>,
    going: Arc<DashMap<SessionId, Arc<watch::Sender<Desk>>>>,
}

/// What a rehearsal knows of its facilitator.
#[derive(Clone, Copy, Debug)]
struct Desk {
    /// Sockets of facilitators.
    sockets: usize,
    /// One has been here.
    came: bool,
    /// When the last one went, or the rehearsal began.
    gone: Instant,
    /// The session is erased.
    erased: bool,
}

/// A facilitator's socket in a rehearsal. Dropped, it is gone.
#[derive(Debug)]
pub struct DeskHere(Arc<watch::Sender<Desk>>);

/// A rehearsal that has begun. Dropped, it is over, and its place is free.
#[derive(Debug)]
pub struct Rehearsal {
    session: SessionId,
    rehearsals: Rehearsals,
    desk: watch::Receiver<Desk>,
    _place: OwnedSemaphorePermit,
}

impl Rehearsals {
    /// None goes on yet.
    pub fn new(limits: &Limits) -> Rehearsals {
        let most = limits.rehearsals.min(Semaphore::MAX_PERMITS);
        Rehearsals { places: Arc::new(Semaphore::new(most)), going: Arc::default() }
    }

    /// Begins one for a session that is about to be opened; `None` when there are as many as there may be.
    pub fn begin(&self, session: SessionId) -> Option<Rehearsal> {
        let place = self.places.clone().try_acquire_owned().ok()?;
        let desk = Desk { sockets: 0, came: false, gone: Instant::now(), erased: false };
        let (sender, receiver) = watch::channel(desk);
        self.going.insert(session, Arc::new(sender));
        Some(Rehearsal { session, rehearsals: self.clone(), desk: receiver, _place: place })
    }

    /// Whether this session is one that goes on: the sweep leaves it alone.
    pub fn goes_on(&self, session: SessionId) -> bool {
        self.going.contains_key(&session)
    }

    /// A facilitator's socket came, as long as what is answered lives; `None` where there is no rehearsal.
    pub fn desk(&self, session: SessionId) -> Option<DeskHere> {
        let desk = self.going.get(&session)?.clone();
        desk.send_modify(|desk| (desk.sockets, desk.came) = (desk.sockets + 1, true));
        Some(DeskHere(desk))
    }

    /// The session is erased: whoever plays in it may go.
    pub fn erased(&self, session: SessionId) {
        if let Some((_, desk)) = self.going.remove(&session) {
            desk.send_modify(|desk| desk.erased = true);
        }
    }
}

impl Drop for DeskHere {
    fn drop(&mut self) {
        self.0
            .send_modify(|desk| (desk.sockets, desk.gone) = (desk.sockets.saturating_sub(1), Instant::now()));
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        self.rehearsals.going.remove(&self.session);
    }
}

impl Desk {
    /// When so much time will be over since the desk went; `None` while it is here.
    fn gone_for(&self, time: Duration) -> Option<Instant> {
        (self.sockets == 0).then(|| self.gone + time)
    }
}

impl Rehearsal {
    /// Has it played until it is erased, by its facilitator or because they were gone or here too long, or until `shutdown`.
    pub async fn play(mut self, hub: Arc<Hub>, door: Door, code: JoinCode, shutdown: CancellationToken) {
        let limits = door.limits();
        let longest = Instant::now() + limits.rehearsal_longest;
        let mut people = JoinSet::new();
        let begun = hub.clock().now();
        for part in &cast::CAST {
            let (door, code, desk) = (door.clone(), code.clone(), self.desk.clone());
            let person = person::Person::new(part, door, self.session, code, desk, begun);
            people.spawn(person.run());
        }
        loop {
            let desk = *self.desk.borrow_and_update();
            if desk.erased {
                return;
            }
            let time = if desk.came { limits.rehearsal_kept } else { COMES_WITHIN };
            let until = desk.gone_for(time).map_or(longest, |gone| gone.min(longest));
            tokio::select! {
                biased;
                () = shutdown.cancelled() => {
                    erase(&hub, self.session).await; // what is left now is erased at the next start
                    return;
                }
                changed = self.desk.changed() => if changed.is_err() { return },
                () = sleep_until(until) => {
                    if erase(&hub, self.session).await {
                        return;
                    }
                    tokio::select! {
                        () = shutdown.cancelled() => return,
                        () = tokio::time::sleep(ERASE_AGAIN) => {}
                    }
                }
            }
        }
    }
}

/// Erases a rehearsal; false when the disk said no.
async fn erase(hub: &Hub, session: SessionId) -> bool {
    match hub.request(session, |answer| Ask::Erase { secret: None, answer }).await {
        Ok(Ok(())) | Err(AskError::Unknown) => true,
        Ok(Err(EraseError::Unknown | EraseError::Gone | EraseError::NotYours)) => true,
        Ok(Err(EraseError::Journal(error))) => {
            tracing::warn!(%session, %error, "a rehearsal could not be erased");
            false
        }
        Err(error) => {
            tracing::warn!(%session, %error, "a rehearsal could not be erased");
            false
        }
    }
}
