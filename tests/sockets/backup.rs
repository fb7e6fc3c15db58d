//! `trivet backup` and `trivet check`, beside a server that is written to.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use trivet_tests::{Binary, Canary, Client, Group, ONE, eventually, trivet};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// People write as fast as they are answered. What was answered before the backup began is in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_before_a_backup_is_in_it() {
    let (directory, safe) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let program = Binary::start(directory.path(), &["--messages-per-second", "100000"]).await;
    let group = Group::at(program.address, "rate").await;
    let acknowledged: Vec<Arc<AtomicU64>> = group.phones.iter().map(|_| Arc::default()).collect();
    let stop = tokio_util::sync::CancellationToken::new();
    let mut writers = Vec::new();
    for (mut phone, last) in group.phones.into_iter().zip(acknowledged.clone()) {
        let stop = stop.clone();
        writers.push(tokio::spawn(async move {
            let mut longest = Duration::ZERO;
            for number in 1.. {
                if stop.is_cancelled() {
                    break;
                }
                let begun = Instant::now();
                phone.done(json!({"type": "rate", "competency": ONE, "reason": number.to_string()})).await;
                longest = longest.max(begun.elapsed());
                last.store(number, Ordering::SeqCst);
            }
            (phone, longest)
        }));
    }
    let (data, copy) = (directory.path().join("trivet.sqlite"), safe.path().join("copy"));
    eventually("some were written", || async {
        acknowledged.iter().all(|last| last.load(Ordering::SeqCst) > 3).then_some(())
    })
    .await;
    let before: Vec<u64> = acknowledged.iter().map(|last| last.load(Ordering::SeqCst)).collect();
    let (code, out, err) = trivet(&["backup", text(&copy), "--data", text(&data)]).await;
    assert_eq!((code, err.as_str(), out.lines().count()), (0, "", 1), "{out}");
    let bytes = fs::metadata(&copy).unwrap().len();
    assert_eq!(out.trim_end(), format!("{}: 1 session, {bytes} bytes", copy.display()));
    let after: Vec<u64> = acknowledged.iter().map(|last| last.load(Ordering::SeqCst)).collect();
    assert!(after.iter().zip(&before).all(|(after, before)| after > before), "writing went on meanwhile");
    stop.cancel();
    let mut seats = Vec::new();
    for writer in writers {
        let (phone, longest) = writer.await.unwrap();
        println!("the longest answer took {longest:?}");
        seats.push(phone.seat().clone());
    }
    drop(program);

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(fs::read_dir(safe.path()).unwrap().count(), 1, "nothing is left beside it");
    let place = tempfile::tempdir().unwrap();
    let restored = place.path().join("trivet.sqlite");
    let (code, out, err) = trivet(&["restore", text(&copy), "--data", text(&restored)]).await;
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let program = Binary::start(place.path(), &[]).await;
    for (seat, before) in seats.iter().zip(before) {
        let phone = Client::connect(program.address, seat).await;
        let kept: u64 = phone.mine["rows"][ONE]["reason"].as_str().unwrap().parse().unwrap();
        assert!(kept >= before, "{kept} is older than {before}");
    }
}

#[tokio::test]
async fn a_backup_is_never_written_over_and_a_bad_file_never_copied() {
    let directory = tempfile::tempdir().unwrap();
    let program = Binary::start(directory.path(), &[]).await;
    let (data, there) = (directory.path().join("trivet.sqlite"), directory.path().join("there"));
    fs::write(&there, "mine").unwrap();
    let (code, out, err) = trivet(&["backup", text(&there), "--data", text(&data)]).await;
    assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
    assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
    drop(program);

    for wrong in ["nowhere", "there"] {
        let (wrong, copy) = (directory.path().join(wrong), directory.path().join("copy"));
        let (code, out, err) = trivet(&["backup", text(&copy), "--data", text(&wrong)]).await;
        assert_eq!((code, out.as_str(), err.lines().count()), (1, "", 1), "{err}");
        assert!(!copy.exists());
    }
    let (code, _, err) = trivet(&["backup", "copy", "--data", ":memory:"]).await;
    assert_eq!((code, err.lines().count()), (2, 1), "{err}");
}

#[tokio::test]
async fn a_check_says_what_is_damaged_and_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let mut program = Binary::start(directory.path(), &[]).await;
    let mut group = Group::seat(program.address, &["Ann"], "rate").await;
    let word = Canary::new("word");
    group.phones[0].done(json!({"type": "rate", "competency": ONE, "reason": word.word()})).await;
    let other = Group::seat(program.address, &["Ben"], "rate").await;
    let data = directory.path().join("trivet.sqlite");
    let check = || async { trivet(&["check", "--data", text(&data)]).await };
    let whole = (0, format!("{}: whole, 2 sessions\n", data.display()), String::new());
    assert_eq!(check().await, whole, "beside a running server");
    program.kill_9();
    let (file, log) =
        (fs::read(&data).unwrap(), fs::read(directory.path().join("trivet.sqlite-wal")).unwrap());
    assert_eq!(check().await, whole, "after a crash");
    assert_eq!(fs::read(&data).unwrap(), file);
    assert_eq!(
        fs::read(directory.path().join("trivet.sqlite-wal")).unwrap(),
        log,
        "mended by the next start alone"
    );
    let mut program = program.start_again().await;
    program.terminate();
    program.wait(trivet_tests::PATIENCE).await;

    // A bit of somebody's words: their session is damaged, the other is not.
    let good = fs::read(&data).unwrap();
    let mut bad = good.clone();
    let at = bad.windows(8).position(|part| part == &word.word().as_bytes()[..8]).unwrap();
    bad[at] ^= 1;
    fs::write(&data, &bad).unwrap();
    let (code, out, err) = check().await;
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains(&group.opened.session) && !err.contains(&other.opened.session), "{err}");
    assert_eq!(fs::read(&data).unwrap(), bad);
    let copy = directory.path().join("copy");
    let (code, out, err) = trivet(&["backup", text(&copy), "--data", text(&data)]).await;
    assert!(code == 1 && out.contains("2 sessions") && err.contains(&group.opened.session), "{out}{err}");
    let place = tempfile::tempdir().unwrap();
    let new = place.path().join("trivet.sqlite");
    let (code, _, err) = trivet(&["restore", text(&copy), "--data", text(&new)]).await;
    assert!(code == 1 && !new.exists(), "{err}");
    let (code, out, _) = trivet(&["restore", text(&copy), "--data", text(&new), "--with-damage"]).await;
    assert!(code == 0 && new.exists(), "{out}");

    // The file itself.
    fs::write(&data, good.get(..good.len() / 2).unwrap()).unwrap();
    let (code, _, err) = check().await;
    assert_eq!((code, err.lines().count()), (1, 1), "{err}");
    let mut newer = good.clone();
    newer[63] += 1;
    fs::write(&data, newer).unwrap();
    let (code, _, err) = check().await;
    assert!(code == 2 && err.contains("newer Trivet"), "{err}");
    fs::write(&data, "no database").unwrap();
    assert_eq!(check().await.0, 2);
    fs::remove_file(&data).unwrap();
    assert_eq!(check().await.0, 2);
    assert!(!data.exists());
}
