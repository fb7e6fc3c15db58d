//! The journal's promises, on real files.

use std::fs;
use std::path::{Path, PathBuf};

use futures_util::future::join_all;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

/// A directory with a journal's file in it, both gone after the test.
struct Place {
    directory: TempDir,
}

impl Place {
    fn new() -> Place {
        Place {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("data").join("trivet.sqlite")
    }

    fn open(&self) -> Result<Journal, OpenError> {
        Journal::open(Some(&self.file()), Options::default())
    }

    /// What a crash at this moment would leave, elsewhere.
    fn crashed(&self) -> Place {
        let copy = Place::new();
        let to = copy.file().parent().unwrap().to_owned();
        fs::create_dir(&to).unwrap();
        for entry in fs::read_dir(self.file().parent().unwrap()).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
        copy
    }

    /// The files of the directory that hold `canary`.
    fn holding(&self, canary: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.file().parent().unwrap()).unwrap() {
            let path = entry.unwrap().path();
            if position(&fs::read(&path).unwrap(), canary.as_bytes()).is_some() {
                found.push(path);
            }
        }
        found
    }
}

fn position(bytes: &[u8], canary: &[u8]) -> Option<usize> {
    bytes.windows(canary.len()).position(|window| window == canary)
}

fn new(session: Uuid) -> NewSession {
    NewSession {
        session,
        code: None,
        owner: None,
        created_at: 1,
        expires_at: 1_000,
        version: 0,
        state: b"{}".to_vec(),
        framework: "hash".to_owned(),
        framework_json: b"{\"areas\":[]}".to_vec(),
    }
}

fn commit(session: Uuid, version: u64, text: &str) -> Append {
    Append {
        session,
        version,
        commit: text.into(),
        expires_at: None,
        code: CodeChange::Keep,
    }
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_crash() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal
        .create(NewSession {
            code: Some("ABC".into()),
            owner: Some([7; 32]),
            ..new(session)
        })
        .await
        .unwrap();
    for version in 1..=3 {
        journal
            .append(commit(session, version, &format!("commit {version}")))
            .await
            .unwrap();
    }
    let copy = place.crashed();
    let crashed = copy.open().unwrap();
    let loaded = crashed.load(session).await.unwrap().unwrap();
    assert_eq!(loaded.version, 0);
    assert_eq!(loaded.commits.len(), 3);
    assert_eq!(loaded.commits[2], (3, b"commit 3".to_vec()));
    assert_eq!(loaded.framework, "hash");
    assert_eq!(crashed.find_by_code("ABC").await.unwrap(), Some(session));
    assert_eq!(crashed.find_by_owner([7; 32]).await.unwrap(), Some(session));
    assert_eq!(
        crashed.framework("hash").await.unwrap().unwrap(),
        b"{\"areas\":[]}"
    );
    assert_eq!(crashed.sessions_with_commits().await.unwrap(), [session]);
    assert_eq!(crashed.load(Uuid::new_v4()).await.unwrap(), None);
}

#[tokio::test]
async fn appends_at_once_share_transactions() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let sessions: Vec<Uuid> = (0..64).map(|_| Uuid::new_v4()).collect();
    for outcome in join_all(sessions.iter().map(|session| journal.create(new(*session)))).await {
        outcome.unwrap();
    }
    let before = journal.totals();
    for outcome in join_all(
        sessions
            .iter()
            .map(|session| journal.append(commit(*session, 1, "x"))),
    )
    .await
    {
        outcome.unwrap();
    }
    let after = journal.totals();
    assert_eq!(after.commits - before.commits, 64);
    assert!(
        after.transactions - before.transactions <= 32,
        "{before:?} {after:?}"
    );
}

#[tokio::test]
async fn versions_come_one_after_the_other() {
    let journal = Journal::open(None, Options::default()).unwrap();
    let session = Uuid::new_v4();
    assert_eq!(
        journal.append(commit(session, 1, "x")).await,
        Err(JournalError::Unknown)
    );
    journal
        .create(NewSession {
            version: 4,
            ..new(session)
        })
        .await
        .unwrap();
    for wrong in [3, 4, 6] {
        let outcome = journal.append(commit(session, wrong, "x")).await;
        assert_eq!(outcome, Err(JournalError::OutOfOrder { last: 4 }));
    }
    journal.append(commit(session, 5, "x")).await.unwrap();
    assert_eq!(
        journal.compact(session, 6, vec![]).await,
        Err(JournalError::OutOfOrder { last: 5 })
    );
    assert_eq!(
        journal.compact(session, 3, vec![]).await,
        Err(JournalError::OutOfOrder { last: 5 })
    );
    journal.append(commit(session, 6, "y")).await.unwrap();
    journal.compact(session, 5, b"five".to_vec()).await.unwrap();
    let loaded = journal.load(session).await.unwrap().unwrap();
    assert_eq!((loaded.version, loaded.commits), (5, vec![(6, b"y".to_vec())]));
}

#[tokio::test]
async fn codes_secrets_and_ids_belong_to_one_session() {
    let journal = Journal::open(None, Options::default()).unwrap();
    let (one, two) = (Uuid::new_v4(), Uuid::new_v4());
    journal
        .create(NewSession {
            code: Some("A".into()),
            owner: Some([1; 32]),
            ..new(one)
        })
        .await
        .unwrap();
    assert_eq!(journal.create(new(one)).await, Err(JournalError::SessionTaken));
    let same_owner = NewSession {
        owner: Some([1; 32]),
        ..new(two)
    };
    assert_eq!(journal.create(same_owner).await, Err(JournalError::OwnerTaken));
    let same_code = NewSession {
        code: Some("A".into()),
        ..new(two)
    };
    assert_eq!(
        journal.create(same_code.clone()).await,
        Err(JournalError::CodeTaken)
    );

    let closing = Append {
        code: CodeChange::Drop,
        expires_at: Some(5),
        ..commit(one, 1, "closed")
    };
    journal.append(closing).await.unwrap();
    assert_eq!(journal.find_by_code("A").await.unwrap(), None);
    assert!(journal.expired(4).await.unwrap().is_empty());
    assert_eq!(journal.expired(5).await.unwrap(), [one]);
    journal.create(same_code).await.unwrap();
    assert_eq!(
        journal.set_code(one, Some("A".into())).await,
        Err(JournalError::CodeTaken)
    );
    let reopening = Append {
        code: CodeChange::Set("B".into()),
        ..commit(one, 2, "open")
    };
    journal.append(reopening).await.unwrap();
    assert_eq!(journal.find_by_code("B").await.unwrap(), Some(one));
    journal.set_code(two, None).await.unwrap();
    assert_eq!(journal.find_by_code("A").await.unwrap(), None);
    assert_eq!(
        journal.set_code(Uuid::new_v4(), None).await,
        Err(JournalError::Unknown)
    );
}

#[tokio::test]
async fn replaced_text_is_in_no_file_after_compacting() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal
        .create(NewSession {
            state: b"canary-snapshot".to_vec(),
            ..new(session)
        })
        .await
        .unwrap();
    journal.append(commit(session, 1, "canary-commit")).await.unwrap();
    assert!(!place.holding("canary").is_empty());
    journal.compact(session, 1, b"{}".to_vec()).await.unwrap();
    journal.settle().await.unwrap();
    assert_eq!(place.holding("canary"), [] as [PathBuf; 0]);
}

/// Pages split, merge and move cells about; no copy of what was replaced may be left behind by any of that.
#[tokio::test]
async fn no_scrap_is_left_in_the_pages_of_many_sessions() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let mut seed = 0x9e37_79b9_u64;
    let mut draw = move |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    };
    // Every text says its own number again and again, so that half of one is noticed too.
    let text = |number: u64, repeats: u64| format!("<scrap-{number:06}>").repeat(1 + repeats as usize);
    // Of each session: its id, its version, and the numbers of the texts that are alive.
    let mut sessions = Vec::new();
    for number in 0..60 {
        let session = Uuid::new_v4();
        journal
            .create(NewSession {
                state: text(number, draw(400)).into(),
                ..new(session)
            })
            .await
            .unwrap();
        sessions.push((session, 0_u64, vec![number]));
    }
    for number in 60..4_000 {
        let at = draw(60) as usize;
        let (session, version, alive) = &mut sessions[at];
        if draw(8) == 0 {
            journal
                .compact(*session, *version, text(number, draw(400)).into())
                .await
                .unwrap();
            *alive = vec![number];
        } else {
            *version += 1;
            let longest = if draw(5) == 0 { 500 } else { 30 };
            journal
                .append(commit(*session, *version, &text(number, draw(longest))))
                .await
                .unwrap();
            alive.push(number);
        }
    }
    journal.settle().await.unwrap();
    let bytes = fs::read(place.file()).unwrap();
    let mut found = std::collections::BTreeSet::new();
    for at in bytes
        .windows(7)
        .enumerate()
        .filter(|(_, window)| window == b"<scrap-")
        .map(|(at, _)| at + 7)
    {
        if let Some(number) = bytes
            .get(at..at + 6)
            .and_then(|six| std::str::from_utf8(six).ok()?.parse().ok())
        {
            found.insert(number);
        }
    }
    let alive: std::collections::BTreeSet<u64> =
        sessions.into_iter().flat_map(|(_, _, alive)| alive).collect();
    let scraps: Vec<_> = found.difference(&alive).collect();
    assert!(scraps.is_empty(), "{scraps:?}");
    assert_eq!(found.len(), alive.len());
    assert_eq!(
        fs::metadata(open::beside(&place.file(), "-wal")).unwrap().len(),
        0
    );
}

#[tokio::test]
async fn the_log_is_emptied_although_somebody_was_reading() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal.create(new(session)).await.unwrap();
    journal.append(commit(session, 1, "canary")).await.unwrap();
    let other = Connection::open(place.file()).unwrap();
    let reading = other.unchecked_transaction().unwrap();
    let _: i64 = reading
        .query_row("SELECT count(*) FROM commits", [], |row| row.get(0))
        .unwrap();
    journal.compact(session, 1, b"{}".to_vec()).await.unwrap();
    let mut settled = Box::pin(journal.settle());
    let early = tokio::time::timeout(Duration::from_millis(150), &mut settled).await;
    assert!(early.is_err(), "the reader still sees the old text");
    // Commits go on meanwhile.
    journal.append(commit(session, 2, "two")).await.unwrap();
    drop(reading);
    settled.await.unwrap();
    assert_eq!(place.holding("canary"), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn erased_sessions_leave_nothing_and_stay_away_with_an_older_copy() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let (one, two, person) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    let kept = NewSession {
        framework: "kept".into(),
        framework_json: b"canary-kept".to_vec(),
        ..new(two)
    };
    journal.create(kept).await.unwrap();
    let going = NewSession {
        state: b"canary-state".to_vec(),
        framework_json: b"canary-framework".to_vec(),
        ..new(one)
    };
    journal.create(going).await.unwrap();
    journal.append(commit(one, 1, "canary-commit")).await.unwrap();
    let yesterday = place.crashed();

    journal.erase(one).await.unwrap();
    journal.erase(one).await.unwrap();
    journal.erase_person(two, person).await.unwrap();
    for gone in ["canary-state", "canary-framework", "canary-commit"] {
        assert_eq!(place.holding(gone), [] as [PathBuf; 0]);
    }
    assert_eq!(journal.load(one).await.unwrap(), None);
    assert_eq!(journal.framework("hash").await.unwrap(), None);
    assert!(journal.framework("kept").await.unwrap().is_some());
    journal.close().await;

    let list = open::beside(&place.file(), ".erased");
    assert_eq!(
        fs::read_to_string(&list).unwrap(),
        format!("{one}\n{two} {person}\n")
    );
    fs::copy(list, open::beside(&yesterday.file(), ".erased")).unwrap();
    let restored = yesterday.open().unwrap();
    assert_eq!(restored.load(one).await.unwrap(), None);
    assert!(restored.load(two).await.unwrap().is_some());
    assert!(restored.erased().people[&two].contains(&person));
    assert!(restored.erased().sessions.contains(&one));
    assert_eq!(yesterday.holding("canary-state"), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn the_list_of_the_erased_bears_a_torn_end_and_no_nonsense() {
    let place = Place::new();
    place.open().unwrap().close().await;
    let list = open::beside(&place.file(), ".erased");
    let (whole, later) = (Uuid::new_v4(), Uuid::new_v4());
    fs::write(&list, format!("{whole}\n{}", &later.to_string()[..9])).unwrap();
    let journal = place.open().unwrap();
    assert_eq!(journal.erased().sessions.len(), 1);
    journal.erase(later).await.unwrap();
    journal.close().await;
    assert_eq!(fs::read_to_string(&list).unwrap(), format!("{whole}\n{later}\n"));
    fs::write(&list, "somebody\n").unwrap();
    assert!(matches!(place.open(), Err(OpenError::Damaged(..))));
}

#[tokio::test]
async fn a_second_process_is_told_that_the_file_is_in_use() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let error = place.open().unwrap_err();
    assert!(matches!(error, OpenError::InUse(_)));
    assert!(error.to_string().contains("trivet.sqlite is already in use"));
    journal.close().await;
    place.open().unwrap();
}

#[tokio::test]
async fn a_newer_a_foreign_and_a_damaged_file_are_refused_and_left_alone() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal
        .create(NewSession {
            state: vec![b'x'; 100_000],
            ..new(session)
        })
        .await
        .unwrap();
    journal.close().await;
    let good = fs::read(place.file()).unwrap();
    let refused = |bytes: &[u8]| {
        fs::write(place.file(), bytes).unwrap();
        let error = place.open().unwrap_err();
        assert_eq!(
            fs::read(place.file()).unwrap(),
            bytes,
            "a refused file must be left alone"
        );
        assert!(error.to_string().contains("trivet.sqlite"));
        assert_eq!(error.to_string().lines().count(), 1);
        error
    };
    let mut newer = good.clone();
    newer[63] = 99;
    assert!(matches!(refused(&newer), OpenError::Newer { found: 99, .. }));
    assert!(matches!(refused(b"Dear diary,"), OpenError::Foreign(_)));
    let mut foreign = good.clone();
    foreign[68..72].fill(0);
    assert!(matches!(refused(&foreign), OpenError::Foreign(_)));
    assert!(matches!(refused(&good[..50]), OpenError::Damaged(..)));
    assert!(matches!(refused(&good[..good.len() / 2]), OpenError::Damaged(..)));
    let mut scrambled = good.clone();
    scrambled[1024..1124].fill(0xa5);
    assert!(matches!(refused(&scrambled), OpenError::Damaged(..)));
    fs::write(place.file(), &good).unwrap();
    place.open().unwrap();
}

#[tokio::test]
async fn a_turned_bit_damages_one_session_alone() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let (hit, spared) = (Uuid::new_v4(), Uuid::new_v4());
    for session in [hit, spared] {
        journal.create(new(session)).await.unwrap();
        journal
            .append(commit(session, 1, &format!("words of {session}")))
            .await
            .unwrap();
    }
    journal.close().await;
    let mut bytes = fs::read(place.file()).unwrap();
    let at = position(&bytes, format!("words of {hit}").as_bytes()).unwrap();
    bytes[at] ^= 1;
    fs::write(place.file(), &bytes).unwrap();
    let journal = place.open().unwrap();
    assert_eq!(journal.load(hit).await, Err(JournalError::Damaged));
    assert_eq!(journal.load(spared).await.unwrap().unwrap().commits.len(), 1);
}

#[tokio::test]
async fn a_log_damaged_before_its_end_is_refused_and_a_torn_end_is_not() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal.create(new(session)).await.unwrap();
    for version in 1..=6 {
        journal.append(commit(session, version, "words")).await.unwrap();
    }
    let log = |place: &Place| open::beside(&place.file(), "-wal");
    let whole = fs::read(log(&place)).unwrap();
    let with_log = |bytes: &[u8]| {
        let crashed = place.crashed();
        fs::write(log(&crashed), bytes).unwrap();
        crashed
    };
    for at in [20, 40, 32 + 24 + 2_000] {
        let mut broken = whole.clone();
        broken[at] ^= 1;
        let crashed = with_log(&broken);
        assert!(matches!(crashed.open(), Err(OpenError::Damaged(..))), "byte {at}");
        assert_eq!(fs::read(log(&crashed)).unwrap(), broken);
    }
    let torn = with_log(&whole[..whole.len() - 100]);
    let journal = torn.open().unwrap();
    assert_eq!(journal.load(session).await.unwrap().unwrap().commits.len(), 5);
    let mut garbled_end = whole.clone();
    let last = garbled_end.len() - 10;
    garbled_end[last] ^= 1;
    assert_eq!(
        with_log(&garbled_end)
            .open()
            .unwrap()
            .load(session)
            .await
            .unwrap()
            .unwrap()
            .commits
            .len(),
        5
    );
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let journal = place.open().unwrap();
    journal.create(new(Uuid::new_v4())).await.unwrap();
    let directory = place.file().parent().unwrap().to_owned();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    let files: Vec<PathBuf> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), 5, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
}

#[tokio::test]
async fn a_closed_journal_answers_stopped() {
    let journal = Journal::open(None, Options::default()).unwrap();
    let other = journal.clone();
    journal.close().await;
    assert_eq!(
        other.create(new(Uuid::new_v4())).await,
        Err(JournalError::Stopped)
    );
    assert_eq!(other.find_by_code("A").await, Err(JournalError::Stopped));
    assert!(!other.is_running());
}

#[tokio::test]
async fn a_full_disk_refuses_and_recovers_by_itself() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal.create(new(session)).await.unwrap();
    let pages = |most: u32| {
        journal.write(Answered::Kept, move |connection, _| {
            Ok(connection.pragma_update_and_check(None, "max_page_count", most, |_| Ok(()))?)
        })
    };
    pages(1).await.unwrap();
    let long = "x".repeat(100_000);
    assert_eq!(
        journal.append(commit(session, 1, &long)).await,
        Err(JournalError::Full)
    );
    assert!(journal.load(session).await.unwrap().unwrap().commits.is_empty());
    pages(100_000).await.unwrap();
    journal.append(commit(session, 1, &long)).await.unwrap();
    assert!(journal.is_running());
}

#[tokio::test]
async fn a_failing_disk_stops_the_journal_for_good() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal.create(new(session)).await.unwrap();
    let failing = journal.write(Answered::Kept, |_, _| {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC);
        Err(rusqlite::Error::SqliteFailure(code, None).into())
    });
    let beside = journal.append(commit(session, 1, "x"));
    let (failed, beside) = tokio::join!(failing, beside);
    assert_eq!(failed, Err(JournalError::Stopped));
    assert_eq!(beside, Err(JournalError::Stopped));
    let line = journal.failed().await;
    assert!(line.contains("trivet.sqlite could not be written"), "{line}");
    assert_eq!(line.lines().count(), 1);
    assert!(!journal.is_running());
    assert!(
        matches!(place.open(), Err(OpenError::InUse(_))),
        "it keeps the lock until the process ends"
    );
}
