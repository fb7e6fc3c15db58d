//! `trivet erase`: whoever runs the server erases a session or a person, while it is served and while it is not.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use trivet_tests::{Binary, Canary, Group, Launch, ONE, trivet};
use uuid::Uuid;

/// The promise.
const WITHIN: Duration = Duration::from_secs(60);

async fn erase(directory: &Path, what: &[&str]) -> (i32, String, String) {
    let data = directory.join("trivet.sqlite");
    let rest = ["--data", data.to_str().unwrap()];
    trivet(&[&["erase"], what, &rest].concat()).await
}

fn rate(word: &Canary) -> serde_json::Value {
    json!({"type": "rate", "competency": ONE, "reason": word.word()})
}

fn nothing_left(directory: &Path, words: &[&Canary]) {
    for word in words {
        assert_eq!(word.found_in(directory), [] as [String; 0], "{}", word.word());
    }
}

#[tokio::test]
async fn one_person_of_a_session_that_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &["--compact-every", "1h"]).await;
    let mut group = Group::seat(program.address, &["Ann", "Ben"], "discuss").await;
    let (ann, ben) = (Canary::new("ann"), Canary::new("ben"));
    group.phones[0].done(rate(&ann)).await;
    group.phones[0].done(json!({"type": "show", "competency": ONE, "reason": true})).await;
    group.phones[1].done(rate(&ben)).await;
    group.sync().await;

    let begun = Instant::now();
    let who = group.phones[0].id().to_owned();
    let (code, out, err) = erase(directory.path(), &[&group.opened.session, "--person", &who]).await;
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains(&who) && begun.elapsed() < WITHIN, "{out}");
    nothing_left(directory.path(), &[&ann]);
    assert!(!ben.found_in(directory.path()).is_empty(), "Ben's stay");
    assert_eq!(group.phones[0].close_code().await, 4507);
    group.phones[1].until("one person", |c| c.room["people"].as_array().unwrap().len() == 1).await;
    group.phones[1].until("an empty table", |c| c.table["items"] == json!({})).await;
    println!("erased while running after {:?}", begun.elapsed());

    // Again, and by the API too: it is one list, and names nobody twice.
    assert_eq!(erase(directory.path(), &[&group.opened.session, "--person", &who]).await.0, 0);
    let seat = group.phones[1].seat().clone();
    let path = format!("/api/sessions/{}/me", seat.session);
    assert_eq!(group.api.delete(&path, Some(&seat.secret)).await.status, 204);
    nothing_left(directory.path(), &[&ben]);
    let list = std::fs::read_to_string(directory.path().join("trivet.sqlite.erased")).unwrap();
    assert_eq!(list, format!("{0} {who}\n{0} {1}\n", group.opened.session, seat.participant));
}

#[tokio::test]
async fn a_whole_session_and_all_its_sockets() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Binary::start(directory.path(), &[]).await;
    let mut group = Group::seat(program.address, &["Ann", "Ben"], "rate").await;
    let mut other = Group::seat(program.address, &["Cara"], "rate").await;
    let (gone, stays, offline) = (Canary::new("gone"), Canary::new("stays"), Canary::new("offline"));
    group.phones[0].done(rate(&gone)).await;
    other.phones[0].done(rate(&stays)).await;

    let (code, out, err) = erase(directory.path(), &[&group.opened.session]).await;
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    nothing_left(directory.path(), &[&gone]);
    for client in std::iter::once(&mut group.desk).chain(&mut group.phones) {
        assert_eq!(client.close_code().await, 4507);
    }
    assert_eq!(group.document("summary.json", &group.opened.secret).await.status, 404);
    other.phones[0].done(rate(&offline)).await;

    // And with nobody serving it.
    program.terminate();
    program.wait(trivet_tests::PATIENCE).await;
    assert!(!offline.found_in(directory.path()).is_empty());
    let who = other.phones[0].id().to_owned();
    let (code, out, err) = erase(directory.path(), &[&other.opened.session, "--person", &who]).await;
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    nothing_left(directory.path(), &[&offline, &stays]);
    let program = program.start_again().await;
    let summary =
        program.api().document(&other.opened.session, "summary.json", Some(&other.opened.secret)).await;
    assert_eq!(summary.status, 200, "the session itself stays");
}

/// The lock and the list stand beside the file, not beside a link to it.
#[tokio::test]
async fn a_link_to_the_file_is_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &[]).await;
    let mut group = Group::seat(program.address, &["Ann", "Ben"], "rate").await;
    let ann = Canary::new("ann");
    group.phones[0].done(rate(&ann)).await;
    for (link, target) in [("trivet.sqlite", "further"), ("further", "file")] {
        let target = if target == "file" { directory.path().join("trivet.sqlite") } else { target.into() };
        std::os::unix::fs::symlink(target, elsewhere.path().join(link)).unwrap();
    }
    let (code, said) = Launch::new(elsewhere.path()).attempt().await.unwrap_err();
    assert!(code == 1 && said.contains("already in use"), "{code}: {said}");

    let who = group.phones[0].id().to_owned();
    let (code, out, err) = erase(elsewhere.path(), &[&group.opened.session, "--person", &who]).await;
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    nothing_left(directory.path(), &[&ann]);
    assert_eq!(group.phones[0].close_code().await, 4507);
    let mut left: Vec<_> =
        std::fs::read_dir(elsewhere.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["further", "trivet.log", "trivet.sqlite"], "neither lock nor list stands here");
}

#[tokio::test]
async fn somebody_alone_and_somebody_unknown() {
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &[]).await;
    let title = Canary::new("title");
    let opened = program.api().open_with(json!({"solo": true, "title": title.word()})).await;
    let ann = trivet_tests::Client::connect(program.address, &opened.desk()).await;
    let nobody = Uuid::new_v4().to_string();
    for wrong in
        [&[nobody.as_str()][..], &[&nobody, "--person", &nobody], &[&opened.session, "--person", &nobody]]
    {
        let (code, out, err) = erase(directory.path(), wrong).await;
        assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
        assert!(err.contains("there is no"), "{err}");
    }
    assert_eq!(std::fs::read_to_string(directory.path().join("trivet.sqlite.erased")).unwrap(), "");
    let (code, out, err) = erase(
        directory.path(),
        &[&opened.session, "--person", ann.mine["me"]["participant"].as_str().unwrap()],
    )
    .await;
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    nothing_left(directory.path(), &[&title]);
    let elsewhere = tempfile::tempdir().unwrap();
    let (code, _, err) = erase(elsewhere.path(), &[&opened.session]).await;
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    assert!(!elsewhere.path().join("trivet.sqlite").exists(), "a slip makes no file");
}
