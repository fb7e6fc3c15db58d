//! Promise 11: a restart is no event. Under load everybody is told, the program ends in time, people are back by
//! themselves with the pauses of a page, and nothing they typed is lost.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use trivet_tests::{Answer, Binary, Dice, Group, ONE, Outbox, PATIENCE, percentile, reached, size};

/// Sessions of five in a usual run, and in a full one.
const SESSIONS: (usize, usize) = (8, 40);
/// Time between two commands of one person: two hundred of them make a hundred commands a second.
const PAUSE: Duration = Duration::from_secs(2);
/// "Going away for a restart".
const RESTART: u16 = 1012;
const TOLD_WITHIN: Duration = Duration::from_secs(1);
const ENDS_WITHIN: Duration = Duration::from_secs(5);
const BACK_WITHIN: Duration = Duration::from_secs(10);

struct Person {
    outbox: Outbox,
    dice: Dice,
    desk: bool,
}

impl Person {
    /// Types until told to stop, whether the server is there or not, and then until it is all answered.
    async fn work(mut self, stop: CancellationToken) -> Person {
        let mut due = Instant::now() + PAUSE.mul_f64(self.dice.within(0..100) as f64 / 100.0);
        while !stop.is_cancelled() {
            if Instant::now() >= due {
                due += PAUSE;
                let text = format!("words {:x}", self.dice.roll());
                self.outbox
                    .send(if self.desk {
                        json!({"type": "note", "stage": "rate", "text": text})
                    } else {
                        json!({"type": "rate", "competency": ONE, "reason": text})
                    })
                    .await;
            }
            if self.outbox.is_connected() {
                let _ = timeout(due - Instant::now().min(due), self.outbox.step()).await; // there is more to type
            } else {
                self.outbox.step().await;
            }
        }
        self.outbox.settle().await;
        self
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_11_a_restart_is_no_event() {
    let mut dice = Dice::seeded("promise 11");
    let directory = tempfile::tempdir().unwrap();
    let mut program =
        Binary::start(directory.path(), &["--sessions-per-hour", "100000", "--joins-per-hour", "100000"])
            .await;
    let mut people = Vec::new();
    for _ in 0..size(SESSIONS.0, SESSIONS.1) {
        let group = Group::at(program.address, "rate").await;
        let seats =
            std::iter::once(group.opened.desk()).chain(group.phones.iter().map(|phone| phone.seat().clone()));
        for seat in seats {
            let mut outbox = Outbox::connect(program.address, &seat).await;
            outbox.like_a_page(Dice::new(dice.roll()));
            people.push(Person { outbox, dice: Dice::new(dice.roll()), desk: seat.participant.is_empty() });
        }
    }
    let clients = people.len();
    let stop = CancellationToken::new();
    let mut working = JoinSet::new();
    for person in people {
        working.spawn(person.work(stop.clone()));
    }
    tokio::time::sleep(PAUSE * 2).await; // under load

    let begun = tokio::time::Instant::now();
    program.terminate();
    let status = program.wait(PATIENCE).await;
    let ended_after = begun.elapsed();
    assert!(status.success() && ended_after <= ENDS_WITHIN, "{status} after {ended_after:?}");
    let _program = program.start_again().await;
    tokio::time::sleep(BACK_WITHIN).await; // people go on typing meanwhile
    stop.cancel();

    let (mut told, mut back, mut typed) = (Duration::ZERO, Vec::new(), 0);
    for mut person in working.join_all().await {
        let documents = person.outbox.synced().await;
        let (at, code) = person.outbox.closes.iter().find(|(at, _)| *at >= begun).copied().unwrap();
        assert_eq!(code, RESTART);
        told = told.max(at - begun);
        back.push(person.outbox.returns.last().unwrap().at - begun);
        assert!(
            person.outbox.log.iter().all(|sent| sent.answer == Some(Answer::Done)),
            "something was refused"
        );
        typed += person.outbox.log.len();
        let Some(last) = person.outbox.log.last() else { continue };
        if person.desk {
            assert_eq!(documents.desk["notes"]["rate"], last.command["text"]);
        } else {
            assert_eq!(documents.mine["rows"][ONE]["reason"], last.command["reason"]);
        }
    }
    let slowest = back.iter().max().copied().unwrap_or_default();
    let back = percentile(&mut back, 0.95);
    assert!(told <= TOLD_WITHIN, "the last was told after {told:?}");
    assert!(back <= BACK_WITHIN, "p95 back after {back:?}");
    reached(
        11,
        "1012 to all within 1 s, exit within 5 s, 200 clients back within 10 s p95, nothing typed lost",
        &format!(
            "{clients} clients: told within {} ms, ended after {} ms, back p95 {:.1} s (last {:.1} s), 0 of {typed} lost",
            told.as_millis(),
            ended_after.as_millis(),
            back.as_secs_f64(),
            slowest.as_secs_f64()
        ),
    );
}
