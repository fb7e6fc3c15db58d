//! What must not be opened, or not be read.

use super::*;

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
    journal.create(NewSession { state: vec![b'x'; 100_000], ..new(session) }).await.unwrap();
    journal.close().await;
    let good = fs::read(place.file()).unwrap();
    let refused = |bytes: &[u8]| {
        fs::write(place.file(), bytes).unwrap();
        let error = place.open().unwrap_err();
        assert_eq!(fs::read(place.file()).unwrap(), bytes, "a refused file must be left alone");
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
    // Letters of the text that says what the tables are: SQLite itself would find out at the first write.
    let schema = position(&good, b"CREATE TABLE sessions").unwrap();
    for at in (schema..schema + 300).step_by(5) {
        for bits in [0x20, 0x80] {
            let mut turned = good.clone();
            turned[at] ^= bits;
            assert!(matches!(refused(&turned), OpenError::Damaged(..)), "byte {at}");
        }
    }
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
        journal.append(commit(session, 1, &format!("words of {session}"))).await.unwrap();
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

/// A turned bit in what stands about a session besides its words, where no index would show it.
#[tokio::test]
async fn a_turned_bit_in_a_date_damages_one_session_alone_and_erases_none() {
    let (created, expires) = (0x0123_4567_89ab_i64, 0x0223_4567_89ab_i64);
    for date in [created, expires] {
        let place = Place::new();
        let journal = place.open().unwrap();
        let (hit, spared) = (Uuid::new_v4(), Uuid::new_v4());
        journal.create(NewSession { created_at: created, expires_at: expires, ..new(hit) }).await.unwrap();
        journal
            .create(NewSession { created_at: created + 1, expires_at: expires + 1, ..new(spared) })
            .await
            .unwrap();
        journal.close().await;
        let mut bytes = fs::read(place.file()).unwrap();
        let at = position(&bytes, &date.to_be_bytes()[2..]).unwrap();
        bytes[at] ^= if date == expires { 2 } else { 1 };
        fs::write(place.file(), &bytes).unwrap();
        let stored = Stored::open(&place.file()).unwrap();
        stored.check().unwrap();
        assert_eq!(stored.load(hit).err(), Some(JournalError::Damaged));
        drop(stored);
        let journal = place.open().unwrap();
        assert_eq!(journal.load(hit).await, Err(JournalError::Damaged));
        // Its date lies long ago now, or so it says.
        assert_eq!(journal.expired(1 << 40).await.unwrap(), [] as [Uuid; 0]);
        assert_eq!(journal.expired(i64::MAX).await.unwrap(), [spared]);
        // No change to another column makes good what is wrong.
        let change = Append { expires_at: Some(5), code: CodeChange::Drop, ..commit(hit, 1, "words") };
        assert_eq!(journal.append(change).await, Err(JournalError::Damaged));
        assert_eq!(journal.load(hit).await, Err(JournalError::Damaged));
        // Whoever wants it gone can have it gone.
        journal.erase(hit).await.unwrap();
        assert_eq!(journal.load(hit).await, Ok(None));
        let change =
            Append { expires_at: Some(5), code: CodeChange::Set("XYZ".into()), ..commit(spared, 1, "words") };
        journal.append(change).await.unwrap();
        let loaded = journal.load(spared).await.unwrap().unwrap();
        assert_eq!((loaded.expires_at, loaded.code.as_deref()), (5, Some("XYZ")));
        assert_eq!(journal.expired(5).await.unwrap(), [spared]);
    }
}

#[tokio::test]
async fn a_file_from_before_the_dates_had_a_checksum_is_read_and_gets_them() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal
        .create(NewSession { code: Some("ABC".into()), owner: Some([7; 32]), ..new(session) })
        .await
        .unwrap();
    journal.close().await;
    let old = Connection::open(place.file()).unwrap();
    old.execute_batch("ALTER TABLE sessions DROP COLUMN checksum; PRAGMA user_version = 2;").unwrap();
    drop(old);
    // A backup of then is only looked at, and not changed.
    let stored = Stored::open(&place.file()).unwrap();
    stored.check().unwrap();
    assert_eq!(stored.load(session).unwrap().unwrap().code.as_deref(), Some("ABC"));
    drop(stored);
    let journal = place.open().unwrap();
    assert_eq!(journal.load(session).await.unwrap().unwrap().expires_at, 1_000);
    assert_eq!(journal.expired(1_000).await.unwrap(), [session]);
    journal.close().await;
    let file = Connection::open(place.file()).unwrap();
    let sealed: i64 = file
        .query_row("SELECT count(*) FROM sessions WHERE length(checksum) = 8", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sealed, 1);
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
    assert_eq!(with_log(&garbled_end).open().unwrap().load(session).await.unwrap().unwrap().commits.len(), 5);
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
    let files: Vec<PathBuf> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 5, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
}
