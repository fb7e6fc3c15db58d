//! How fast one socket may send, and what happens to a person whose sockets keep sending too fast.

use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::config::Limits;

/// The window in which closings for sending too fast are counted.
const WINDOW: Duration = Duration::from_secs(60);
/// Keys remembered before those whose window is over are forgotten.
const TIDY_ABOVE: usize = 1_000;

/// The pace of one socket.
#[derive(Debug)]
pub struct Pace {
    limiter: DefaultDirectRateLimiter,
    clock: DefaultClock,
    too_fast_for: Duration,
    /// Since when every message came too early.
    too_fast_since: Option<Instant>,
}

/// What to do with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Take it.
    Take,
    /// Read nothing for so long, then ask again for the same message.
    Wait(Duration),
    /// It has been too fast for too long: close with 4008.
    Close,
}

impl Pace {
    /// With the limits for messages.
    pub fn new(limits: &Limits) -> Pace {
        let least = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota =
            Quota::per_second(least(limits.messages_per_second)).allow_burst(least(limits.messages_burst));
        Pace {
            limiter: RateLimiter::direct(quota),
            clock: DefaultClock::default(),
            too_fast_for: limits.too_fast_for,
            too_fast_since: None,
        }
    }

    /// Judges the message just read. Not reading while told to wait lets TCP slow the sender down.
    pub fn judge(&mut self) -> Verdict {
        match self.limiter.check() {
            Ok(()) => Verdict::Take,
            Err(early) => {
                let since = *self.too_fast_since.get_or_insert_with(Instant::now);
                if since.elapsed() >= self.too_fast_for {
                    Verdict::Close
                } else {
                    Verdict::Wait(early.wait_time_from(self.clock.now()))
                }
            }
        }
    }

    /// Nothing more was waiting to be read: the sender has slowed down.
    pub fn idle(&mut self) {
        self.too_fast_since = None;
    }
}

/// Closings with 4008 by key (a person), within a minute. Clones share the counts.
#[derive(Debug)]
pub struct Strikes<K> {
    most: usize,
    closings: Arc<Mutex<HashMap<K, Vec<Instant>>>>,
}

impl<K> Clone for Strikes<K> {
    fn clone(&self) -> Strikes<K> {
        Strikes { most: self.most, closings: self.closings.clone() }
    }
}

impl<K: Eq + Hash> Strikes<K> {
    /// With the limit for closings.
    pub fn new(limits: &Limits) -> Strikes<K> {
        Strikes { most: limits.too_fast_strikes, closings: Arc::default() }
    }

    /// Notes a closing; `true` when there were as many as there may be before it, and the person's socket is to be closed
    /// with 4506.
    pub fn strike(&self, key: K) -> bool {
        self.strike_at(key, Instant::now())
    }

    fn strike_at(&self, key: K, now: Instant) -> bool {
        // Counts are right after every statement, so a panic elsewhere does not spoil them.
        let mut closings = self.closings.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = |at: &Instant| now.duration_since(*at) < WINDOW;
        if closings.len() > TIDY_ABOVE {
            closings.retain(|_, times| times.iter().any(recent));
        }
        let times = closings.entry(key).or_default();
        times.retain(recent);
        times.push(now);
        times.len() > self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_more_waits_and_lasting_haste_ends() {
        let limits = Limits {
            messages_per_second: 1,
            messages_burst: 10,
            too_fast_for: Duration::ZERO,
            ..Limits::default()
        };
        let mut hasty = Pace::new(&limits);
        assert!((0..10).all(|_| hasty.judge() == Verdict::Take));
        assert_eq!(hasty.judge(), Verdict::Close);

        let mut pace = Pace::new(&Limits { too_fast_for: Duration::from_secs(10), ..limits });
        assert!((0..10).all(|_| pace.judge() == Verdict::Take));
        assert!(matches!(pace.judge(), Verdict::Wait(time) if time <= Duration::from_secs(1)));
        assert!(pace.too_fast_since.is_some());
        pace.idle();
        assert!(pace.too_fast_since.is_none());
    }

    #[test]
    fn a_sixth_closing_within_a_minute_is_one_too_many() {
        let strikes = Strikes::new(&Limits::default());
        let now = Instant::now();
        assert!((0..5).all(|_| !strikes.strike_at(1, now)));
        assert!(!strikes.strike_at(2, now));
        assert!(!strikes.strike_at(1, now + WINDOW));
        assert!((0..4).all(|_| !strikes.strike_at(1, now + WINDOW)));
        assert!(strikes.strike_at(1, now + WINDOW));
    }
}
