//! Promise 5: exactly one effect per command. Each is sent one to four times, over connections that are cut after the
//! request and before the answer, to a program that is killed in between. Effects are counted where they show: in minutes
//! that add up, in the words that stand, and in the versions of the sessions, which grow by one with each effect.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use trivet_tests::{Answer, Binary, Chaos, Dice, Fate, Group, ONE, Outbox, UNHURRIED, reached, size};

/// Commands in a usual run, and in a full one.
const COMMANDS: (usize, usize) = (2_000, 100_000);
/// Sessions of five side by side.
const SESSIONS: usize = 8;
/// Commands of one person between two looks.
const AT_A_TIME: usize = 25;
/// Silence after which somebody opens another socket.
const SUSPICIOUS_AFTER: Duration = Duration::from_millis(700);
/// Bytes within which a connection is cut. A welcome is the larger part of them.
const CUT_WITHIN: u64 = 16_000;
/// When the program is killed, in ms after people begin.
const KILLED_WITHIN: std::ops::Range<u64> = 20..400;

struct Person {
    outbox: Outbox,
    dice: Dice,
    desk: bool,
    /// Minutes that the desk added on the whole.
    minutes: i64,
    session: usize,
    done: usize,
}

impl Person {
    fn next(&mut self) -> Value {
        if self.desk {
            // Different amounts, so that a second effect of one is not taken back by a second effect of another.
            let minutes = 1 + self.dice.within(0..7) as i64;
            let minutes = if self.minutes > 0 { -minutes } else { minutes };
            self.minutes += minutes;
            return json!({"type": "extend", "stage": "rate", "minutes": minutes});
        }
        json!({"type": "rate", "competency": ONE, "reason": format!("words {:x}", self.dice.roll())})
    }

    async fn work(mut self) -> Person {
        while self.outbox.log.len() < AT_A_TIME {
            let command = self.next();
            self.outbox.send(command).await;
            // Nought to three times more, together with some that went before it.
            for _ in 0..self.dice.within(0..4) {
                let end = self.outbox.log.len();
                let begin = end - (self.dice.within(1..4) as usize).min(end);
                self.outbox.repeat(begin..end).await;
            }
            match self.dice.within(0..40) {
                0 => self.outbox.drop_socket(),
                1..4 => self.outbox.settle().await,
                _ => {}
            }
        }
        let documents = self.outbox.synced().await;
        for sent in &self.outbox.log {
            assert_eq!(sent.answer, Some(Answer::Done), "{}", sent.command);
        }
        if self.desk {
            let stages = documents.desk["plan"]["stages"].as_array().unwrap();
            let rate = stages.iter().find(|stage| stage["stage"] == "rate").unwrap();
            assert_eq!(rate["minutes"], 8 + self.minutes, "each minute once");
        } else {
            let last = &self.outbox.log.last().unwrap().command["reason"];
            assert_eq!(documents.mine["rows"][ONE]["reason"], *last, "the last words stand");
        }
        self.done += self.outbox.log.len();
        self.outbox.forget();
        self
    }
}

/// The version of each session: how many effects it has seen.
fn versions(directory: &Path, sessions: &[String]) -> Vec<usize> {
    let file = rusqlite::Connection::open(directory.join("trivet.sqlite")).unwrap();
    file.busy_timeout(trivet_tests::PATIENCE).unwrap();
    let version = "SELECT max(version) FROM (SELECT session, version FROM snapshots UNION ALL \
                   SELECT session, version FROM commits) WHERE session = ?1";
    let of = |session: &String| {
        let id = uuid::Uuid::parse_str(session).unwrap();
        let found: i64 = file.query_row(version, (id.as_bytes().as_slice(),), |row| row.get(0)).unwrap();
        usize::try_from(found).unwrap()
    };
    sessions.iter().map(of).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_5_exactly_one_effect_per_command() {
    let mut dice = Dice::seeded("promise 5");
    let directory = tempfile::tempdir().unwrap();
    let arguments = [&UNHURRIED[..], &["--compact-every", "200ms"]].concat();
    let mut program = Binary::start(directory.path(), &arguments).await;
    let mut fates = Dice::new(dice.roll());
    let network = Chaos::with(program.address, move || Fate::drawn(&mut fates, CUT_WITHIN)).await;
    let (mut people, mut sessions) = (Vec::new(), Vec::new());
    for session in 0..SESSIONS {
        let group = Group::at(program.address, "rate").await;
        sessions.push(group.opened.session.clone());
        let seats =
            std::iter::once(group.opened.desk()).chain(group.phones.iter().map(|phone| phone.seat().clone()));
        for seat in seats {
            let mut outbox = Outbox::unconnected(network.address, &seat);
            outbox.suspicious_after(SUSPICIOUS_AFTER);
            let desk = seat.participant.is_empty();
            people.push(Person { outbox, dice: Dice::new(dice.roll()), desk, minutes: 0, session, done: 0 });
        }
    }
    let before = versions(directory.path(), &sessions);
    let commands = size(COMMANDS.0, COMMANDS.1);
    let mut restarts = 0;
    while people.iter().map(|person| person.done).sum::<usize>() < commands {
        let mut working = JoinSet::new();
        for person in people.drain(..) {
            working.spawn(person.work());
        }
        tokio::time::sleep(Duration::from_millis(dice.within(KILLED_WITHIN))).await; // the moment is what chance decides
        program.kill_9();
        program = program.start_again().await;
        restarts += 1;
        people = working.join_all().await;
    }
    let sent: usize = people.iter().map(|person| person.done).sum();
    let posts: usize = people.iter().map(|person| person.outbox.posts).sum();
    let mut duplicates = 0;
    for (session, (before, after)) in
        before.into_iter().zip(versions(directory.path(), &sessions)).enumerate()
    {
        let said: usize =
            people.iter().filter(|person| person.session == session).map(|person| person.done).sum();
        assert!(after - before >= said, "session {session}: an effect is missing");
        duplicates += after - before - said;
    }
    assert!(network.cuts() > 10 && posts > sent * 2, "nothing was put to the test");
    assert_eq!(duplicates, 0, "of {sent}");
    reached(
        5,
        "0 duplicates in 100,000 commands each sent 1–4 times across drops and restarts",
        &format!(
            "{duplicates} duplicates in {sent} commands, sent {posts} times over {} connections, {} of them cut; {restarts} kills",
            network.came(),
            network.cuts()
        ),
    );
}
