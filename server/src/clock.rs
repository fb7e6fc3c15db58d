//! The one place where the time of day enters. Everything else is handed a moment.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use trivet_shared::time::Timestamp;

static LAST: AtomicI64 = AtomicI64::new(0);

/// Now, in ms since the epoch. It never goes back within a process, whatever happens to the system's clock.
pub fn now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
    Timestamp(LAST.fetch_max(now, Ordering::Relaxed).max(now))
}
