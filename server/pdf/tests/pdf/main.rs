//! What comes out as PDF, read back by software that is not ours.

mod common;
mod hostile;
mod read_back;
