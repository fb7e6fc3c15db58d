//! The contract over real sockets, one file per promise.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has found a fault, and says so by panicking"
)]

mod alike;
mod alone;
mod backup;
mod bad_frames;
mod bad_http;
mod bad_values;
mod crowds;
mod defaults;
mod documents;
mod erase_command;
mod erasing;
mod exports;
mod feedback;
mod follow;
mod forgetting;
mod frameworks;
mod guiding;
mod headers;
mod hibernation;
mod ids;
mod join;
mod keeping;
mod limits;
mod links;
mod matrix;
mod order;
mod payload_places;
mod payload_requests;
mod payloads;
mod preparing;
mod presence;
mod reconnect;
mod rehearsal;
mod restart;
mod restore;
mod sharing;
mod subject;
mod thief;
mod types;
mod unseen;
mod weight;
mod wrong;
