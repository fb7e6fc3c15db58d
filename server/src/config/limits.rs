//! Limits and durations: each with its default and its effect.
//!
//! They are shown by `--help` and not by `-h`: an operator rarely needs them, tests often do. Durations are written
//! with a unit, such as `10s` or `2ms`; sizes are bytes.

mod read;
mod usual;

use std::time::Duration;

use clap::Parser;

use read::{at_least, at_least_a_moment};

/// Limits and durations of a server. The documentation of each field is its help text.
#[derive(Clone, Debug, Parser)]
#[command(next_help_heading = "Limits and durations")]
pub struct Limits {
    /// TCP connections open at once; more wait unaccepted. Above the sockets' own limit, so that pages still load
    #[arg(
        long,
        env = "TRIVET_CONNECTIONS",
        value_name = "COUNT",
        default_value = "6000",
        hide_short_help = true
    )]
    pub connections: usize,

    /// TCP connections of one address (IPv4, or IPv6 /64) but that of a proxy named with --behind-proxy; more are closed at once.
    /// Above the sockets of an address, so that a training room's pages still load
    #[arg(long, env = "TRIVET_CONNECTIONS_PER_ADDRESS", value_name = "COUNT", default_value = "1000", value_parser = at_least::<u32, 1>, hide_short_help = true)]
    pub connections_per_address: u32,

    /// Time for the head of a request and for the TLS handshake; also how long an idle connection is kept
    #[arg(long, env = "TRIVET_HEADER_TIMEOUT", value_name = "TIME", default_value = "10s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub header_timeout: Duration,

    /// Bytes of a request's head (at least 8192)
    #[arg(long, env = "TRIVET_HEADERS_BYTES", value_name = "BYTES", default_value = "16384", value_parser = at_least::<usize, 8192>, hide_short_help = true)]
    pub headers_bytes: usize,

    /// Bytes of a request's body
    #[arg(
        long,
        env = "TRIVET_BODY_BYTES",
        value_name = "BYTES",
        default_value = "65536",
        hide_short_help = true
    )]
    pub body_bytes: usize,

    /// Bytes of a framework file that a page sends; more than the default no framework may have
    #[arg(
        long,
        env = "TRIVET_FRAMEWORK_BYTES",
        value_name = "BYTES",
        default_value = "262144",
        hide_short_help = true
    )]
    pub framework_bytes: usize,

    /// Frameworks that facilitators brought and no session uses, kept at once
    #[arg(
        long,
        env = "TRIVET_FRAMEWORKS_KEPT",
        value_name = "COUNT",
        default_value = "200",
        hide_short_help = true
    )]
    pub frameworks_kept: usize,

    /// Time for which such a framework is kept after it was brought, or last chosen for a session
    #[arg(long, env = "TRIVET_FRAMEWORKS_KEPT_FOR", value_name = "TIME", default_value = "30days", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub frameworks_kept_for: Duration,

    /// Framework files that one address (IPv4, or IPv6 /64) may bring in an hour, to look at or to keep
    #[arg(long, env = "TRIVET_FRAMEWORKS_PER_HOUR", value_name = "COUNT", default_value = "60", value_parser = at_least::<u32, 1>, hide_short_help = true)]
    pub frameworks_per_hour: u32,

    /// Sessions that one address (IPv4, or IPv6 /64) may open in an hour; a rehearsal, of which there are few places, counts
    /// as five
    #[arg(long, env = "TRIVET_SESSIONS_PER_HOUR", value_name = "COUNT", default_value = "60", value_parser = at_least::<u32, 1>, hide_short_help = true)]
    pub sessions_per_hour: u32,

    /// Times that one address (IPv4, or IPv6 /64) may try to join in an hour, whatever comes of it; a training room of a hundred
    /// behind one address has two tries each
    #[arg(long, env = "TRIVET_JOINS_PER_HOUR", value_name = "COUNT", default_value = "240", value_parser = at_least::<u32, 1>, hide_short_help = true)]
    pub joins_per_hour: u32,

    /// Bytes of a sheet that somebody brings from an earlier session: a PDF brings its typeface along
    #[arg(
        long,
        env = "TRIVET_SHEET_BYTES",
        value_name = "BYTES",
        default_value = "1048576",
        hide_short_help = true
    )]
    pub sheet_bytes: usize,

    /// Sheets that one address (IPv4, or IPv6 /64) may bring in an hour; a room of twelve has ten tries each
    #[arg(long, env = "TRIVET_SHEETS_PER_HOUR", value_name = "COUNT", default_value = "120", value_parser = at_least::<u32, 1>, hide_short_help = true)]
    pub sheets_per_hour: u32,

    /// Bytes past the limit that are read and thrown away, so that the refusal arrives
    #[arg(
        long,
        env = "TRIVET_DISCARD_BYTES",
        value_name = "BYTES",
        default_value = "1048576",
        hide_short_help = true
    )]
    pub discard_bytes: usize,

    /// Time for which a body past the limit is read and thrown away
    #[arg(long, env = "TRIVET_DISCARD_FOR", value_name = "TIME", default_value = "2s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub discard_for: Duration,

    /// Time for the whole body of a request
    #[arg(long, env = "TRIVET_BODY_TIMEOUT", value_name = "TIME", default_value = "10s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub body_timeout: Duration,

    /// Time from the upgrade to `hello`
    #[arg(long, env = "TRIVET_HELLO", value_name = "TIME", default_value = "5s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub hello: Duration,

    /// Time between the server's pings
    #[arg(long, env = "TRIVET_PING", value_name = "TIME", default_value = "10s", value_parser = at_least_a_moment, hide_short_help = true)]
    pub ping: Duration,

    /// Silence after which a socket is dropped
    #[arg(long, env = "TRIVET_SILENCE", value_name = "TIME", default_value = "25s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub silence: Duration,

    /// Bytes of an incoming frame and message
    #[arg(
        long,
        env = "TRIVET_FRAME_BYTES",
        value_name = "BYTES",
        default_value = "32768",
        hide_short_help = true
    )]
    pub frame_bytes: usize,

    /// Messages a second that a socket may send for long
    #[arg(long, env = "TRIVET_MESSAGES_PER_SECOND", value_name = "COUNT", default_value = "5", value_parser = at_least::<u32, 1>, hide_short_help = true)]
    pub messages_per_second: u32,

    /// Messages that a socket may send at once; a full outbox fits
    #[arg(long, env = "TRIVET_MESSAGES_BURST", value_name = "COUNT", default_value = "150", value_parser = at_least::<u32, 1>, hide_short_help = true)]
    pub messages_burst: u32,

    /// Time of sending too fast after which a socket is closed with 4008
    #[arg(long, env = "TRIVET_TOO_FAST_FOR", value_name = "TIME", default_value = "10s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub too_fast_for: Duration,

    /// Closings with 4008 within a minute after which a person's socket is closed with 4506
    #[arg(
        long,
        env = "TRIVET_TOO_FAST_STRIKES",
        value_name = "COUNT",
        default_value = "5",
        hide_short_help = true
    )]
    pub too_fast_strikes: usize,

    /// Sockets of one client address
    #[arg(
        long,
        env = "TRIVET_SOCKETS_PER_ADDRESS",
        value_name = "COUNT",
        default_value = "400",
        hide_short_help = true
    )]
    pub sockets_per_address: usize,

    /// Sockets in all
    #[arg(
        long,
        env = "TRIVET_SOCKETS",
        value_name = "COUNT",
        default_value = "5000",
        hide_short_help = true
    )]
    pub sockets: usize,

    /// Sockets of one person; one more closes the oldest
    #[arg(
        long,
        env = "TRIVET_SOCKETS_PER_PERSON",
        value_name = "COUNT",
        default_value = "3",
        hide_short_help = true
    )]
    pub sockets_per_person: usize,

    /// Frames waiting to be sent to one socket, above which it is closed as too slow
    #[arg(
        long,
        env = "TRIVET_OUTBOUND_FRAMES",
        value_name = "COUNT",
        default_value = "256",
        hide_short_help = true
    )]
    pub outbound_frames: usize,

    /// Bytes waiting to be sent to one socket, above which it is closed as too slow
    #[arg(
        long,
        env = "TRIVET_OUTBOUND_BYTES",
        value_name = "BYTES",
        default_value = "524288",
        hide_short_help = true
    )]
    pub outbound_bytes: usize,

    /// Time that one frame may take to be taken by the network before its socket is closed as too slow; with the closing
    /// itself it is over within the promised ten seconds
    #[arg(long, env = "TRIVET_SLOW_AFTER", value_name = "TIME", default_value = "8s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub slow_after: Duration,

    /// Bytes of files on their way to one address (IPv4, or IPv6 /64) that were not read yet, above which another is `busy`; one
    /// file may always be
    #[arg(long, env = "TRIVET_UNREAD_BYTES_PER_ADDRESS", value_name = "BYTES", default_value = "16777216", value_parser = at_least::<usize, 1024>, hide_short_help = true)]
    pub unread_bytes_per_address: usize,

    /// Bytes of files on their way to all together that were not read yet, above which another is `busy`
    #[arg(long, env = "TRIVET_UNREAD_BYTES", value_name = "BYTES", default_value = "67108864", value_parser = at_least::<usize, 1024>, hide_short_help = true)]
    pub unread_bytes: usize,

    /// Commands waiting for one session; a full inbox answers `busy`
    #[arg(long, env = "TRIVET_INBOX", value_name = "COUNT", default_value = "256", hide_short_help = true)]
    pub inbox: usize,

    /// Time between compactions of a session with new commits; half the promised minute
    #[arg(long, env = "TRIVET_COMPACT_EVERY", value_name = "TIME", default_value = "30s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub compact_every: Duration,

    /// Time with nobody there after which a session leaves memory
    #[arg(long, env = "TRIVET_HIBERNATE_AFTER", value_name = "TIME", default_value = "60s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub hibernate_after: Duration,

    /// Time since a person was last heard after which the desk sees them as asleep or offline, once no socket of theirs
    /// is left; less than the promised minute by the time it takes to notice
    #[arg(long, env = "TRIVET_ASLEEP_AFTER", value_name = "TIME", default_value = "55s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub asleep_after: Duration,

    /// Time without a facilitator's socket after which the room is told
    #[arg(long, env = "TRIVET_FACILITATOR_AWAY_AFTER", value_name = "TIME", default_value = "30s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub facilitator_away_after: Duration,

    /// Time between looks for sessions whose time is over; their date is a day, so an hour is soon enough
    #[arg(long, env = "TRIVET_SWEEP_EVERY", value_name = "TIME", default_value = "1h", value_parser = at_least_a_moment, hide_short_help = true)]
    pub sweep_every: Duration,

    /// Time between looks at the list beside the data file for what `trivet erase` added to it
    #[arg(long, env = "TRIVET_ERASED_LOOK_EVERY", value_name = "TIME", default_value = "1s", value_parser = at_least_a_moment, hide_short_help = true)]
    pub erased_look_every: Duration,

    /// Rehearsals at once; each is a session with three pretend people
    #[arg(
        long,
        env = "TRIVET_REHEARSALS",
        value_name = "COUNT",
        default_value = "20",
        hide_short_help = true
    )]
    pub rehearsals: usize,

    /// Time that pretend people take for something short; for other things they take a few times as long
    #[arg(long, env = "TRIVET_REHEARSAL_PAUSE", value_name = "TIME", default_value = "4s", value_parser = at_least_a_moment, hide_short_help = true)]
    pub rehearsal_pause: Duration,

    /// Time without a facilitator's socket after which pretend people go too; they come back with it
    #[arg(long, env = "TRIVET_REHEARSAL_AWAY", value_name = "TIME", default_value = "5m", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub rehearsal_away: Duration,

    /// Time without a facilitator's socket after which a rehearsal is erased
    #[arg(long, env = "TRIVET_REHEARSAL_KEPT", value_name = "TIME", default_value = "1h", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub rehearsal_kept: Duration,

    /// Time after which a rehearsal is erased whoever is there, so that nobody holds its place for ever
    #[arg(long, env = "TRIVET_REHEARSAL_LONGEST", value_name = "TIME", default_value = "6h", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub rehearsal_longest: Duration,

    /// Commits in one transaction of the journal
    #[arg(long, env = "TRIVET_GROUP_COMMITS", value_name = "COUNT", default_value = "64", value_parser = at_least::<usize, 1>, hide_short_help = true)]
    pub group_commits: usize,

    /// Time for which the journal gathers commits for one transaction
    #[arg(long, env = "TRIVET_GROUP_FOR", value_name = "TIME", default_value = "2ms", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub group_for: Duration,

    /// Failed tries to join (wrong codes, names that somebody has) within a minute from one address (IPv4, or IPv6 /64), after
    /// which it waits
    #[arg(long, env = "TRIVET_JOIN_FAILURES", value_name = "COUNT", default_value = "20", value_parser = at_least::<usize, 1>, hide_short_help = true)]
    pub join_failures: usize,

    /// Failed tries to join a second over all, above which their answers come late
    #[arg(long, env = "TRIVET_JOIN_FAILURES_PER_SECOND", value_name = "COUNT", default_value = "20", value_parser = at_least::<u32, 1>, hide_short_help = true)]
    pub join_failures_per_second: u32,

    /// How late those answers come
    #[arg(long, env = "TRIVET_JOIN_LATE", value_name = "TIME", default_value = "2s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub join_late: Duration,

    /// Time from the first signal to the end of the program
    #[arg(long, env = "TRIVET_DRAIN", value_name = "TIME", default_value = "5s", value_parser = humantime::parse_duration, hide_short_help = true)]
    pub drain: Duration,
}
