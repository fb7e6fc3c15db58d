//! How often one network may do what costs the server much: opening sessions, joining them, bringing files.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Network;
use crate::error::HttpError;

/// Networks remembered before those that have not come for long are forgotten.
const TIDY_ABOVE: usize = 10_000;

/// So many within an hour from one network, at once if need be; then one more whenever its part of the hour is over.
#[derive(Debug)]
pub struct Often {
    networks: DefaultKeyedRateLimiter<Network>,
    an_hour: NonZeroU32,
}

impl Often {
    /// So many an hour; nought is taken for one.
    pub fn per_hour(most: u32) -> Often {
        let an_hour = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
        Often { networks: RateLimiter::keyed(Quota::per_hour(an_hour)), an_hour }
    }

    /// Counts something that is worth so many.
    ///
    /// # Errors
    /// 429 with the time to wait when it is too often.
    pub fn judge(&self, address: IpAddr, worth: u32) -> Result<(), HttpError> {
        if self.networks.len() > TIDY_ABOVE {
            self.networks.retain_recent();
        }
        let worth = NonZeroU32::new(worth).unwrap_or(NonZeroU32::MIN).min(self.an_hour);
        match self.networks.check_key_n(&Network::from(address), worth) {
            Ok(Ok(())) | Err(_) => Ok(()), // the error is one of asking for more than there can be, ruled out above
            Ok(Err(early)) => Err(HttpError::too_many(early.wait_time_from(DefaultClock::default().now()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_network_waits_after_so_many_and_others_do_not() {
        let often = Often::per_hour(6);
        let one: IpAddr = "2001:db8:1:2::1".parse().unwrap();
        often.judge(one, 5).unwrap();
        often.judge(one, 1).unwrap();
        let waits = often.judge("2001:db8:1:2:ffff::9".parse().unwrap(), 1).unwrap_err();
        assert_eq!(waits.status.as_u16(), 429);
        let wait = waits.retry_after.unwrap();
        assert!(wait > Duration::from_secs(590) && wait <= Duration::from_secs(600), "{wait:?}");
        often.judge("2001:db8:1:3::1".parse().unwrap(), 1).unwrap();
        let few = Often::per_hour(1);
        few.judge(one, 5).unwrap();
        assert!(few.judge(one, 5).is_err());
    }
}
