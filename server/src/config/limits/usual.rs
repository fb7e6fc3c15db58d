//! The limits as they are when nobody says otherwise, whatever the environment holds: for tests, and held against the help.

use std::time::Duration;

use super::Limits;

impl Default for Limits {
    /// The defaults above, whatever the environment says.
    fn default() -> Limits {
        Limits {
            connections: 6_000,
            connections_per_address: 1_000,
            header_timeout: Duration::from_secs(10),
            headers_bytes: 16 * 1024,
            body_bytes: 64 * 1024,
            framework_bytes: 256 * 1024,
            frameworks_kept: 200,
            frameworks_kept_for: Duration::from_secs(30 * 24 * 3_600),
            frameworks_per_hour: 60,
            sessions_per_hour: 60,
            joins_per_hour: 240,
            sheet_bytes: 1024 * 1024,
            sheets_per_hour: 120,
            discard_bytes: 1024 * 1024,
            discard_for: Duration::from_secs(2),
            body_timeout: Duration::from_secs(10),
            hello: Duration::from_secs(5),
            ping: Duration::from_secs(10),
            silence: Duration::from_secs(25),
            frame_bytes: 32 * 1024,
            messages_per_second: 5,
            messages_burst: 150,
            too_fast_for: Duration::from_secs(10),
            too_fast_strikes: 5,
            sockets_per_address: 400,
            sockets: 5_000,
            sockets_per_person: 3,
            outbound_frames: 256,
            outbound_bytes: 512 * 1024,
            slow_after: Duration::from_secs(8),
            unread_bytes_per_address: 16 * 1024 * 1024,
            unread_bytes: 64 * 1024 * 1024,
            inbox: 256,
            compact_every: Duration::from_secs(30),
            hibernate_after: Duration::from_secs(60),
            asleep_after: Duration::from_secs(55),
            facilitator_away_after: Duration::from_secs(30),
            sweep_every: Duration::from_secs(3_600),
            erased_look_every: Duration::from_secs(1),
            rehearsals: 20,
            rehearsal_pause: Duration::from_secs(4),
            rehearsal_away: Duration::from_secs(5 * 60),
            rehearsal_kept: Duration::from_secs(3_600),
            rehearsal_longest: Duration::from_secs(6 * 3_600),
            group_commits: 64,
            group_for: Duration::from_millis(2),
            join_failures: 20,
            join_failures_per_second: 20,
            join_late: Duration::from_secs(2),
            drain: Duration::from_secs(5),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[test]
    fn the_defaults_of_the_help_are_those_of_the_code() {
        let parsed = Limits::try_parse_from(["limits"]).unwrap();
        assert_eq!(format!("{parsed:?}"), format!("{:?}", Limits::default()));
    }
}
