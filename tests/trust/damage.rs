//! Promise 4: a damaged or newer file is refused by name and left as it is, or the damaged session alone is; whatever is
//! cut off or turned in it, nothing else is served than what was kept.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use trivet_tests::{Api, Binary, Dice, Group, Launch, ONE, PATIENCE, reached, size, trivet};

/// Files cut off, and files with turned bytes, in a usual run and in a full one.
const CUT: (u64, u64) = (15, 300);
const TURNED: (u64, u64) = (40, 2_000);
/// Bytes of a file's header, of a page, and of the log's header.
const HEADER: u64 = 100;

/// A session that was kept: how to ask for it, and what it answers while it is whole.
struct Kept {
    session: String,
    secret: String,
    summary: serde_json::Value,
}

/// Files of a program that was stopped, and what they hold.
struct Files {
    directory: TempDir,
    files: BTreeMap<PathBuf, Vec<u8>>,
    sessions: Vec<Kept>,
}

/// How a start on damaged files went.
enum Outcome {
    Refused(String),
    Served { damaged: usize },
}

impl Files {
    /// Three sessions; stopped in order, or killed, which leaves a log.
    async fn new(killed: bool) -> Files {
        let directory = tempfile::tempdir().unwrap();
        let mut program = Binary::start(directory.path(), &["--compact-every", "1h"]).await;
        let mut sessions = Vec::new();
        for number in 0..3 {
            let mut group = Group::seat(program.address, &["Ann", "Ben"], "discuss").await;
            for phone in &mut group.phones {
                let reason = format!("reason {number} ").repeat(100);
                phone.done(json!({"type": "rate", "competency": ONE, "score": 5, "reason": reason})).await;
                phone.done(json!({"type": "show", "competency": ONE, "score": true})).await;
                phone.done(json!({"type": "record", "name": true, "shown": {ONE: true}})).await;
            }
            let (session, secret) = (group.opened.session.clone(), group.opened.secret.clone());
            let summary = summary(&group.api, &session, &secret).await.1;
            sessions.push(Kept { session, secret, summary });
        }
        if killed {
            program.kill_9();
        } else {
            program.terminate();
            program.wait(PATIENCE).await;
        }
        let files = read_all(directory.path());
        Files { directory, files, sessions }
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("trivet.sqlite")
    }

    /// Puts the files back as they were, with one of them changed.
    fn put(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        for file in read_all(self.directory.path()).keys() {
            fs::remove_file(file).unwrap();
        }
        let changed = self.directory.path().join(name);
        let mut change = Some(change);
        for (file, bytes) in &self.files {
            let mut bytes = bytes.clone();
            if *file == changed
                && let Some(change) = change.take()
            {
                change(&mut bytes);
            }
            fs::write(file, bytes).unwrap();
        }
    }

    /// Starts on the files as they are now. Refused, it must have named the file and said what to do, and written nothing;
    /// served, every session must answer as before, or that it is damaged.
    /// `trivet check` must have seen as much before, and written nothing either.
    async fn start(&self, what: &str) -> Outcome {
        let before = hashes(self.directory.path());
        let (checked, _, told) = trivet(&["check", "--data", self.file().to_str().unwrap()]).await;
        assert_eq!(before, hashes(self.directory.path()), "{what}: check wrote something");
        let outcome = self.serve(what, before).await;
        let whole = matches!(outcome, Outcome::Served { damaged: 0 });
        assert!(whole || checked != 0, "{what}: check says that it is whole");
        assert!(checked == 0 || told.starts_with("trivet: "), "{what}: {told}");
        outcome
    }

    async fn serve(&self, what: &str, before: BTreeMap<PathBuf, String>) -> Outcome {
        match Launch::new(self.directory.path()).attempt().await {
            Err((code, said)) => {
                assert_eq!(code, 1, "{what}: {said}");
                assert!(said.contains(&format!("{}", self.file().display())), "{what} names no file: {said}");
                let mends = ["restore a backup", "run the newer version", "name another file"];
                assert!(mends.iter().any(|mend| said.contains(mend)), "{what}: what to do? {said}");
                assert_eq!(said.lines().filter(|line| line.starts_with("trivet: ")).count(), 1, "{said}");
                assert!(!said.contains("panicked"), "{what}: {said}");
                assert_eq!(before, hashes(self.directory.path()), "{what}: something was written");
                Outcome::Refused(said)
            }
            Ok(program) => {
                let mut damaged = 0;
                for kept in &self.sessions {
                    let (code, found) = summary(&program.api(), &kept.session, &kept.secret).await;
                    match code.as_str() {
                        "" => assert!(found == kept.summary, "{what}: other words than were kept: {found}"),
                        "damaged" => damaged += 1,
                        other => panic!("{what}: answers {other}"),
                    }
                }
                Group::seat(program.address, &["Cara"], "rate").await; // new sessions are served
                assert!(!program.log().contains("panicked"), "{what}: {}", program.log());
                Outcome::Served { damaged }
            }
        }
    }

    async fn refused(&self, what: &str, word: &str) {
        match self.start(what).await {
            Outcome::Refused(said) => assert!(said.contains(word), "{what}: {said}"),
            Outcome::Served { .. } => panic!("{what} is served"),
        }
    }
}

/// The code of the refusal, empty when there is none; and the summary, without what time alone changes.
async fn summary(api: &Api, session: &str, secret: &str) -> (String, serde_json::Value) {
    let mut reply = api.document(session, "summary.json", Some(secret)).await;
    if let Some(summary) = reply.json.as_object_mut() {
        let of_now = ["made", "took", "minutes", "date", "dateInWords"];
        summary.retain(|name, _| !of_now.contains(&name.as_str()));
    }
    (reply.code().to_owned(), reply.json)
}

/// The files that the program reads, with the log that it writes left out.
fn read_all(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let data = files.filter(|file| file.file_name().unwrap().to_string_lossy().starts_with("trivet.sqlite"));
    data.map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

/// What must not change. The lock beside the file holds nothing, and -shm nothing that is kept; nor does an empty file.
fn hashes(directory: &Path) -> BTreeMap<PathBuf, String> {
    let aside =
        |file: &Path| ["trivet.sqlite.lock", "trivet.sqlite-shm"].iter().any(|name| file.ends_with(name));
    let data = read_all(directory).into_iter().filter(|(file, bytes)| !aside(file) && !bytes.is_empty());
    data.map(|(file, bytes)| (file, format!("{} bytes, {:x}", bytes.len(), Sha256::digest(bytes)))).collect()
}

#[tokio::test]
async fn promise_4_a_damaged_file_is_refused_and_left_alone_or_its_session_alone_is() {
    let mut dice = Dice::seeded("promise 4");
    let files = Files::new(false).await;
    let length = fs::metadata(files.file()).unwrap().len();
    files.put("nothing", |_| {});
    assert!(matches!(files.start("the whole file").await, Outcome::Served { damaged: 0 }));

    let cuts = size(CUT.0, CUT.1);
    let edges = [1, 15, 16, 99, 100, 4_095, 4_096, length / 2, length - 1];
    for at in edges.into_iter().chain((0..cuts).map(|_| dice.within(1..length))) {
        files.put("trivet.sqlite", |bytes| bytes.truncate(usize::try_from(at).unwrap()));
        files.refused(&format!("cut at {at} of {length}"), "was left alone").await;
    }

    let turned = size(TURNED.0, TURNED.1);
    let (mut refused, mut alone, mut unharmed) = (0, 0, 0);
    for number in 0..turned {
        // The header, then anywhere, one byte or some in a row.
        let at = if number % 8 == 0 { dice.within(0..HEADER) } else { dice.within(HEADER..length) };
        let many = [1, 1, 1, 16, 512][dice.within(0..5) as usize];
        let flip = dice.within(1..256) as u8;
        files.put("trivet.sqlite", |bytes| {
            bytes.iter_mut().skip(usize::try_from(at).unwrap()).take(many).for_each(|byte| *byte ^= flip);
        });
        match files.start(&format!("{many} bytes turned by {flip:#x} at {at}")).await {
            Outcome::Refused(_) => refused += 1,
            Outcome::Served { damaged: 0 } => unharmed += 1,
            Outcome::Served { .. } => alone += 1,
        }
    }
    reached(
        4,
        "damaged or newer: refused by name, or the damaged session alone; nothing overwritten",
        &format!(
            "{cuts} cut off: all refused; {turned} turned: {refused} refused, {alone} with damaged sessions alone, \
             {unharmed} unharmed; 0 wrong words, 0 overwritten"
        ),
    );
}

/// A turned bit in a date, where no index of the file would show it: when a session was opened, and when it may be deleted.
#[tokio::test]
async fn promise_4_a_turned_bit_in_a_date_is_found_and_erases_nothing() {
    let files = Files::new(false).await;
    files.put("nothing", |_| {});
    let read = rusqlite::Connection::open(files.file()).unwrap();
    let hit = &files.sessions[1];
    let session = uuid::Uuid::parse_str(&hit.session).unwrap();
    let dates: [i64; 2] = read
        .query_row("SELECT created_at, expires_at FROM sessions WHERE session = ?1", [session], |row| {
            Ok([row.get(0)?, row.get(1)?])
        })
        .unwrap();
    drop(read);
    for (column, date) in ["created_at", "expires_at"].into_iter().zip(dates) {
        // The highest of the six bytes that SQLite keeps of it: the date lies long ago afterwards.
        let bytes_of_it = &date.to_be_bytes()[2..];
        files.put("trivet.sqlite", |bytes| {
            let found: Vec<usize> =
                (0..bytes.len() - 6).filter(|at| bytes[*at..].starts_with(bytes_of_it)).collect();
            assert_eq!(found.len(), 1, "{column} stands there once");
            bytes[found[0]] ^= 1;
        });
        let (code, _, told) = trivet(&["check", "--data", files.file().to_str().unwrap()]).await;
        assert!(code == 1 && told.contains(&hit.session), "{column}: {code}: {told}");
        match files.start(&format!("a bit turned in {column}")).await {
            Outcome::Served { damaged: 1 } => {}
            Outcome::Served { damaged } => panic!("{column}: {damaged} damaged"),
            Outcome::Refused(said) => panic!("{column}: {said}"),
        }
        // The sweep at the start left it where it is.
        let after = rusqlite::Connection::open(files.file()).unwrap();
        let there =
            after.prepare("SELECT 1 FROM sessions WHERE session = ?1").unwrap().exists([session]).unwrap();
        assert!(there, "{column}: the session was erased");
    }
}

#[tokio::test]
async fn promise_4_a_newer_file_and_a_damaged_log_are_refused_and_left_alone() {
    let files = Files::new(true).await;
    let log = "trivet.sqlite-wal";
    assert!(files.files[&files.directory.path().join(log)].len() > 10_000, "a crash leaves a log");
    files.put("nothing", |_| {});
    assert!(matches!(files.start("the whole log").await, Outcome::Served { damaged: 0 }));
    files.put(log, |bytes| bytes[..32].fill(0x5a));
    files.refused("a log with no header", "-wal").await;
    files.put(log, |bytes| bytes[4_200] ^= 1);
    files.refused("a bit turned in the log", "-wal").await;
    files.put(log, |bytes| *bytes = vec![0x5a; 5_000]);
    files.refused("a log of something else", "-wal").await;

    let whole = Files::new(false).await;
    whole.put("nothing", |_| {});
    let raise = rusqlite::Connection::open(whole.file()).unwrap();
    raise.pragma_update(None, "journal_mode", "DELETE").unwrap();
    raise.pragma_update(None, "user_version", 99).unwrap();
    drop(raise);
    whole.refused("a newer schema", "newer Trivet (schema 99").await;
    whole.put("trivet.sqlite", |bytes| bytes[60] ^= 0xf4);
    whole.refused("a schema number below nothing", "in its header").await;
    whole.put("trivet.sqlite", |bytes| *bytes = b"Dear diary, today".to_vec());
    whole.refused("a text", "is not a Trivet data file").await;
}

#[tokio::test]
async fn promise_4_a_second_process_is_told_that_the_file_is_in_use() {
    let directory = tempfile::tempdir().unwrap();
    let first = Binary::start(directory.path(), &[]).await;
    let mut group = Group::seat(first.address, &["Ann"], "rate").await;
    // Held still, the first writes nothing that could be taken for the second's.
    first.signal("STOP");
    let before = hashes(directory.path());
    let (code, said) = Launch::new(directory.path()).attempt().await.unwrap_err();
    assert!(code == 1 && said.contains("already in use"), "{code}: {said}");
    assert_eq!(before, hashes(directory.path()));
    first.signal("CONT");
    group.phones[0].done(json!({"type": "rate", "competency": ONE, "score": 5})).await;
}
