//! The load generator: so many clients in sessions of five, so many commands a second over all, against a server that
//! runs already. Prints how long commands took to `done`, and how much came back. Used by hand:
//!
//! ```text
//! trivet --listen 127.0.0.1:9000 --data load.sqlite --messages-burst 100000 &
//! trivet-load --address 127.0.0.1:9000 --clients 200 --rate 100 --seconds 30
//! ```
//!
//! The promise: p95 at most 30 ms and p99 at most 75 ms at 200 clients and 100 commands a second.

#![expect(clippy::unwrap_used, reason = "a load generator that meets the unexpected says so by panicking")]

use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout_at};
use trivet_tests::{Answer, Client, Dice, Group, ONE, PATIENCE, TWO};
use uuid::Uuid;

/// Clients of one session: a desk and four phones.
const IN_A_SESSION: usize = 5;
/// Clients that come in at the same time while the sessions are filled.
const AT_ONCE: usize = 8;

#[derive(Clone, Debug, Parser)]
#[command(name = "trivet-load", about = "Puts load on a running server and says how long commands took.")]
struct Options {
    /// Where the server listens
    #[arg(long, default_value = "127.0.0.1:8080")]
    address: SocketAddr,
    /// Clients, in sessions of five
    #[arg(long, default_value_t = 200)]
    clients: usize,
    /// Commands a second, over all clients
    #[arg(long, default_value_t = 100.0)]
    rate: f64,
    /// Seconds to go on for
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// What chance begins with
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// What one client saw.
#[derive(Debug, Default)]
struct Saw {
    /// From sending to `done`, of each command.
    took: Vec<Duration>,
    refused: usize,
    unanswered: usize,
    frames: usize,
    bytes: usize,
}

#[tokio::main]
async fn main() {
    let options = Options::parse();
    let sessions = options.clients.div_ceil(IN_A_SESSION);
    println!("{sessions} sessions of {IN_A_SESSION} clients come in at {}", options.address);
    let begun = Instant::now();
    let clients = come_in(options.address, sessions).await;
    println!(
        "all there after {:.1} s; {} commands/s for {} s",
        begun.elapsed().as_secs_f64(),
        options.rate,
        options.seconds
    );

    let (count, mut dice) = (clients.len(), Dice::new(options.seed));
    let pause = Duration::from_secs_f64(count as f64 / options.rate);
    let start = Instant::now();
    let end = start + Duration::from_secs(options.seconds);
    let mut working = JoinSet::new();
    for (place, client) in clients.into_iter().enumerate() {
        // Spread over the pause, so that they do not all speak at once.
        let first = start + pause.mul_f64(place as f64 / count as f64);
        working.spawn(work(client, Dice::new(dice.roll()), first, pause, end));
    }
    let mut all = Saw::default();
    while let Some(saw) = working.join_next().await {
        let saw = saw.unwrap();
        all.took.extend(saw.took);
        all.refused += saw.refused;
        all.unanswered += saw.unanswered;
        all.frames += saw.frames;
        all.bytes += saw.bytes;
    }
    report(&mut all, start.elapsed());
}

async fn come_in(address: SocketAddr, sessions: usize) -> Vec<Client> {
    let mut clients = Vec::new();
    let mut left = sessions;
    while left > 0 {
        let mut coming = JoinSet::new();
        for _ in 0..left.min(AT_ONCE) {
            coming.spawn(async move { Group::at(address, "discuss").await });
        }
        left -= coming.len();
        while let Some(group) = coming.join_next().await {
            let group = group.unwrap();
            clients.push(group.desk);
            clients.extend(group.phones);
        }
    }
    clients
}

async fn work(mut client: Client, mut dice: Dice, first: Instant, pause: Duration, end: Instant) -> Saw {
    let mut saw = Saw::default();
    client.frames.clear();
    sleep_until(first).await;
    let mut turn = interval(pause);
    turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut sent: Vec<(String, Instant)> = Vec::new();
    while Instant::now() < end {
        tokio::select! {
            _ = turn.tick() => {
                let id = Uuid::new_v4().to_string();
                sent.push((id.clone(), Instant::now()));
                let command = next(&client, &mut dice);
                client.post(&id, command).await;
            }
            () = client.read() => note(&mut client, &mut sent, &mut saw),
        }
        if client.closed.is_some() {
            eprintln!("closed with {:?}", client.closed);
            break;
        }
    }
    let patience = Instant::now() + PATIENCE;
    while !sent.is_empty() && client.closed.is_none() {
        if timeout_at(patience, client.read()).await.is_err() {
            break;
        }
        note(&mut client, &mut sent, &mut saw);
    }
    saw.unanswered = sent.len();
    saw
}

fn note(client: &mut Client, sent: &mut Vec<(String, Instant)>, saw: &mut Saw) {
    let now = Instant::now();
    client.answered(|id, answer| {
        let Some(place) = sent.iter().position(|(known, _)| known == id) else { return };
        let (_, at) = sent.remove(place);
        match answer {
            Answer::Done => saw.took.push(now - at),
            Answer::Refused(_) => saw.refused += 1,
        }
    });
    saw.frames += client.frames.len();
    saw.bytes += client.frames.iter().map(String::len).sum::<usize>();
    client.frames.clear();
}

/// Mostly words, some scores, now and then something that everybody sees.
fn next(client: &Client, dice: &mut Dice) -> Value {
    let competency = [ONE, TWO][dice.within(0..2) as usize];
    let words = format!("{:x} ", dice.roll()).repeat(dice.within(1..20) as usize);
    if client.id().is_empty() {
        return match dice.within(0..3) {
            0 => json!({"type": "note", "stage": "discuss", "text": words}),
            1 => json!({"type": "turnPart", "part": "feedback"}),
            _ => {
                json!({"type": "giveTurn", "participant": client.room["people"][dice.within(0..4) as usize]["participant"], "competency": competency})
            }
        };
    }
    match dice.within(0..10) {
        0..6 => json!({"type": "rate", "competency": competency, "reason": words}),
        6 => json!({"type": "rescore", "competency": competency, "score": dice.within(1..11)}),
        7 => json!({"type": "ready", "ready": dice.within(0..2) == 0}),
        8 => json!({"type": "show", "competency": competency, "reason": false, "rescore": false}),
        _ => json!({"type": "stepOut", "out": dice.within(0..2) == 0}),
    }
}

fn report(all: &mut Saw, took: Duration) {
    all.took.sort_unstable();
    let at = |part: f64| {
        let place = ((all.took.len() as f64 * part) as usize).min(all.took.len().saturating_sub(1));
        all.took.get(place).map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
    };
    let seconds = took.as_secs_f64();
    println!(
        "{} commands done ({:.0}/s), {} refused, {} unanswered",
        all.took.len(),
        all.took.len() as f64 / seconds,
        all.refused,
        all.unanswered
    );
    println!(
        "command to done: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, most {:.1} ms",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
    println!(
        "came back: {:.0} frames/s, {:.1} KiB/s",
        all.frames as f64 / seconds,
        all.bytes as f64 / seconds / 1_024.0
    );
}
