//! Promise 10: a slow reader costs nothing. Many sockets that never read, over connections that take in hardly anything,
//! while much is sent to them: memory stays bounded, they are closed in time, and the others notice nothing.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::task::JoinSet;
use trivet_tests::{Answer, Binary, Client, Dice, Group, ONE, Raw, full, percentile, reached, size};
use uuid::Uuid;

/// Sessions in a usual run, and in a full one; three in each never read.
const SESSIONS: (usize, usize) = (14, 67);
const DEAF: usize = 3;
/// How often something large is shown and taken back in each.
const SHOWN: usize = 60;
/// KiB that the program may grow by.
const GROWS_BY: u64 = 128 * 1024;
/// Time after which none of the deaf may be left.
const CLOSED_WITHIN: Duration = Duration::from_secs(10);

/// Everybody's open sockets, as the program counts them.
async fn sockets(program: &Binary) -> usize {
    let metrics = program.api().get("/metrics", None).await.text;
    let line = metrics.lines().find_map(|line| line.strip_prefix("trivet_sockets ")).unwrap();
    line.trim().parse().unwrap()
}

/// KiB that the system itself holds for all connections: part of what a slow reader costs.
fn in_the_system() -> u64 {
    let stat = std::fs::read_to_string("/proc/net/sockstat").unwrap_or_default();
    let pages =
        stat.lines().find_map(|line| line.strip_prefix("TCP:")?.split_once(" mem ")?.1.parse::<u64>().ok());
    pages.unwrap_or_default() * 4
}

/// A session's work: its people, how long each command of the desk took, and when the last of it was said.
type Worked = (Client, Client, Vec<Duration>, Instant);

/// Shows and takes back words of the largest kind, as fast as one may, while the desk works too.
async fn busy(mut desk: Client, mut writer: Client) -> Worked {
    let write = async {
        let mut last = String::new();
        for shown in 0..SHOWN * 2 {
            last = Uuid::new_v4().to_string();
            let show = json!({"type": "show", "competency": ONE, "reason": shown % 2 == 0});
            writer.post(&last, show).await;
        }
        assert_eq!(writer.answer(&last).await, Answer::Done);
        Instant::now()
    };
    let ask = async {
        let mut took = Vec::new();
        for number in 0..40 {
            let begun = Instant::now();
            desk.done(json!({"type": "note", "stage": "rate", "text": format!("note {number}")})).await;
            took.push(begun.elapsed());
        }
        took
    };
    let (said, took) = tokio::join!(write, ask);
    (desk, writer, took, said)
}

/// All sessions at work; their people, the desks' p95, and when the last was said.
async fn all_busy(pairs: Vec<(Client, Client)>) -> (Vec<(Client, Client)>, Duration, Instant) {
    let mut working = JoinSet::new();
    for (desk, writer) in pairs {
        working.spawn(busy(desk, writer));
    }
    let (mut back, mut took, mut last) = (Vec::new(), Vec::new(), None);
    for (desk, writer, times, said) in working.join_all().await {
        last = last.max(Some(said));
        // A new socket may be as fast again.
        back.push((desk.reconnect().await, writer.reconnect().await));
        took.extend(times);
    }
    (back, percentile(&mut took, 0.95), last.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_10_a_slow_reader_costs_nothing() {
    Dice::seeded("promise 10 (nothing in it is by chance)");
    let directory = tempfile::tempdir().unwrap();
    let program =
        Binary::start(directory.path(), &["--sessions-per-hour", "100000", "--joins-per-hour", "100000"])
            .await;
    let (mut pairs, mut listeners) = (Vec::new(), Vec::new());
    for _ in 0..size(SESSIONS.0, SESSIONS.1) {
        let mut group = Group::at(program.address, "discuss").await;
        let mut writer = group.phones.remove(0);
        writer.done(json!({"type": "rate", "competency": ONE, "reason": "👩".repeat(2_000)})).await;
        pairs.push((group.desk, writer));
        listeners.extend(group.phones);
    }
    // First with people who listen, to know how long things take then.
    let mut listening = JoinSet::new();
    let seats: Vec<_> = listeners.iter().map(|phone| phone.seat().clone()).collect();
    for mut phone in listeners {
        listening.spawn(async move {
            loop {
                phone.read().await;
                assert_eq!(phone.closed, None, "somebody who listens was closed");
            }
        });
    }
    let (pairs, usual, _) = all_busy(pairs).await;
    assert!(listening.try_join_next().is_none(), "somebody who listens was closed");
    listening.abort_all();
    while listening.join_next().await.is_some() {}
    let people = pairs.len() * 2;
    trivet_tests::eventually("the listeners have gone", || async {
        (sockets(&program).await == people).then_some(())
    })
    .await;

    // The same with people who hear nothing.
    let before = program.memory().unwrap();
    let mut deaf = Vec::new();
    for seat in &seats {
        let mut raw = Raw::narrow(program.address).await.upgrade(program.address, seat).await;
        raw.text(&json!({"type": "hello", "secret": seat.secret}).to_string()).await;
        deaf.push(raw);
    }
    assert_eq!(deaf.len(), pairs.len() * DEAF);
    let begun = Instant::now();
    let watching = async {
        let (mut most, mut left) = (before, usize::MAX);
        let (kept, mut held) = (in_the_system(), 0);
        while left > people && begun.elapsed() < CLOSED_WITHIN * 3 {
            most = most.max(program.memory().unwrap());
            held = held.max(in_the_system().saturating_sub(kept));
            left = sockets(&program).await;
            tokio::time::sleep(Duration::from_millis(50)).await; // between two looks
        }
        (most, held, Instant::now())
    };
    let ((pairs, slowed, said), (most, held, closed)) = tokio::join!(all_busy(pairs), watching);
    let closed_after = closed.saturating_duration_since(said);
    let grown = most.saturating_sub(before);
    let ratio = slowed.as_secs_f64() / usual.as_secs_f64();
    assert!(grown + held <= GROWS_BY, "grew by {grown} KiB, and the system by {held} KiB");
    assert!(closed_after <= CLOSED_WITHIN, "the last was closed after {closed_after:?}");
    for (mut desk, mut writer) in pairs {
        desk.sync().await;
        writer.sync().await;
    }
    if full() {
        assert!(ratio <= 2.0, "the others' p95 was {usual:?}, and {slowed:?} beside the deaf");
    }
    reached(
        10,
        "200 that never read: memory grows ≤ 128 MiB, closed within 10 s, the others' p95 ≤ 2×",
        &format!(
            "{} that never read: {:.0} MiB (and {:.0} MiB in the system), closed after {:.1} s, the others' p95 {:.1} ms, {ratio:.2}×",
            deaf.len(),
            grown as f64 / 1_024.0,
            held as f64 / 1_024.0,
            closed_after.as_secs_f64(),
            slowed.as_secs_f64() * 1_000.0,
        ),
    );
}
