//! # The session itself
//!
//! No clock, randomness or I/O: every moment, id and secret is handed in. In a reader's order:
//!
//! - [`id`], [`time`], [`text`]: values that are right by construction.
//! - [`framework`]: areas and competencies as data; the two that come with the program.
//! - [`session`]: [`session::State`], the commands, [`session::decide`] and [`session::evolve`]; one file per activity.
//! - [`refusal`]: the answers that are not `done`.
//! - [`view`]: who sees what, whitelisted field by field.
//! - [`wire`]: every frame in both directions.
//! - [`words`]: the sentences of exports, out of `words/en.json`.
//!
//! A new verb is one line of `session/command.rs`, one payload with its `decide` and `evolve` in an activity, and one
//! field of a view.

pub mod framework;
pub mod id;
pub mod refusal;
pub mod session;
pub mod text;
pub mod time;
pub mod view;
pub mod wire;
pub mod words;
