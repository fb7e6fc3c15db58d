//! # Trivet's server
//!
//! Runs sessions for browsers, and keeps them in one file. The session itself, its rules and its views are the crate
//! `trivet-shared`; the pages are `trivet-web-client`. In a reader's order:
//!
//! - [`config`]: every setting, limit and duration, and what it does.
//! - [`run`]: from settings to a server; the order of starting and stopping.
//! - [`listener`]: the accept loop, TLS, time limits of connections. [`shutdown`]: from signals to the token.
//! - [`headers`], [`pages`], [`health`], [`metrics`]: what is the same for everyone who asks.
//! - [`access`]: who is asking, from where, and whether too often. [`body`]: what they sent. [`error`]: how they are refused.
//! - [`http`]: the routes; [`socket`]: one websocket; [`outbound`]: its sending side.
//! - [`hub`]: which sessions are live; [`actor`]: one of them, the order of decide, append, evolve, publish and answer;
//!   [`publish`]: who is sent what. [`export`]: what people take away. [`clock`]: the time of day.
//! - [`frameworks`]: what is offered to begin a session with, and the commands for authors.
//! - [`rehearsal`]: sessions with pretend people, who are clients like any others.
//! - [`journal`]: what survives a crash, and what is forgotten. [`kept`]: sessions as they are kept there.
//! - [`operator`]: backup, restore, erase, subject and check: commands on a data file, most of them beside a running server.
//! - [`logging`], [`start_words`]: what the program says of itself.
//!
//! **What always holds.** An answer that says "kept" comes after the fsync. Logs and metrics hold no names, words, scores,
//! codes, addresses or secrets. Queues are bounded. Lifetimes are drop guards.

pub mod access;
pub mod actor;
pub mod body;
pub mod clock;
pub mod config;
pub mod error;
pub mod export;
pub mod frameworks;
pub mod headers;
pub mod health;
pub mod http;
pub mod hub;
pub mod journal;
pub mod kept;
pub mod listener;
pub mod logging;
pub mod metrics;
pub mod open_files;
pub mod operator;
pub mod outbound;
pub mod pages;
pub mod publish;
pub mod rehearsal;
pub mod run;
pub mod shutdown;
pub mod socket;
pub mod start_words;
