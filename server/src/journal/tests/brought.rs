//! Frameworks that were brought: kept for a while by themselves, and as long as a session names them.

use super::*;

async fn bring(journal: &Journal, hash: &str, now: i64) -> Result<(), JournalError> {
    journal.keep_framework(hash.to_owned(), format!("{{\"{hash}\":1}}").into_bytes(), now, 2).await
}

async fn is_kept(journal: &Journal, hash: &str) -> bool {
    journal.framework(hash).await.unwrap().is_some()
}

fn with(framework: &str, created_at: i64) -> NewSession {
    let json = format!("{{\"{framework}\":1}}").into_bytes();
    NewSession { framework: framework.into(), framework_json: json, created_at, ..new(Uuid::new_v4()) }
}

#[tokio::test]
async fn one_that_nobody_uses_goes_in_time_and_one_in_use_stays() {
    let place = Place::new();
    let journal = place.open().unwrap();
    bring(&journal, "idle", 10).await.unwrap();
    bring(&journal, "used", 10).await.unwrap();
    let session = with("used", 20);
    journal.create(session.clone()).await.unwrap();
    journal.forget_frameworks(10).await.unwrap();
    assert!(is_kept(&journal, "idle").await && is_kept(&journal, "used").await);
    journal.forget_frameworks(15).await.unwrap();
    assert!(!is_kept(&journal, "idle").await && is_kept(&journal, "used").await);
    journal.forget_frameworks(1_000).await.unwrap();
    assert!(is_kept(&journal, "used").await);
    // Its last session gone, it is as if it had been brought when that began.
    journal.erase(session.session).await.unwrap();
    journal.forget_frameworks(20).await.unwrap();
    assert!(is_kept(&journal, "used").await);
    journal.forget_frameworks(21).await.unwrap();
    assert!(!is_kept(&journal, "used").await);
    journal.settle().await.unwrap();
    assert_eq!(place.holding("\"used\""), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn bringing_again_is_bringing_anew_and_only_so_many_are_kept_for_nobody() {
    let journal = Journal::open(None, Options::default()).unwrap();
    bring(&journal, "a", 1).await.unwrap();
    bring(&journal, "b", 1).await.unwrap();
    assert_eq!(bring(&journal, "c", 1).await, Err(JournalError::TooMany));
    assert!(!is_kept(&journal, "c").await);
    bring(&journal, "a", 5).await.unwrap();
    // One that a session names takes nobody's place.
    journal.create(with("b", 1)).await.unwrap();
    bring(&journal, "c", 5).await.unwrap();
    journal.forget_frameworks(5).await.unwrap();
    assert!(is_kept(&journal, "a").await && is_kept(&journal, "b").await && is_kept(&journal, "c").await);
    // One of the list goes with its last session, as ever.
    let session = with("listed", 1);
    journal.create(session.clone()).await.unwrap();
    journal.erase(session.session).await.unwrap();
    assert!(!is_kept(&journal, "listed").await);
}

#[tokio::test]
async fn a_file_of_the_first_schema_opens_and_keeps_what_it_held() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = with("old", 1);
    journal.create(session.clone()).await.unwrap();
    journal.close().await;
    // As the first edition left it.
    let old = Connection::open(place.file()).unwrap();
    old.execute_batch(
        "ALTER TABLE frameworks DROP COLUMN brought_at; ALTER TABLE sessions DROP COLUMN checksum; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let journal = place.open().unwrap();
    assert!(journal.load(session.session).await.unwrap().is_some() && is_kept(&journal, "old").await);
    bring(&journal, "new", 1).await.unwrap();
    journal.forget_frameworks(1_000).await.unwrap();
    assert!(is_kept(&journal, "old").await && !is_kept(&journal, "new").await);
}
