//! Slows down whoever tries join codes, or the names of those who joined, without telling them anything by it.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::config::Limits;
use crate::error::HttpError;

/// The window in which failed tries of one network are counted.
const WINDOW: Duration = Duration::from_secs(60);
/// How long to wait when only tries still under way stand in the way.
const SOON: Duration = Duration::from_secs(1);
/// Failed tries are answered at whole multiples of this after they began. To find out that a code is that of an ended
/// session may mean to wake that session, which takes some milliseconds more than not to find one at all.
const STEP: Duration = Duration::from_millis(100);
/// Networks remembered before those whose window is over are forgotten.
const TIDY_ABOVE: usize = 10_000;

/// What counts as one guesser: an IPv4 address, or the first 64 bits of an IPv6 one, which one subscriber has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Network {
        Network(match address.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
            address => address,
        })
    }
}

/// Failed tries to join, of each network and over all. Clones share the counts.
#[derive(Clone, Debug)]
pub struct Guesses {
    most: usize,
    late: Duration,
    tries: Arc<Mutex<HashMap<Network, Tries>>>,
    overall: Arc<DefaultDirectRateLimiter>,
}

#[derive(Debug)]
struct Tries {
    since: Instant,
    failed: usize,
    /// Tries whose outcome is not known yet: they count as failed, or many at once would slip through.
    under_way: usize,
}

/// A try under way. Dropped without a word it has failed.
#[derive(Debug)]
pub struct Guess {
    guesses: Guesses,
    network: Network,
    begun: Instant,
    right: bool,
}

impl Guesses {
    /// With the limits for joining.
    pub fn new(limits: &Limits) -> Guesses {
        let per_second = NonZeroU32::new(limits.join_failures_per_second).unwrap_or(NonZeroU32::MIN);
        Guesses {
            most: limits.join_failures,
            late: limits.join_late,
            tries: Arc::default(),
            overall: Arc::new(RateLimiter::direct(Quota::per_second(per_second))),
        }
    }

    /// Begins a try, before its code is looked at.
    ///
    /// # Errors
    /// 429 with the time to wait when the network has failed too often within a minute, whatever its next code is.
    pub fn begin(&self, address: IpAddr) -> Result<Guess, HttpError> {
        self.begin_at(address, Instant::now()).map_err(HttpError::too_many)
    }

    fn begin_at(&self, address: IpAddr, now: Instant) -> Result<Guess, Duration> {
        let network = Network::from(address);
        let mut all = self.lock();
        if all.len() > TIDY_ABOVE {
            all.retain(|_, tries| tries.under_way > 0 || now.duration_since(tries.since) < WINDOW);
        }
        let tries = all.entry(network).or_insert(Tries { since: now, failed: 0, under_way: 0 });
        let age = now.duration_since(tries.since);
        if age >= WINDOW {
            (tries.since, tries.failed) = (now, 0);
        }
        if tries.failed >= self.most {
            return Err(WINDOW.saturating_sub(age));
        }
        if tries.failed + tries.under_way >= self.most {
            return Err(SOON);
        }
        tries.under_way += 1;
        Ok(Guess { guesses: self.clone(), network, begun: now, right: false })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Network, Tries>> {
        // Counts are right after every statement, so a panic elsewhere does not spoil them.
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, network: Network, failed: bool) {
        let mut all = self.lock();
        let Some(tries) = all.get_mut(&network) else {
            return;
        };
        tries.under_way = tries.under_way.saturating_sub(1);
        if failed {
            if tries.failed == 0 {
                tries.since = Instant::now();
            }
            tries.failed += 1;
        } else if tries.failed == 0 && tries.under_way == 0 {
            all.remove(&network);
        }
    }
}

impl Guess {
    /// The code was right.
    pub fn succeeded(mut self) {
        self.right = true;
    }

    /// The code was wrong: how long to hold the answer back. To the next step, so that no time tells why it was wrong; and
    /// longer when very many fail over all.
    pub fn failed(self) -> Duration {
        let late = match self.guesses.overall.check() {
            Ok(()) => Duration::ZERO,
            Err(_) => self.guesses.late,
        };
        to_next_step(self.begun.elapsed()) + late
    }
}

/// What is left of the step in which so much time has gone by.
fn to_next_step(gone: Duration) -> Duration {
    let into = gone.as_nanos() % STEP.as_nanos();
    STEP.saturating_sub(Duration::from_nanos(u64::try_from(into).unwrap_or_default()))
}

impl Drop for Guess {
    fn drop(&mut self) {
        self.guesses.end(self.network, !self.right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn limits() -> Limits {
        Limits { join_failures: 3, join_failures_per_second: 5, ..Limits::default() }
    }

    #[test]
    fn a_network_waits_after_failing_too_often_and_others_do_not() {
        let guesses = Guesses::new(&limits());
        let one = address("2001:db8:1:2::1");
        for _ in 0..3 {
            guesses.begin(one).unwrap().failed();
        }
        let waits = guesses.begin(address("2001:db8:1:2:ffff::9")).unwrap_err();
        assert_eq!(waits.status.as_u16(), 429);
        assert!(waits.retry_after.unwrap() > Duration::from_secs(50));
        assert!(guesses.begin(address("2001:db8:1:3::1")).is_ok());
        assert!(guesses.begin(address("192.0.2.1")).is_ok());
        assert!(guesses.begin_at(one, Instant::now() + WINDOW).is_ok());
    }

    #[test]
    fn right_codes_do_not_count() {
        let guesses = Guesses::new(&limits());
        for _ in 0..100 {
            guesses.begin(address("192.0.2.1")).unwrap().succeeded();
        }
        assert!(guesses.lock().is_empty());
    }

    #[test]
    fn tries_at_once_do_not_slip_through() {
        let guesses = Guesses::new(&limits());
        let one = address("192.0.2.1");
        let under_way: Vec<Guess> = (0..3).map(|_| guesses.begin(one).unwrap()).collect();
        assert_eq!(guesses.begin(one).unwrap_err().retry_after, Some(SOON));
        drop(under_way);
        assert!(guesses.begin(one).unwrap_err().retry_after.unwrap() > SOON);
        assert!(guesses.begin(address("::ffff:192.0.2.1")).is_err());
    }

    #[test]
    fn many_failures_over_all_are_answered_late() {
        let guesses = Guesses::new(&limits());
        let late: Vec<Duration> =
            (0..50).map(|at| guesses.begin(address(&format!("192.0.2.{at}"))).unwrap().failed()).collect();
        assert!(late[0] <= STEP, "{late:?}");
        assert!(late[49] > Duration::from_secs(2), "{late:?}");
    }

    #[test]
    fn whatever_it_took_a_failure_is_answered_at_a_whole_step() {
        for (gone, left) in [(0, 100), (1, 99), (40, 60), (99, 1), (100, 100), (130, 70), (1_250, 50)] {
            assert_eq!(to_next_step(Duration::from_millis(gone)), Duration::from_millis(left), "{gone} ms");
        }
    }
}
