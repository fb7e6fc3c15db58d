//! How many files the system lets this process have open. A connection is one, and the usual limit is far below what the
//! connections' own limit promises.

use crate::config::Limits;

/// Files besides the connections: the data file and what belongs to it, the listener, the log, and room to spare.
const OWN: u64 = 100;

/// Asks the system for as many as it gives, and says so once when that is too few.
pub fn raise(limits: &Limits) {
    let needed = (limits.connections as u64).saturating_add(OWN);
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(allowed) if allowed >= needed => {}
        Ok(allowed) => tracing::warn!(
            allowed,
            needed,
            "the system lets fewer files be open than the limit of connections needs: raise it (ulimit -n, LimitNOFILE=), \
             or lower --connections"
        ),
        Err(error) => tracing::warn!(%error, "how many files may be open could not be asked"),
    }
}
