//! # What the tests stand on
//!
//! The real server and the real sockets, held so that a test reads like what a person does. In a reader's order:
//!
//! - [`Server`]: the real `run` on a free port, in this process. [`Binary`]: the real program, to be killed.
//! - [`Api`]: the HTTP half of the contract. [`Client`]: one socket, with the documents as a browser would hold them.
//! - [`Group`]: a desk and phones around one session, at a stage of their choice.
//! - [`Raw`]: bytes on a wire, for what no decent client sends. [`Outbox`]: a client that survives anything.
//! - [`Chaos`]: a proxy that does what bad networks do. [`reached`]: the figure that a run reached, beside the one promised.
//! - [`Canary`]: words that must not be found where they do not belong. [`Dice`]: chance that a seed replays.
//!
//! Nothing here sleeps to wait: it waits for a condition until [`PATIENCE`] is over, and then says what it saw.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a harness that meets the unexpected has found a fault, and says so by panicking"
)]

mod api;
mod binary;
mod canary;
mod chaos;
mod client;
mod dice;
mod documents;
mod figures;
mod group;
mod outbox;
mod payloads;
mod raw;
mod server;

use std::time::Duration;

pub use api::{Api, Opened, Reply, Seat, new_secret};
pub use binary::{Binary, Launch, UNHURRIED, trivet};
pub use canary::Canary;
pub use chaos::{Chaos, Cut, Fate, Way};
pub use client::{Answer, Client};
pub use dice::Dice;
pub use documents::Documents;
pub use figures::{full, percentile, reached, size};
pub use group::{AREA, Group, ONE, THREE, TWO};
pub use outbox::{Outbox, Returned, Sent};
pub use payloads::Payload;
pub use raw::{Raw, Seen};
pub use server::Server;

/// How long a condition may take to come true. Far longer than anything takes here, so that a busy machine is no fault.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// Time between two looks at something that cannot be waited for otherwise.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Looks until `look` finds something.
///
/// # Panics
/// When [`PATIENCE`] is over, naming `what` was waited for.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, mut look: impl FnMut() -> F) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.unwrap_or_else(|_| panic!("waited in vain: {what}"))
}
