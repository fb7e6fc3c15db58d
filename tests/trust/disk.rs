//! Promises 2 and 3: a disk that fails to sync ends the program, with nothing acknowledged that may be lost; a full disk
//! ends nothing but writing, and writing goes on when there is room again.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use trivet_tests::{Answer, Binary, Client, Dice, Group, Launch, ONE, PATIENCE, eventually, reached, size};
use uuid::Uuid;

/// Failing disks in a usual run, and in a full one.
const FAILURES: (usize, usize) = (3, 30);
/// Which sync of a thread fails. The thread that opens a new file makes fewer: it is the writer's that fails.
const WHICH: std::ops::Range<u64> = 20..40;
/// The code that the program ends with when its journal has failed.
const JOURNAL_FAILED: i32 = 74;

/// Whether the system lets us do this; said loudly when it does not, since the promise is not tried then.
fn allowed(command: &[&str]) -> bool {
    let tried = Command::new(command[0]).args(&command[1..]).output();
    let tried = tried.unwrap_or_else(|error| panic!("{} must be installed for this: {error}", command[0]));
    if !tried.status.success() {
        eprintln!(
            "NOT TRIED: this system refuses `{}`, so that the promise is not shown here:\n{}",
            command.join(" "),
            String::from_utf8_lossy(&tried.stderr)
        );
    }
    tried.status.success()
}

fn rate(reason: &str) -> Value {
    json!({"type": "rate", "competency": ONE, "reason": reason})
}

/// What a failing disk came to.
struct Failure {
    acknowledged: usize,
    ended_after: f64,
}

#[tokio::test]
async fn promise_2_a_failing_disk_ends_the_program_and_nothing_is_acknowledged() {
    if !allowed(&["strace", "-D", "-o", "/dev/null", "true"]) {
        return;
    }
    let mut dice = Dice::seeded("promise 2");
    let runs = size(FAILURES.0, FAILURES.1);
    let (mut acknowledged, mut slowest) = (0, 0.0_f64);
    for _ in 0..runs {
        // Sometimes it is the sync of a commit that fails, sometimes that of emptying the log.
        let compact_every = ["50ms", "1h"][dice.within(0..2) as usize];
        let failure = fail(dice.within(WHICH), compact_every).await;
        acknowledged += failure.acknowledged;
        slowest = slowest.max(failure.ended_after);
    }
    reached(
        2,
        "fsync fails: no `done`, one line, exit 74 within 1 s, no sync after it",
        &format!(
            "{runs} failures: {acknowledged} acknowledged and all there, ended after {:.0} ms at the most, 0 syncs after",
            slowest * 1_000.0
        ),
    );
}

async fn fail(which: u64, compact_every: &str) -> Failure {
    let directory = tempfile::tempdir().unwrap();
    let trace = directory.path().join("trace");
    // `-D`: the tracer is the grandchild, so that the process here is the program itself.
    let inject = format!("inject=fdatasync,fsync:error=EIO:when={which}");
    let strace = [
        "strace",
        "-D",
        "-f",
        "-q",
        "-ttt",
        "-o",
        trace.to_str().unwrap(),
        "-e",
        "trace=fdatasync,fsync",
        "-e",
        &inject,
    ];
    let arguments = ["--messages-burst", "10000", "--compact-every", compact_every];
    let launch = Launch::new(directory.path()).with(&arguments);
    let mut program = launch.clone().within(&strace).start().await;
    let mut group = Group::seat(program.address, &["Ann"], "rate").await;
    let seat = group.phones[0].seat().clone();
    let ann = &mut group.phones[0];
    // One at a time: what is unanswered at the end is what failed.
    let mut acknowledged = 0;
    while ann.closed.is_none() {
        let id = Uuid::new_v4().to_string();
        ann.post(&id, rate(&format!("word {}", acknowledged + 1))).await;
        ann.until("an answer or the end", |c| c.closed.is_some() || c.has_answer(&id)).await;
        if ann.has_answer(&id) {
            assert_eq!(ann.answer(&id).await, Answer::Done);
            acknowledged += 1;
        }
    }
    let status = program.wait(PATIENCE).await;
    assert_eq!(status.code(), Some(JOURNAL_FAILED), "{}", program.log());
    let last: Vec<String> =
        program.log().lines().filter(|line| line.starts_with("trivet: ")).map(str::to_owned).collect();
    assert_eq!(last.len(), 1, "one line: {last:?}");
    assert!(last[0].contains("trivet.sqlite could not be written"), "{}", last[0]);

    let ended = eventually("the trace's end", || async {
        let trace = fs::read_to_string(&trace).unwrap();
        trace.contains("exited with 74").then_some(trace)
    })
    .await;
    let lines: Vec<&str> = ended.lines().collect();
    let at = |line: &str| line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap();
    let failed = lines.iter().position(|line| line.contains("(INJECTED)")).unwrap();
    let again: Vec<&&str> = lines[failed + 1..].iter().filter(|line| line.contains("sync(")).collect();
    assert!(again.is_empty(), "synced again after it failed: {again:?}");
    let gone = lines.iter().rfind(|line| line.contains("exited with 74")).unwrap();
    let ended_after = at(gone) - at(lines[failed]);
    assert!(ended_after <= 1.0, "ended after {ended_after} s");

    // On a disk that is well again: all that was acknowledged, or what came after it.
    let _program = launch.start().await;
    let kept = ann_reason(&Client::connect(_program.address, &seat).await);
    let allowed = [format!("word {acknowledged}"), format!("word {}", acknowledged + 1)];
    assert!(allowed.contains(&kept) || acknowledged == 0 && kept.is_empty(), "{kept} is none of {allowed:?}");
    Failure { acknowledged, ended_after }
}

fn ann_reason(ann: &Client) -> String {
    ann.mine["rows"][ONE]["reason"].as_str().unwrap_or_default().to_owned()
}

/// Where the small disk is, as seen from outside of the program's own view of the file system.
fn small_disk(program: &Binary, place: &Path) -> PathBuf {
    PathBuf::from(format!("/proc/{}/root{}", program.pid(), place.display()))
}

#[tokio::test]
async fn promise_3_a_full_disk_stops_writing_alone_and_mends_itself() {
    if !allowed(&["unshare", "-rm", "true"]) {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path().join("small");
    fs::create_dir(&place).unwrap();
    let mount = "mount -t tmpfs -o size=4m none \"$0\" && exec \"$@\"";
    let arguments = ["--messages-burst", "100000", "--compact-every", "1s", "--asleep-after", "1h"];
    let launch = Launch::new(directory.path()).with(&arguments);
    let program = launch
        .clone()
        .data(&place.join("trivet.sqlite"))
        .within(&["unshare", "-rm", "sh", "-c", mount, place.to_str().unwrap()])
        .start()
        .await;
    let mut group = Group::at(program.address, "rate").await;
    let disk = small_disk(&program, &place);
    assert!(disk.join("trivet.sqlite").is_file(), "the data are on the small disk");
    group.phones[0].done(rate("before")).await;
    let filler = disk.join("filler");
    fill(&filler);

    // Words of different length, until there is no room for one.
    let (ann, secret) = (&mut group.phones[0], group.opened.secret.clone());
    let (mut kept, mut tried) = ("before".to_owned(), 0);
    loop {
        tried += 1;
        let reason = format!("word {tried} {}", "x".repeat(1_900));
        match ann.send(rate(&reason)).await {
            Answer::Done => kept = reason,
            Answer::Refused(refusal) => {
                assert_eq!(refusal, json!({"type": "storageFull"}));
                break;
            }
        }
        assert!(tried < 10_000, "the disk is never full");
    }
    // Nothing that was refused is seen, by anybody; reading and exports go on.
    assert_eq!(ann_reason(&group.phones[0].again().await), kept);
    let ann_secret = group.phones[0].seat().secret.clone();
    let sheet = group.document("sheet.json", &ann_secret).await;
    assert_eq!((sheet.status, &sheet.json["rows"][0]["reason"]), (200, &json!(kept)));
    for file in ["summary.json", "summary.md", "summary.csv"] {
        assert_eq!(group.document(file, &secret).await.status, 200, "{file}");
    }
    let opening = json!({"framework": "core-competencies", "title": "A session", "zone": "Europe/London"});
    let refused = group.api.post("/api/sessions", &opening).await;
    assert_eq!((refused.status, refused.code()), (503, "storageFull"), "{}", refused.text);
    assert_eq!(group.api.get("/healthz", None).await.status, 200);
    for phone in &mut group.phones[1..] {
        let answer = phone.send(rate(&"y".repeat(1_900))).await;
        assert_eq!(answer, Answer::Refused(json!({"type": "storageFull"})));
    }

    // Room again: by itself, without anybody doing anything about it.
    fs::remove_file(&filler).unwrap();
    let begun = Instant::now();
    let recovered = eventually("room again", || {
        let again = group.phones[0].again();
        async move {
            let mut ann = again.await;
            (ann.send(rate("room again")).await == Answer::Done).then(|| begun.elapsed())
        }
    })
    .await;
    assert!(recovered <= Duration::from_secs(10), "recovered after {recovered:?}");
    group.phones[1].done(rate("Ben too")).await;

    // What was acknowledged is on the disk, and nothing else: the files as they lie there, under another program.
    let copies = directory.path().join("copies");
    fs::create_dir(&copies).unwrap();
    for file in ["trivet.sqlite", "trivet.sqlite-wal"] {
        fs::copy(disk.join(file), copies.join(file)).unwrap();
    }
    let mut seats: Vec<_> = group.phones.iter().map(|phone| phone.seat().clone()).collect();
    drop((group, program));
    let program = Launch::new(directory.path()).data(&copies.join("trivet.sqlite")).start().await;
    for (seat, expected) in seats.drain(..).zip(["room again", "Ben too", "", ""]) {
        assert_eq!(ann_reason(&Client::connect(program.address, &seat).await), expected);
    }
    reached(
        3,
        "full disk: reads go on, writes answer storageFull, 0 falsely acknowledged, recovers within 10 s",
        &format!(
            "as asked after {tried} writes; 0 falsely acknowledged; recovered after {} ms",
            recovered.as_millis()
        ),
    );
}

/// Takes all the room there is.
fn fill(file: &Path) {
    let mut filler = fs::File::create(file).unwrap();
    for piece in [64 * 1024, 4 * 1024, 1] {
        while filler.write_all(&vec![0; piece]).is_ok() {}
    }
}
