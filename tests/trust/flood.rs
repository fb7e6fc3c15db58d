//! A flood is its sender's alone: slowed down, closed with 4008, and after five times within a minute for good with 4506.
//! How long the others wait meanwhile is measured, and told beside what was asked; it is the machine's, and not judged.

use std::time::{Duration, Instant};

use serde_json::json;
use trivet_tests::{Binary, Client, Dice, Group, ONE, Raw, full, percentile};

/// Time of sending too fast after which a socket is closed; a full run waits for the usual 10 s, six times.
const TOO_FAST_FOR: &str = "500ms";
/// Commands on one socket: fewer than the burst that everybody has.
const ON_A_SOCKET: usize = 100;

/// How long each of so many commands takes, as fast as one comes after the other.
async fn timed(mut client: Client, times: &mut Vec<Duration>) -> Client {
    for number in 0..ON_A_SOCKET {
        let begun = Instant::now();
        client.done(json!({"type": "rate", "competency": ONE, "reason": format!("words {number}")})).await;
        times.push(begun.elapsed());
    }
    // A new socket may be as fast again.
    client.reconnect().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_ends_with_its_sender_and_costs_the_others_nothing() {
    Dice::seeded("flood (nothing in it is by chance)");
    let directory = tempfile::tempdir().unwrap();
    let arguments = if full() { &[][..] } else { &["--too-fast-for", TOO_FAST_FOR] };
    let program = Binary::start(directory.path(), arguments).await;
    let mut group = Group::seat(program.address, &["Ann", "Ben"], "rate").await;
    let mut ben = group.phones.pop().unwrap();
    let ann = group.phones.pop().unwrap().seat().clone();
    let (mut usual, mut slowed) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        ben = timed(ben, &mut usual).await;
    }
    let address = program.address;
    let mut flooding = tokio::spawn(async move {
        let begun = Instant::now();
        let mut codes = Vec::new();
        while codes.last() != Some(&4506) && codes.len() < 10 {
            codes.push(Raw::welcomed(address, &ann).await.flood().await);
        }
        (codes, begun.elapsed())
    });
    let (codes, took) = loop {
        ben = timed(ben, &mut slowed).await;
        if flooding.is_finished() {
            break (&mut flooding).await.unwrap();
        }
    };
    assert_eq!(codes, [4008, 4008, 4008, 4008, 4008, 4506]);
    let (usual, slowed) = (percentile(&mut usual, 0.95), percentile(&mut slowed, 0.95));
    println!(
        "limit | a flood: 4008 five times, then 4506; the others' p95 ≤ 2× | {codes:?} over {:.1} s; the others' p95 {:.1} ms, and {:.1} ms before: {:.2}×",
        took.as_secs_f64(),
        slowed.as_secs_f64() * 1_000.0,
        usual.as_secs_f64() * 1_000.0,
        slowed.as_secs_f64() / usual.as_secs_f64(),
    );
    ben.sync().await;
    group.desk.sync().await;
}
