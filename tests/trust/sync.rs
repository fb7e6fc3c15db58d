//! Promise 6: reconnecting always ends in sync. Schedules drawn by seed, with drops, half-open sockets, restarts and a
//! person with two tabs: at the end of each, what every client merged from its frames is what a fresh socket is welcomed
//! with.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::RwLock;
use tokio::task::JoinSet;
use trivet_tests::{
    Binary, Chaos, Client, Dice, Fate, Group, ONE, Outbox, Seat, TWO, UNHURRIED, reached, size,
};
use uuid::Uuid;

/// Schedules in a usual run, and in a full one.
const SCHEDULES: (usize, usize) = (200, 10_000);
/// Sessions side by side, and how many schedules each goes through before another one takes its place.
const SIDE_BY_SIDE: usize = 10;
const IN_A_SESSION: usize = 20;
/// Steps of a schedule.
const STEPS: std::ops::Range<u64> = 4..16;
const SUSPICIOUS_AFTER: Duration = Duration::from_millis(700);
const CUT_WITHIN: u64 = 16_000;
/// Time between two restarts, in ms.
const RESTARTED_EVERY: std::ops::Range<u64> = 500..3_000;

/// One session's people: the desk, and Ann with two tabs, and Ben.
struct People {
    outboxes: Vec<(Seat, Outbox)>,
    others: Vec<String>,
    dice: Dice,
    /// Held while there must be a server.
    up: Arc<RwLock<()>>,
    left: Arc<AtomicUsize>,
    differences: usize,
    address: std::net::SocketAddr,
}

impl People {
    fn command(&mut self, desk: bool) -> Value {
        let dice = &mut self.dice;
        let text = format!("words {:x}", dice.roll());
        let competency = [ONE, TWO][dice.within(0..2) as usize];
        let somebody = self.others[dice.within(0..2) as usize].clone();
        let yes = dice.within(0..2) == 0;
        if desk {
            return match dice.within(0..7) {
                0 => json!({"type": "note", "stage": "rate", "text": text}),
                1 => json!({"type": "goTo", "stage": if yes { "rate" } else { "discuss" }}),
                2 => json!({"type": "giveTurn", "participant": somebody, "competency": competency}),
                3 => json!({"type": "nextTurn"}),
                4 => json!({"type": "extend", "stage": "discuss", "minutes": 1}),
                5 => json!({"type": if yes { "pause" } else { "resume" }}),
                _ => json!({"type": "lock", "locked": yes}),
            };
        }
        match dice.within(0..8) {
            0 => json!({"type": "rate", "competency": competency, "score": dice.within(1..11)}),
            1 => {
                json!({"type": "act", "action": Uuid::from_u128(u128::from(dice.within(1..4))), "text": text})
            }
            2 => json!({"type": "show", "competency": competency, "reason": yes, "display": yes}),
            3 => json!({"type": "takeBack", "competency": competency}),
            4 => json!({"type": "ready", "ready": yes}),
            5 => {
                json!({"type": "feedback", "to": somebody, "competency": competency, "kind": "strength", "text": text})
            }
            6 => json!({"type": "stepOut", "out": yes}),
            _ => json!({"type": "rate", "competency": competency, "reason": text}),
        }
    }

    /// One schedule, and the look at its end.
    async fn schedule(&mut self) {
        for _ in 0..self.dice.within(STEPS) {
            let who = self.dice.within(0..self.outboxes.len() as u64) as usize;
            let command = self.command(who == 0);
            let what = self.dice.within(0..12);
            let outbox = &mut self.outboxes[who].1;
            match what {
                0 => outbox.drop_socket(),
                1 => outbox.settle().await,
                _ => outbox.send(command).await, // a refusal is an answer too
            }
        }
        for (_, outbox) in &mut self.outboxes {
            outbox.settle().await;
        }
        let _up = self.up.clone().read_owned().await;
        // All that anybody said has been answered: what follows from it has been sent.
        let mut seen = Vec::new();
        for (_, outbox) in &mut self.outboxes {
            seen.push(outbox.synced().await);
        }
        for ((seat, outbox), seen) in self.outboxes.iter_mut().zip(seen) {
            let fresh = Client::connect(self.address, seat).await;
            if *fresh != seen {
                self.differences += 1;
                eprintln!("{}: {} and not {}", seat.participant, json(&seen), json(&fresh));
            }
            outbox.forget();
        }
    }

    async fn work(mut self) -> usize {
        for _ in 0..IN_A_SESSION {
            self.schedule().await;
            self.left.fetch_sub(1, Ordering::Relaxed);
        }
        self.differences
    }
}

fn json(documents: &trivet_tests::Documents) -> String {
    json!([documents.you, documents.room, documents.table, documents.mine, documents.desk]).to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_6_reconnecting_always_ends_in_sync() {
    let mut dice = Dice::seeded("promise 6");
    let directory = tempfile::tempdir().unwrap();
    let arguments = [&UNHURRIED[..], &["--compact-every", "300ms"]].concat();
    let mut program = Binary::start(directory.path(), &arguments).await;
    let address = program.address;
    let mut fates = Dice::new(dice.roll());
    let network = Chaos::with(address, move || Fate::drawn(&mut fates, CUT_WITHIN)).await;
    let schedules = size(SCHEDULES.0, SCHEDULES.1);
    let (mut tried, mut differences, mut restarts) = (0, 0, 0);
    while tried < schedules {
        let (up, left) = (Arc::new(RwLock::new(())), Arc::new(AtomicUsize::new(SIDE_BY_SIDE * IN_A_SESSION)));
        let mut working = JoinSet::new();
        for _ in 0..SIDE_BY_SIDE {
            let mut group = Group::seat(address, &["Ann", "Ben"], "discuss").await;
            let others = group.phones.iter().map(|phone| phone.id().to_owned()).collect();
            let (ann, ben) = (group.phones[0].seat().clone(), group.phones[1].seat().clone());
            group.sync().await;
            let mut outboxes = Vec::new();
            for seat in [group.opened.desk(), ann.clone(), ann, ben] {
                let mut outbox = Outbox::unconnected(network.address, &seat);
                outbox.suspicious_after(SUSPICIOUS_AFTER);
                outboxes.push((seat, outbox));
            }
            let (up, left) = (up.clone(), left.clone());
            let dice = Dice::new(dice.roll());
            working.spawn(People { outboxes, others, dice, up, left, differences: 0, address }.work());
        }
        while left.load(Ordering::Relaxed) > 0 && !working.is_empty() {
            tokio::time::sleep(Duration::from_millis(dice.within(RESTARTED_EVERY))).await; // chance decides when
            let _down = up.write().await;
            if dice.within(0..2) == 0 {
                program.kill_9();
            } else {
                program.terminate();
                program.wait(trivet_tests::PATIENCE).await;
            }
            program = program.start_again().await;
            restarts += 1;
            while let Some(ended) = working.try_join_next() {
                differences += ended.unwrap();
            }
        }
        differences += working.join_all().await.into_iter().sum::<usize>();
        tried += SIDE_BY_SIDE * IN_A_SESSION;
    }
    assert!(network.cuts() > 10 && restarts > 0, "nothing was put to the test");
    assert_eq!(differences, 0, "in {tried} schedules");
    reached(
        6,
        "0 differences between client documents and server views in 10,000 seeded schedules",
        &format!(
            "{differences} differences in {tried} schedules over {} connections, {} of them cut; {restarts} restarts",
            network.came(),
            network.cuts()
        ),
    );
}
