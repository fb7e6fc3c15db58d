//! Promise 13: erased is erased, and so is what its author replaced, cleared or took back: in no file, also after a
//! `kill -9` right behind the answer, and after yesterday's backup was put back.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use trivet_tests::{Binary, Canary, Client, Dice, Group, ONE, TWO, full, reached, size, trivet};
use uuid::Uuid;

/// Days that are lived through in a usual run, and in a full one.
const DAYS: (usize, usize) = (2, 20);
/// Time within which words are off the disk, and the settings of a usual run, in which it is a hundredth.
const PROMISED: Duration = Duration::from_secs(60);
const SOON: [&str; 2] = ["--compact-every", "300ms"];

fn nowhere(words: &[&Canary], directory: &Path, when: &str) {
    for word in words {
        assert_eq!(word.found_in(directory), [] as [String; 0], "{}: {when}", word.word());
    }
}

#[tokio::test]
async fn promise_13_erased_is_erased_also_after_a_kill_and_yesterdays_backup() {
    let mut dice = Dice::seeded("promise 13");
    let (days, mut slowest) = (size(DAYS.0, DAYS.1), Duration::ZERO);
    for _ in 0..days {
        slowest = slowest.max(day(&mut dice).await);
    }
    reached(
        13,
        "within 60 s no byte of it in any file; also after kill -9 and yesterday's backup",
        &format!(
            "{days} times erased, killed, restored: 0 bytes; replaced words gone after {:.1} s at the most",
            slowest.as_secs_f64()
        ),
    );
}

/// Yesterday's backup, today's erasing, a kill, and the backup put back. Answers with how long replaced words stayed.
async fn day(dice: &mut Dice) -> Duration {
    let (directory, safe) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (data, copy) = (directory.path().join("trivet.sqlite"), safe.path().join("yesterday"));
    let (data, copy) = (data.to_str().unwrap(), copy.to_str().unwrap());
    let settings: &[&str] = if full() { &[] } else { &SOON };
    let mut program = Binary::start(directory.path(), settings).await;
    let mut group = Group::at(program.address, "discuss").await;
    let mut whole = Group::seat(program.address, &["Eve"], "discuss").await;

    // Yesterday: Ann and Eve wrote, and a backup was made.
    let [reason, action, shown, secret] = ["reason", "action", "shown", "secret"].map(Canary::new);
    let [old, cleared, taken] = ["old", "cleared", "taken"].map(Canary::new);
    let act = Uuid::new_v4();
    for command in [
        json!({"type": "rate", "competency": ONE, "score": 7, "reason": shown.word()}),
        json!({"type": "show", "competency": ONE, "reason": true}),
        json!({"type": "rate", "competency": TWO, "reason": reason.word()}),
        json!({"type": "act", "action": act, "text": action.word()}),
        json!({"type": "record", "name": true, "shown": {ONE: true}}),
    ] {
        group.phones[0].done(command).await;
    }
    whole.phones[0].done(json!({"type": "rate", "competency": ONE, "reason": secret.word()})).await;
    let (code, _, said) = trivet(&["backup", copy, "--data", data]).await;
    assert_eq!(code, 0, "{said}");
    assert!(!reason.found_in(safe.path()).is_empty(), "the backup has what stood yesterday");

    // Today Ben replaces, clears and takes back; Ann erases herself, and Eve's facilitator the session.
    let ben = &mut group.phones[1];
    for command in [
        json!({"type": "rate", "competency": ONE, "reason": old.word()}),
        json!({"type": "rate", "competency": TWO, "reason": cleared.word()}),
        json!({"type": "rate", "competency": ONE, "reason": taken.word()}),
        json!({"type": "show", "competency": ONE, "reason": true}),
        json!({"type": "rate", "competency": ONE, "reason": "what stands"}),
        json!({"type": "rate", "competency": TWO, "reason": null}),
        json!({"type": "takeBack", "competency": ONE}),
    ] {
        ben.done(command).await;
    }
    let replaced = Instant::now();
    while [&old, &cleared, &taken].iter().any(|word| !word.found_in(directory.path()).is_empty()) {
        assert!(replaced.elapsed() <= PROMISED, "words that were replaced are still there");
        tokio::time::sleep(Duration::from_millis(50)).await; // between two looks
    }
    let replaced = replaced.elapsed();
    let ann = group.phones[0].seat().clone();
    let gone = [&reason, &action, &shown, &secret];
    let me = group.api.delete(&format!("/api/sessions/{}/me", ann.session), Some(&ann.secret)).await;
    let all = group
        .api
        .delete(&format!("/api/sessions/{}", whole.opened.session), Some(&whole.opened.secret))
        .await;
    assert_eq!((me.status, all.status), (204, 204));
    tokio::time::sleep(Duration::from_millis(dice.within(0..20))).await; // the moment of the kill is what chance decides
    program.kill_9();
    nowhere(&gone, directory.path(), "killed right after it was answered");
    let mut program = program.start_again().await;
    nowhere(&gone, directory.path(), "started again");
    let ben = group.phones[1].seat().clone();
    assert_eq!(Client::connect(program.address, &ben).await.mine["rows"][ONE]["reason"], "what stands");

    // The backup is put back: who was erased since is not in it any more.
    program.terminate();
    program.wait(trivet_tests::PATIENCE).await;
    let (code, _, said) = trivet(&["restore", copy, "--replace", "--data", data]).await;
    assert_eq!(code, 0, "{said}");
    nowhere(&gone, directory.path(), "restored");
    let program = program.start_again().await;
    nowhere(&gone, directory.path(), "served again");
    // Her key opens nothing in a session that goes on; of the other session nothing is left to open.
    for (seat, code) in [(&ann, 4500), (&whole.opened.desk(), 4502), (whole.phones[0].seat(), 4502)] {
        assert_eq!(Client::greet(program.address, seat).await.close_code().await, code);
    }
    let ben = Client::connect(program.address, &ben).await;
    assert_eq!(ben.room["people"].as_array().unwrap().len(), 3);
    assert!(!std::fs::read_to_string(directory.path().join("trivet.log")).unwrap().contains("panicked"));
    replaced
}
