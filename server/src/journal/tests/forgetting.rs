//! What was replaced or erased is not.

use super::*;

#[tokio::test]
async fn replaced_text_is_in_no_file_after_compacting() {
    let place = Place::new();
    let journal = place.open().unwrap();
    let session = Uuid::new_v4();
    journal.create(NewSession { state: b"canary-snapshot".to_vec(), ..new(session) }).await.unwrap();
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
        journal.create(NewSession { state: text(number, draw(400)).into(), ..new(session) }).await.unwrap();
        sessions.push((session, 0_u64, vec![number]));
    }
    for number in 60..4_000 {
        let at = draw(60) as usize;
        let (session, version, alive) = &mut sessions[at];
        if draw(8) == 0 {
            journal.compact(*session, *version, text(number, draw(400)).into()).await.unwrap();
            *alive = vec![number];
        } else {
            *version += 1;
            let longest = if draw(5) == 0 { 500 } else { 30 };
            journal.append(commit(*session, *version, &text(number, draw(longest)))).await.unwrap();
            alive.push(number);
        }
    }
    journal.settle().await.unwrap();
    let bytes = fs::read(place.file()).unwrap();
    let mut found = std::collections::BTreeSet::new();
    for at in bytes.windows(7).enumerate().filter(|(_, window)| window == b"<scrap-").map(|(at, _)| at + 7) {
        if let Some(number) =
            bytes.get(at..at + 6).and_then(|six| std::str::from_utf8(six).ok()?.parse().ok())
        {
            found.insert(number);
        }
    }
    let alive: std::collections::BTreeSet<u64> =
        sessions.into_iter().flat_map(|(_, _, alive)| alive).collect();
    let scraps: Vec<_> = found.difference(&alive).collect();
    assert!(scraps.is_empty(), "{scraps:?}");
    assert_eq!(found.len(), alive.len());
    assert_eq!(fs::metadata(open::beside(&place.file(), "-wal")).unwrap().len(), 0);
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
    let _: i64 = reading.query_row("SELECT count(*) FROM commits", [], |row| row.get(0)).unwrap();
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
    let kept = NewSession { framework: "kept".into(), framework_json: b"canary-kept".to_vec(), ..new(two) };
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
    assert_eq!(fs::read_to_string(&list).unwrap(), format!("{one}\n{two} {person}\n"));
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
