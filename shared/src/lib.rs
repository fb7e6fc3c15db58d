//! The session itself. No clock, randomness or I/O.
