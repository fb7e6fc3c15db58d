//! Who is asking, and whether they may ask now. Nothing here knows what they ask for.
//!
//! `client` finds the address behind trusted proxies; `origin` keeps other sites' pages out; `secret` reads the bearer's;
//! `guesses` slows down whoever tries join codes; `often` whoever opens
//! session after session; `places` lets so many in at once by key; `sockets` counts open sockets; `pace` watches how fast one
//! sends.

mod client;
mod guesses;
mod often;
mod origin;
mod pace;
mod places;
mod secret;
mod sockets;

pub use client::{Client, Proxies, forwarded};
pub use guesses::{Guess, Guesses, Network};
pub use often::Often;
pub use origin::{Origins, loopback_host};
pub use pace::{Pace, Strikes, Verdict};
pub use places::{Place, Places};
pub use secret::{NoSecret, Secret, bearer};
pub use sockets::{SocketPlace, Sockets};
