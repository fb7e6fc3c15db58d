//! The one place where the time of day enters. A server has one clock, out of its settings; everything else is handed a
//! moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use trivet_shared::time::Timestamp;

/// A clock: the system's, and whatever it was moved on by. Clones are the same clock.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Hands>);

#[derive(Debug, Default)]
struct Hands {
    /// How far it is ahead of the system's, in ms.
    ahead: AtomicI64,
    /// What it said last, in ms since the epoch.
    last: AtomicI64,
}

impl Clock {
    /// Now, in ms since the epoch. It never goes back, whatever happens to the system's clock.
    pub fn now(&self) -> Timestamp {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = in_ms(elapsed).saturating_add(self.0.ahead.load(Ordering::Relaxed));
        Timestamp(self.0.last.fetch_max(now, Ordering::Relaxed).max(now))
    }

    /// From here on it is so much later than it was: for tests, which need not wait for a day to come.
    pub fn move_on(&self, by: Duration) {
        self.0.ahead.fetch_add(in_ms(by), Ordering::Relaxed);
    }
}

fn in_ms(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_from_where_it_was_moved_to() {
        let clock = Clock::default();
        let (before, day) = (clock.now(), Duration::from_secs(86_400));
        clock.clone().move_on(day);
        let moved = clock.now().since(before);
        assert!((86_400_000..86_500_000).contains(&moved), "{moved} ms");
    }
}
