//! What comes out as PDF, read back by software that is not ours.

#![expect(clippy::unwrap_used, reason = "a page that cannot be read ends there")]

mod common;
mod disk;
mod hostile;
mod read_back;
