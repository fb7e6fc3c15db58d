//! Promise 8: a sleeping phone is no event. Its network falls silent without a word, in its own turn: the desk alone is
//! told, in time; nothing moves, and nobody else gets a frame. Awake, it is back in sync at once.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{timeout, timeout_at};
use trivet_tests::{Binary, Chaos, Client, Group, ONE, full, reached};

/// How long the phone sleeps, and within which time the desk must know: as promised, and for a usual run much less.
struct Times {
    arguments: &'static [&'static str],
    sleeps: Duration,
    known_within: Duration,
}

const PROMISED: Times =
    Times { arguments: &[], sleeps: Duration::from_secs(600), known_within: Duration::from_secs(60) };
const SCALED: Times = Times {
    arguments: &["--ping", "300ms", "--silence", "1s", "--asleep-after", "1900ms"],
    sleeps: Duration::from_secs(4),
    // Counted from when it was let go, and not from when it was last heard, it would take 2.9 s and more.
    known_within: Duration::from_millis(2_700),
};
/// Time in which a phone that wakes must be in sync.
const BACK_WITHIN: Duration = Duration::from_secs(3);

/// Reads on, as a browser does by itself, until that moment.
fn reading(mut client: Client, end: tokio::time::Instant) -> JoinHandle<Client> {
    tokio::spawn(async move {
        let reading = async {
            while client.closed.is_none() {
                client.read().await;
            }
        };
        let _ = timeout_at(end, reading).await; // it goes on longer than we look
        assert_eq!(client.closed, None, "a phone that is awake was closed");
        client
    })
}

fn first_asleep(desk: &Value) -> bool {
    desk["people"][0]["asleep"] == true
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_8_a_sleeping_phone_is_no_event() {
    let times = if full() { PROMISED } else { SCALED };
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), times.arguments).await;
    let network = Chaos::calm(program.address).await;
    let mut group = Group::at(program.address, "discuss").await;
    let seat = group.phones.remove(0).seat().clone();
    let mut ann = Client::connect(network.address, &seat).await;
    group.desk.done(json!({"type": "giveTurn", "participant": seat.participant, "competency": ONE})).await;
    ann.done(json!({"type": "ready", "ready": true})).await;
    ann.done(json!({"type": "rate", "competency": ONE, "reason": "half a wo"})).await;
    group.sync().await;
    let (room, turns) = (group.desk.room.clone(), group.desk.desk["turns"].clone());
    let seats: Vec<Value> = group.desk.desk["people"].as_array().unwrap().iter().map(without_sleep).collect();
    let frames: Vec<usize> = group.phones.iter().map(|phone| phone.frames.len()).collect();

    let begun = Instant::now();
    network.go_silent();
    let end = tokio::time::Instant::now() + times.sleeps;
    let others: Vec<_> = group.phones.drain(..).map(|phone| reading(phone, end)).collect();
    let mut desk = group.desk;
    let known = async {
        while !first_asleep(&desk.desk) {
            assert_eq!(desk.closed, None);
            desk.read().await;
        }
    };
    timeout(times.known_within * 3, known).await.expect("the desk is never told");
    let known_after = begun.elapsed();
    let mut desk = reading(desk, end).await.unwrap();
    desk.sync().await;
    assert!(first_asleep(&desk.desk));
    assert_eq!((&desk.room, &desk.desk["turns"]), (&room, &turns), "nothing moved");
    let after: Vec<Value> = desk.desk["people"].as_array().unwrap().iter().map(without_sleep).collect();
    assert_eq!(after, seats, "neither seats nor readiness");
    for (phone, before) in others.into_iter().zip(frames) {
        let mut phone = phone.await.unwrap();
        assert_eq!(phone.frames.len(), before, "{:?}", &phone.frames[before..]);
        group.phones.push(phone.again().await);
        phone.sync().await;
    }

    // Meanwhile life went on a little; the phone wakes, and opens a new socket at the same moment.
    desk.done(json!({"type": "turnPart", "part": "feedback"})).await;
    let awake = Instant::now();
    network.resume();
    let back = ann.again().await;
    let back_after = awake.elapsed();
    assert!(back_after <= BACK_WITHIN, "back after {back_after:?}");
    assert_eq!(back.room["turn"]["now"]["part"], "feedback");
    assert_eq!(
        (&back.mine["rows"][ONE]["reason"], &back.mine["me"]["ready"]),
        (&json!("half a wo"), &json!(true))
    );
    let awake = async {
        while first_asleep(&desk.desk) {
            desk.read().await;
        }
    };
    timeout(BACK_WITHIN, awake).await.expect("the desk is not told that it is awake");
    assert!(
        known_after <= times.known_within,
        "the desk knew after {known_after:?}, and should within {:?}",
        times.known_within
    );
    reached(
        8,
        "the desk alone sees it within 60 s, nothing moves, back in sync within 3 s",
        &format!(
            "silent for {} s: the desk knew after {:.1} s (asked {:.1}), 0 frames to others, back after {} ms",
            times.sleeps.as_secs(),
            known_after.as_secs_f64(),
            times.known_within.as_secs_f64(),
            back_after.as_millis()
        ),
    );
}

fn without_sleep(person: &Value) -> Value {
    let mut person = person.clone();
    person.as_object_mut().unwrap().remove("asleep");
    person
}
