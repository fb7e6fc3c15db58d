//! A disk that is full, and one that fails.

use super::*;

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
    assert_eq!(journal.append(commit(session, 1, &long)).await, Err(JournalError::Full));
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
    assert!(matches!(place.open(), Err(OpenError::InUse(_))), "it keeps the lock until the process ends");
}
