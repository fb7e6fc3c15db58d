//! What was answered is there.

use super::*;

#[tokio::test]
async fn what_was_answered_is_there_after_a_crash() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal
        .create(NewSession { code: Some("ABC".into()), owner: Some([7; 32]), ..new(session) })
        .await
        .unwrap();
    for version in 1..=3 {
        journal.append(commit(session, version, &format!("commit {version}"))).await.unwrap();
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
    assert_eq!(crashed.framework("hash").await.unwrap().unwrap(), b"{\"areas\":[]}");
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
    for outcome in join_all(sessions.iter().map(|session| journal.append(commit(*session, 1, "x")))).await {
        outcome.unwrap();
    }
    let after = journal.totals();
    assert_eq!(after.commits - before.commits, 64);
    assert!(after.transactions - before.transactions <= 32, "{before:?} {after:?}");
}

#[tokio::test]
async fn versions_come_one_after_the_other() {
    let journal = Journal::open(None, Options::default()).unwrap();
    let session = Uuid::new_v4();
    assert_eq!(journal.append(commit(session, 1, "x")).await, Err(JournalError::Unknown));
    journal.create(NewSession { version: 4, ..new(session) }).await.unwrap();
    for wrong in [3, 4, 6] {
        let outcome = journal.append(commit(session, wrong, "x")).await;
        assert_eq!(outcome, Err(JournalError::OutOfOrder { last: 4 }));
    }
    journal.append(commit(session, 5, "x")).await.unwrap();
    assert_eq!(journal.compact(session, 6, vec![]).await, Err(JournalError::OutOfOrder { last: 5 }));
    assert_eq!(journal.compact(session, 3, vec![]).await, Err(JournalError::OutOfOrder { last: 5 }));
    journal.append(commit(session, 6, "y")).await.unwrap();
    journal.compact(session, 5, b"five".to_vec()).await.unwrap();
    let loaded = journal.load(session).await.unwrap().unwrap();
    assert_eq!((loaded.version, loaded.commits), (5, vec![(6, b"y".to_vec())]));
}

#[tokio::test]
async fn codes_secrets_and_ids_belong_to_one_session() {
    let journal = Journal::open(None, Options::default()).unwrap();
    let (one, two) = (Uuid::new_v4(), Uuid::new_v4());
    journal.create(NewSession { code: Some("A".into()), owner: Some([1; 32]), ..new(one) }).await.unwrap();
    assert_eq!(journal.create(new(one)).await, Err(JournalError::SessionTaken));
    let same_owner = NewSession { owner: Some([1; 32]), ..new(two) };
    assert_eq!(journal.create(same_owner).await, Err(JournalError::OwnerTaken));
    let same_code = NewSession { code: Some("A".into()), ..new(two) };
    assert_eq!(journal.create(same_code.clone()).await, Err(JournalError::CodeTaken));

    let closing = Append { code: CodeChange::Drop, expires_at: Some(5), ..commit(one, 1, "closed") };
    journal.append(closing).await.unwrap();
    assert_eq!(journal.find_by_code("A").await.unwrap(), None);
    assert!(journal.expired(4).await.unwrap().is_empty());
    assert_eq!(journal.expired(5).await.unwrap(), [one]);
    journal.create(same_code).await.unwrap();
    assert_eq!(journal.set_code(one, Some("A".into())).await, Err(JournalError::CodeTaken));
    let reopening = Append { code: CodeChange::Set("B".into()), ..commit(one, 2, "open") };
    journal.append(reopening).await.unwrap();
    assert_eq!(journal.find_by_code("B").await.unwrap(), Some(one));
    let reducing = Append { code: CodeChange::DropWithOwner, ..commit(one, 3, "kept sheets") };
    journal.append(reducing).await.unwrap();
    assert_eq!(journal.find_by_code("B").await.unwrap(), None);
    assert_eq!(journal.find_by_owner([1; 32]).await.unwrap(), None);
    journal.set_code(two, None).await.unwrap();
    assert_eq!(journal.find_by_code("A").await.unwrap(), None);
    assert_eq!(journal.set_code(Uuid::new_v4(), None).await, Err(JournalError::Unknown));
}

#[tokio::test]
async fn a_closed_journal_answers_stopped() {
    let journal = Journal::open(None, Options::default()).unwrap();
    let other = journal.clone();
    journal.close().await;
    assert_eq!(other.create(new(Uuid::new_v4())).await, Err(JournalError::Stopped));
    assert_eq!(other.find_by_code("A").await, Err(JournalError::Stopped));
    assert!(!other.is_running());
}
