//! Trivet server.
