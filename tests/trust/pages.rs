//! Promises 5 and 6 for the pages' own code: their session, socket, outbox and local storage, as they are, run by Node
//! against the real program over a bad network and through kills. Afterwards what each page shows is what a fresh socket
//! is welcomed with, every last word stands, and every deed was done once.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::process::Command;
use trivet_tests::{Binary, Chaos, Client, Cut, Dice, Fate, Group, ONE, Seat, TWO, reached, size};

/// Steps of each page, and sessions of four pages, in a usual run and in a full one.
const STEPS: (u64, u64) = (60, 400);
const SESSIONS: (usize, usize) = (2, 8);
/// Bytes within which a connection is cut.
const CUT_WITHIN: u64 = 16_000;
/// Where the pages say that they were loaded from.
const PAGE: &str = "http://localhost:3000";
/// When the program is killed, in ms since the last time.
const KILLED_AFTER: std::ops::Range<u64> = 1_000..3_000;

fn web_client() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("web-client")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promises_5_and_6_hold_for_the_pages_own_outbox() {
    let runner = web_client().join("node_modules/.bin/vitest");
    if !runner.is_file() {
        eprintln!("NOT TRIED: the pages' own outbox needs `npm ci` in web-client before");
        return;
    }
    let mut dice = Dice::seeded("promises 5 and 6, the pages");
    let directory = tempfile::tempdir().unwrap();
    let arguments = ["--origin", PAGE, "--asleep-after", "1h", "--facilitator-away-after", "1h"];
    let mut program = Binary::start(directory.path(), &arguments).await;
    let mut fates = Dice::new(dice.roll());
    // Without silence, which a page finds out about after 25 s only: promise 8 is about that.
    let network = Chaos::with(program.address, move || {
        loop {
            let fate = Fate::drawn(&mut fates, CUT_WITHIN);
            let silent =
                [fate.up, fate.down].iter().any(|way| matches!(way.cut_after, Some((_, Cut::Silence))));
            if !silent {
                return fate;
            }
        }
    })
    .await;
    let mut people: Vec<(Seat, Value)> = Vec::new();
    for _ in 0..size(SESSIONS.0, SESSIONS.1) {
        let group = Group::seat(program.address, &["Ann", "Ben"], "rate").await;
        let (ann, ben) = (group.phones[0].seat().clone(), group.phones[1].seat().clone());
        // Ann has two devices, and writes about something else on each.
        for (seat, competency) in [(group.opened.desk(), ONE), (ann.clone(), ONE), (ann, TWO), (ben, ONE)] {
            let page = json!({
                "session": seat.session, "secret": seat.secret, "facilitator": seat.participant.is_empty(),
                "url": format!("ws://{}/api/sessions/{}/socket", network.address, seat.session),
                "origin": PAGE, "competency": competency, "seed": dice.within(0..1 << 32), "steps": size(STEPS.0, STEPS.1),
            });
            people.push((seat, page));
        }
    }
    let (told, out) = (directory.path().join("pages.json"), directory.path().join("seen.json"));
    let pages: Vec<&Value> = people.iter().map(|(_, page)| page).collect();
    std::fs::write(&told, json!({"seats": pages, "out": out}).to_string()).unwrap();
    let mut node = Command::new(runner)
        .args(["run", "test/network.test.ts"])
        .current_dir(web_client())
        .env("TRIVET_NETWORK", &told)
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut kills = 0;
    let ended = loop {
        let pause = Duration::from_millis(dice.within(KILLED_AFTER));
        if let Ok(ended) = tokio::time::timeout(pause, node.wait()).await {
            break ended.unwrap();
        }
        // Not for ever: the pages must come to an end.
        if kills < 5 && network.came() > people.len() {
            program.kill_9();
            program = program.start_again().await;
            kills += 1;
        }
    };
    assert!(ended.success(), "the pages lost something: {ended}");

    let seen: Vec<Value> = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    let (mut commands, mut reloads) = (0, 0);
    for ((seat, page), seen) in people.iter().zip(&seen) {
        let fresh = Client::connect(program.address, seat).await;
        assert_eq!(seen["room"], fresh.room, "the page's room");
        assert_eq!(seen["mine"], fresh.mine, "the page's own");
        assert_eq!(seen["table"], fresh.table, "the page's table");
        assert_eq!(seen["refused"], json!([]));
        if seat.participant.is_empty() {
            let stages = fresh.desk["plan"]["stages"].as_array().unwrap();
            let rate = stages.iter().find(|stage| stage["stage"] == "rate").unwrap();
            let expected = 8 + seen["minutes"].as_i64().unwrap();
            assert_eq!(rate["minutes"], expected, "every minute once");
        } else {
            let row = &fresh.mine["rows"][page["competency"].as_str().unwrap()];
            assert_eq!(row["reason"], seen["reason"], "the last words stand");
        }
        commands += seen["commands"].as_u64().unwrap();
        reloads += seen["reloads"].as_u64().unwrap();
    }
    assert!(kills > 0 && network.cuts() > 0, "nothing was put to the test");
    reached(
        6,
        "the same with the pages' own session, outbox and local storage",
        &format!(
            "{} pages, {commands} commands, {reloads} reloads, {} connections cut, {kills} kills: 0 differences, 0 lost, 0 twice",
            people.len(),
            network.cuts()
        ),
    );
}
