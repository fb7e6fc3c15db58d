//! Files on their way to people: who may have one made now, and how much of what was made may wait to be read. Nothing
//! here knows what is in a file.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use trivet_shared::id::{SecretHash, SessionId};

use crate::access::{Network, Place, Places};
use crate::config::Limits;
use crate::error::HttpError;

/// Bytes in one unit of what is counted, so that the counts fit the semaphores.
const UNIT: usize = 1024;
/// How long somebody waits for their turn: as long as one file may take.
const PATIENCE: std::time::Duration = trivet_pdf::TIME_LIMIT;

/// Files that take long and are made at the same time: memory stays bounded, and a processor stays free for the sessions.
static LONG: Line = Line::of(1);
/// Texts that are made at the same time: each takes some milliseconds of a processor.
static SHORT: Line = Line::of(2);

/// Where files wait for their turn; each holds its document. Whole groups press at once, at the end.
struct Line {
    waiting: Semaphore,
    making: Semaphore,
}

impl Line {
    const fn of(at_once: usize) -> Line {
        Line { waiting: Semaphore::const_new(64), making: Semaphore::const_new(at_once) }
    }
}

/// One person's turn: whoever asks for many files has them made one after another, and takes one place in the line.
pub(super) struct Turn(#[expect(dead_code, reason = "held")] Place<(SessionId, SecretHash)>);

/// All files on their way.
pub(super) struct Files {
    turns: Places<(SessionId, SecretHash)>,
    in_all: Arc<Semaphore>,
    most: u32,
    of_network: Places<Network>,
}

/// A file, counted until the last byte of it was taken.
struct Counted {
    bytes: Vec<u8>,
    _places: (OwnedSemaphorePermit, Place<Network>),
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Files {
    /// With the limits for files.
    pub(super) fn new(limits: &Limits) -> Files {
        let most = units(limits.unread_bytes);
        Files {
            turns: Places::new(1),
            in_all: Arc::new(Semaphore::new(most as usize)),
            most,
            of_network: Places::new(units(limits.unread_bytes_per_address)),
        }
    }

    /// Waits until nothing else is made for that secret.
    ///
    /// # Errors
    /// 503 `busy` when that takes too long.
    pub(super) async fn turn(&self, session: SessionId, secret: SecretHash) -> Result<Turn, HttpError> {
        let turn = timeout(PATIENCE, self.turns.wait((session, secret))).await;
        turn.map(Turn).map_err(|_| busy())
    }

    /// A body that counts until it was read.
    ///
    /// # Errors
    /// 503 `busy` while too much waits to be read by this address, or by all together.
    pub(super) fn body(&self, to: IpAddr, bytes: Vec<u8>) -> Result<Body, HttpError> {
        let many = units(bytes.len());
        let of_network = self.of_network.take(Network::from(to), many).ok_or_else(busy)?;
        let in_all = self.in_all.clone().try_acquire_many_owned(many.min(self.most)).map_err(|_| busy())?;
        Ok(Body::from(Bytes::from_owner(Counted { bytes, _places: (in_all, of_network) })))
    }
}

/// Makes a file where nothing waits, in the order of coming.
///
/// # Errors
/// 503 `busy` when too many wait, or waiting takes too long.
pub(super) async fn made<T: Send + 'static>(
    turn: Turn,
    takes_long: bool,
    make: impl FnOnce() -> T + Send + 'static,
) -> Result<T, HttpError> {
    let line = if takes_long { &LONG } else { &SHORT };
    let place = line.waiting.try_acquire().map_err(|_| busy())?;
    let making = timeout(PATIENCE, line.making.acquire()).await.map_err(|_| busy())?;
    let making = making.map_err(|_| busy())?;
    let made = tokio::task::spawn_blocking(move || {
        let _held = (turn, place, making); // until the file is made, also when nobody waits for it any more
        make()
    });
    made.await.map_err(|_| HttpError::internal())
}

fn units(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX >> 3)
}

pub(super) fn busy() -> HttpError {
    HttpError::unavailable("busy", "Other files are being made.")
}
