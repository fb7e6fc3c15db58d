//! Trivet server.
pub mod config;
pub mod journal;
pub mod metrics;
