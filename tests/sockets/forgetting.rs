//! The journal survives a crash, and does not remember: what its author replaced, cleared or took back is in no file
//! within the promised time, which is shortened here.

use std::path::Path;

use serde_json::{Value, json};
use trivet_tests::{Binary, Canary, Group, ONE, eventually};
use uuid::Uuid;

/// Long enough to be killed in between.
const SOON: [&str; 2] = ["--compact-every", "300ms"];
const NEVER: [&str; 2] = ["--compact-every", "1h"];

async fn is_forgotten(word: &Canary, directory: &Path) {
    eventually("forgotten", || async { word.found_in(directory).is_empty().then_some(()) }).await;
}

fn stands(word: &Canary, directory: &Path) -> bool {
    !word.found_in(directory).is_empty()
}

fn rate(word: &Canary) -> serde_json::Value {
    json!({"type": "rate", "competency": ONE, "reason": word.word()})
}

#[tokio::test]
async fn what_was_replaced_cleared_or_taken_back_is_gone_within_the_time() {
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &SOON).await;
    let mut group = Group::seat(program.address, &["Ann", "Ben"], "discuss").await;
    let (old, new, shown) = (Canary::new("old"), Canary::new("new"), Canary::new("shown"));
    let ann = &mut group.phones[0];
    ann.done(rate(&old)).await;
    assert!(stands(&old, directory.path()), "what was acknowledged is on the disk");
    ann.done(rate(&new)).await;
    is_forgotten(&old, directory.path()).await;
    assert!(stands(&new, directory.path()));

    ann.done(rate(&shown)).await;
    ann.done(json!({"type": "show", "competency": ONE, "reason": true})).await;
    ann.done(json!({"type": "record", "shown": {ONE: true}})).await;
    ann.done(json!({"type": "rate", "competency": ONE, "reason": null})).await;
    is_forgotten(&new, directory.path()).await;
    assert!(stands(&shown, directory.path()), "it lies on the table");
    ann.done(json!({"type": "takeBack", "competency": ONE})).await;
    is_forgotten(&shown, directory.path()).await;
}

/// Every text that can be replaced: by whom, and the command that sets it to those words.
fn texts(ben: &str) -> Vec<(bool, &'static str, Value)> {
    let [prompt, theme, action] = [0; 3].map(|_| Uuid::new_v4());
    let feedback = |kind: &str, draft: bool| json!({"type": "feedback", "to": ben, "competency": ONE, "kind": kind, "draft": draft});
    vec![
        (true, "title", json!({"type": "prepare"})),
        (true, "support", json!({"type": "prepare"})),
        (true, "agreements", json!({"type": "prepare"})),
        (true, "text", json!({"type": "note", "stage": "discuss"})),
        (true, "text", json!({"type": "prompt", "prompt": prompt})),
        (true, "text", json!({"type": "sendPrompt"})),
        (true, "text", json!({"type": "theme", "theme": theme, "kind": "theme"})),
        (false, "name", json!({"type": "rename"})),
        (false, "role", json!({"type": "about"})),
        (false, "organisation", json!({"type": "about"})),
        (false, "reason", json!({"type": "rate", "competency": ONE})),
        (false, "shift", json!({"type": "rescore", "competency": ONE})),
        (false, "text", json!({"type": "jot", "competency": ONE, "box": "heard"})),
        (false, "text", json!({"type": "act", "action": action})),
        (false, "text", feedback("strength", false)),
        (false, "text", feedback("solution", true)),
    ]
}

#[tokio::test]
async fn whatever_is_replaced_in_any_field_is_gone_within_the_time() {
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &SOON).await;
    let mut group = Group::seat(program.address, &["Ann", "Ben"], "discuss").await;
    let ben = group.phones[1].id().to_owned();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let texts = texts(&ben);
    for words in [&mut first, &mut second] {
        for (desk, field, command) in &texts {
            let mut command = command.clone();
            // Short enough for a name, and nothing in either half of it that another has too.
            let word = Canary(Canary::new("x").word()[..36].to_owned());
            command[*field] = if *field == "agreements" { json!([word.word()]) } else { json!(word.word()) };
            let client = if *desk { &mut group.desk } else { &mut group.phones[0] };
            client.done(command).await;
            words.push(word);
        }
    }
    for (word, (_, field, command)) in first.iter().zip(&texts) {
        eventually(&format!("{field} of {command} forgotten"), || async {
            word.found_in(directory.path()).is_empty().then_some(())
        })
        .await;
    }
    for (word, (_, field, command)) in second.iter().zip(&texts) {
        assert!(stands(word, directory.path()), "{field} of {command}");
    }

    // An action that is dropped, feedback and a prompt taken back, a theme taken out.
    for (desk, field, command) in texts.iter().filter(|(_, field, _)| *field == "text") {
        let mut command = match command["type"].as_str() {
            Some("act") => json!({"type": "dropAction", "action": command["action"]}),
            _ => command.clone(),
        };
        if command["type"] != "dropAction" {
            command[*field] = json!(null);
        }
        let client = if *desk { &mut group.desk } else { &mut group.phones[0] };
        client.done(command).await;
    }
    for (word, _) in second.iter().zip(&texts).filter(|(_, (_, field, _))| *field == "text") {
        is_forgotten(word, directory.path()).await;
    }
}

#[tokio::test]
async fn what_was_replaced_right_before_a_kill_is_gone_after_the_restart() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Binary::start(directory.path(), &NEVER).await;
    let mut group = Group::seat(program.address, &["Ann"], "rate").await;
    let (old, new) = (Canary::new("old"), Canary::new("new"));
    group.phones[0].done(rate(&old)).await;
    group.phones[0].done(rate(&new)).await;
    program.kill_9();
    assert!(stands(&old, directory.path()), "a crash forgets nothing by itself");
    let _program = program.start_again().await;
    is_forgotten(&old, directory.path()).await;
    let ann = group.phones.remove(0).reconnect().await;
    assert_eq!(ann.mine["rows"][ONE]["reason"], new.word());
}

#[tokio::test]
async fn what_was_replaced_right_before_a_stop_is_gone_with_the_stop() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Binary::start(directory.path(), &NEVER).await;
    let mut group = Group::seat(program.address, &["Ann"], "rate").await;
    let (old, new) = (Canary::new("old"), Canary::new("new"));
    group.phones[0].done(rate(&old)).await;
    group.phones[0].done(rate(&new)).await;
    program.terminate();
    program.wait(trivet_tests::PATIENCE).await;
    assert!(!stands(&old, directory.path()) && stands(&new, directory.path()));
}

#[tokio::test]
async fn the_log_tells_nothing_of_anybody() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Binary::start(directory.path(), &["--log", "trace"]).await;
    let mut group = Group::seat(program.address, &["Ann"], "lobby").await;
    let (word, name) = (Canary::new("word"), Canary(Canary::new("name").word()[..32].to_owned()));
    group.phones[0].done(json!({"type": "rename", "name": name.word()})).await;
    group.go_on_to("discuss").await;
    let ann = &mut group.phones[0];
    ann.done(rate(&word)).await;
    ann.refused(json!({"type": "rate", "competency": ONE, "reason": word.word().repeat(100)})).await;
    let secret = ann.seat().secret.clone();
    group.api.try_join(&group.opened.code, word.word()).await;
    let code = group.opened.code.clone();
    program.terminate();
    program.wait(trivet_tests::PATIENCE).await;
    let log = std::fs::read_to_string(directory.path().join("trivet.log")).unwrap();
    assert!(!log.is_empty());
    for secret in [word.word(), name.word(), &secret, &group.opened.secret, &code] {
        assert!(!log.contains(secret), "{secret}");
    }
}
