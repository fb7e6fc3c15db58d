//! The promises, each with a test named after it, against the real program: crashes, failing and full disks, damaged
//! files, bad networks, restarts, slow readers. One file per promise or family. A usual run tries a little; `TRIVET_FULL=1`
//! tries the figure that is promised, and every test prints the line of its promise. Each run prints its seed;
//! `TRIVET_SEED` replays it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that meets the unexpected has found a fault, and says so by panicking"
)]

mod asleep;
mod crash;
mod damage;
mod disk;
mod erased;
mod flood;
mod once;
mod pages;
mod presence;
mod restart;
mod slow;
mod sync;
