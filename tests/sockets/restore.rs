//! `trivet restore`: yesterday's backup comes back without those who were erased since.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use trivet_tests::{Binary, Canary, Client, Group, ONE, trivet};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn rate(word: &Canary) -> serde_json::Value {
    json!({"type": "rate", "competency": ONE, "reason": word.word()})
}

/// A server in which, after a backup, a person and a session were erased.
struct Since {
    directory: tempfile::TempDir,
    backup: PathBuf,
    /// Of a person and of a session that were erased.
    gone: [Canary; 2],
    /// Of somebody who stays.
    stays: Canary,
    group: Group,
    program: Binary,
}

impl Since {
    async fn begin() -> Since {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("data");
        fs::create_dir(&data).unwrap();
        let program = Binary::start(&data, &[]).await;
        let mut group = Group::seat(program.address, &["Ann", "Ben"], "rate").await;
        let mut other = Group::seat(program.address, &["Cara"], "rate").await;
        let gone = [Canary::new("person"), Canary::new("session")];
        let stays = Canary::new("stays");
        group.phones[0].done(rate(&gone[0])).await;
        group.phones[1].done(rate(&stays)).await;
        other.phones[0].done(rate(&gone[1])).await;
        let backup = directory.path().join("backup");
        let (code, _, err) =
            trivet(&["backup", text(&backup), "--data", text(&data.join("trivet.sqlite"))]).await;
        assert_eq!((code, err.as_str()), (0, ""));
        for word in &gone {
            assert!(fs::read(&backup).unwrap().windows(16).any(|part| part == &word.word().as_bytes()[..16]));
        }
        let ann = group.phones[0].seat().clone();
        let erase = group.api.delete(&format!("/api/sessions/{}/me", ann.session), Some(&ann.secret)).await;
        assert_eq!(erase.status, 204);
        let path = format!("/api/sessions/{}", other.opened.session);
        assert_eq!(group.api.delete(&path, Some(&other.opened.secret)).await.status, 204);
        Since { directory, backup, gone, stays, group, program }
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    fn file(&self) -> PathBuf {
        self.data().join("trivet.sqlite")
    }

    fn nothing_is_left_in(&self, directory: &Path) {
        for word in &self.gone {
            assert_eq!(word.found_in(directory), [] as [String; 0]);
        }
        assert!(!self.stays.found_in(directory).is_empty());
    }

    async fn stop(&mut self) {
        self.program.terminate();
        self.program.wait(trivet_tests::PATIENCE).await;
    }
}

#[tokio::test]
async fn those_erased_since_are_erased_again() {
    let mut since = Since::begin().await;
    let (file, backup) = (since.file(), since.backup.clone());
    let restore = ["restore", text(&backup), "--data", text(&file)];
    let (code, _, err) = trivet(&restore).await;
    assert!(code == 1 && err.contains("already in use"), "while a server has it: {err}");
    since.stop().await;
    let before = fs::read(&file).unwrap();
    let (code, _, err) = trivet(&restore).await;
    assert!(code == 1 && err.contains("--replace"), "{err}");
    assert_eq!(fs::read(&file).unwrap(), before);

    let (code, out, err) = trivet(&[&restore[..], &["--replace"]].concat()).await;
    assert_eq!((code, err.as_str(), out.lines().count()), (0, "", 1), "{out}");
    assert!(out.contains("1 session; erased again: 1 session, and people in 1 session"), "{out}");
    since.nothing_is_left_in(&since.data());
    let ben = since.group.phones[1].seat().clone();
    let ann = since.group.phones[0].seat().clone();
    let program = since.program.start_again().await;
    let back = Client::connect(program.address, &ben).await;
    assert_eq!(back.mine["rows"][ONE]["reason"], since.stays.word());
    assert_eq!(Client::greet(program.address, &ann).await.close_code().await, 4500);
}

/// A list that went through an editor may have lost the end of its last line: whoever stands in it is erased, or the
/// operator is told.
#[tokio::test]
async fn a_list_without_its_last_line_end_is_whole_or_refused() {
    let mut since = Since::begin().await;
    since.stop().await;
    let list = fs::read_to_string(since.data().join("trivet.sqlite.erased")).unwrap();
    let (person, session) = list.trim_end().split_once('\n').unwrap();
    for (unended, whole) in [
        (format!("{session}\n{person}"), true),
        (format!("{person}\n{session}"), false),
        ("x".to_owned(), false),
    ] {
        let machine = tempfile::tempdir().unwrap();
        let (file, list) = (machine.path().join("trivet.sqlite"), machine.path().join("list"));
        fs::write(&list, &unended).unwrap();
        let restore = ["restore", text(&since.backup), "--data", text(&file), "--erased", text(&list)];
        let (code, _, err) = trivet(&restore).await;
        assert_eq!((code == 0, err.contains("may be cut off")), (whole, !whole), "{err}");
        assert_eq!(file.exists(), whole);
        if whole {
            since.nothing_is_left_in(machine.path());
        }
        // Beside the file itself nobody is there to be told: what can only be a whole line counts.
        fs::write(machine.path().join("trivet.sqlite.erased"), &unended).unwrap();
        fs::copy(&since.backup, &file).unwrap();
        let program = Binary::start(machine.path(), &[]).await;
        let left = since.gone.iter().filter(|word| !word.found_in(machine.path()).is_empty()).count();
        assert!(!whole || left == 0, "{left} of them came back");
        drop(program);
    }
}

/// Somebody may also copy a backup into its place by hand, as was the way before. The start is the one that counts.
#[tokio::test]
async fn also_when_a_backup_was_only_copied_into_its_place() {
    let mut since = Since::begin().await;
    since.stop().await;
    fs::copy(&since.backup, since.file()).unwrap();
    fs::write(since.data().join("trivet.sqlite.restoring"), since.gone[0].word()).unwrap();
    assert!(!since.gone[0].found_in(&since.data()).is_empty());
    let ben = since.group.phones[1].seat().clone();
    let program = Binary::start(&since.data(), &[]).await;
    // The first answer has just come.
    since.nothing_is_left_in(&since.data());
    let back = Client::connect(program.address, &ben).await;
    assert_eq!(back.mine["rows"][ONE]["reason"], since.stays.word());
}

/// The machine is lost, and its list with it; a later backup still knows who was erased.
#[tokio::test]
async fn a_later_backup_brings_the_list_to_a_new_machine() {
    let mut since = Since::begin().await;
    let later = since.directory.path().join("later");
    let (code, _, err) = trivet(&["backup", text(&later), "--data", text(&since.file())]).await;
    assert_eq!((code, err.as_str()), (0, ""));
    let list = since.directory.path().join("list");
    fs::copy(since.data().join("trivet.sqlite.erased"), &list).unwrap();
    since.stop().await;

    // The later backup, then the earlier one in its place: the list of the later stays.
    let machine = tempfile::tempdir().unwrap();
    let file = machine.path().join("trivet.sqlite");
    let (code, out, err) = trivet(&["restore", text(&later), "--data", text(&file)]).await;
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    since.nothing_is_left_in(machine.path());
    let (code, out, err) =
        trivet(&["restore", text(&since.backup), "--data", text(&file), "--replace"]).await;
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    since.nothing_is_left_in(machine.path());

    // The earlier one alone, with a list from elsewhere.
    let machine = tempfile::tempdir().unwrap();
    let file = machine.path().join("trivet.sqlite");
    let restore = ["restore", text(&since.backup), "--data", text(&file), "--erased"];
    assert_eq!(trivet(&[&restore[..], &["nowhere"]].concat()).await.0, 1);
    assert!(!file.exists());
    let (code, out, err) = trivet(&[&restore[..], &[text(&list)]].concat()).await;
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    since.nothing_is_left_in(machine.path());
}

#[tokio::test]
async fn nothing_damaged_or_newer_is_put_in_place() {
    let since = Since::begin().await;
    let machine = tempfile::tempdir().unwrap();
    let file = machine.path().join("trivet.sqlite");
    let good = fs::read(&since.backup).unwrap();
    let half = good.get(..good.len() / 2).unwrap().to_vec();
    let mut newer = good.clone();
    newer[63] += 1;
    let mut turned = good.clone();
    let at = turned.windows(16).position(|part| part == &since.stays.word().as_bytes()[..16]).unwrap();
    turned[at] ^= 1;
    for wrong in [half, newer, turned, b"no database".to_vec(), Vec::new()] {
        let bad = machine.path().join("bad");
        fs::write(&bad, &wrong).unwrap();
        let (code, out, err) = trivet(&["restore", text(&bad), "--data", text(&file)]).await;
        assert!(code == 1 && out.is_empty() && !err.is_empty(), "{out}{err}");
        assert!(!file.exists(), "{err}");
        assert_eq!(fs::read(&bad).unwrap(), wrong);
    }
}
