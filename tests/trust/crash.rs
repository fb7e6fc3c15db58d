//! Promise 1: an acknowledged command survives a crash. `kill -9` in the middle of Rate, again and again: what was
//! acknowledged is there, what was not is sent again and done once, and all five come back by themselves.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use trivet_tests::{Answer, Binary, Dice, Documents, Group, ONE, Outbox, Returned, TWO, reached, size};
use uuid::Uuid;

/// Kills in a usual run, and in a full one.
const KILLS: (u64, u64) = (50, 1_000);
/// When the program is killed, in ms after people begin to write.
const KILLED_WITHIN: std::ops::Range<u64> = 5..120;
/// Commands between two looks at what came back, at the most.
const AT_A_TIME: u64 = 4;

/// What somebody works on: rows and actions of a phone, notes and minutes of a desk.
struct Person {
    outbox: Outbox,
    dice: Dice,
    desk: bool,
    actions: Vec<String>,
    /// What stands, as far as it was checked: by the place where it is seen.
    stands: BTreeMap<String, Value>,
    /// Minutes added on the whole. Adding is the one command whose second carrying out would show.
    minutes: i64,
}

impl Person {
    /// The next thing to say. Every text is said once only.
    fn next(&mut self) -> Value {
        let text = format!("words {:x}", self.dice.roll());
        let competency = [ONE, TWO][self.dice.within(0..2) as usize];
        match (self.desk, self.dice.within(0..4)) {
            (true, 0) => json!({"type": "note", "stage": "rate", "text": text}),
            (true, _) => {
                // Back and forth around the plan, so that a thousand rounds do not run into its bounds.
                let minutes = if self.minutes > 0 { -1 } else { 1 };
                self.minutes += minutes;
                json!({"type": "extend", "stage": "rate", "minutes": minutes})
            }
            (false, 0) => json!({"type": "rate", "competency": competency, "score": self.dice.within(1..11)}),
            (false, 1) => {
                let action = &self.actions[self.dice.within(0..3) as usize];
                json!({"type": "act", "action": action, "text": text})
            }
            (false, _) => json!({"type": "rate", "competency": competency, "reason": text}),
        }
    }

    async fn work(mut self, stop: CancellationToken) -> Person {
        while !stop.is_cancelled() {
            for _ in 0..self.dice.within(1..AT_A_TIME + 1) {
                let command = self.next();
                self.outbox.send(command).await;
            }
            // A step that takes longer is one that waits for others; there is more to say meanwhile.
            let _ = timeout(Duration::from_millis(self.dice.within(1..8)), self.outbox.step()).await;
        }
        self.outbox.settle().await;
        self
    }

    /// Everything that was acknowledged before a return was there on returning, or something said later was.
    fn check_return(&self, returned: &Returned) {
        for (place, said) in by_place(&self.outbox) {
            let acknowledged = said.iter().rposition(|(number, _)| returned.acknowledged.contains(number));
            let mut allowed: Vec<Value> =
                said[acknowledged.unwrap_or(0)..].iter().map(|(_, value)| value.clone()).collect();
            if acknowledged.is_none() {
                allowed.push(self.stands.get(&place).cloned().unwrap_or(Value::Null));
            }
            let found = seen(&returned.documents, &place);
            assert!(allowed.contains(&found), "{place} holds {found}, not one of {allowed:?}");
        }
    }

    /// Everything was answered: the last word stands everywhere, and each minute was added once.
    fn check_end(&mut self, documents: &Documents) {
        for sent in &self.outbox.log {
            assert_eq!(sent.answer, Some(Answer::Done), "{}", sent.command);
        }
        for (place, said) in by_place(&self.outbox) {
            self.stands.insert(place, said.last().unwrap().1.clone());
        }
        for (place, value) in &self.stands {
            assert_eq!(seen(documents, place), *value, "{place}");
        }
        if self.desk {
            let stages = documents.desk["plan"]["stages"].as_array().unwrap();
            let rate = stages.iter().find(|stage| stage["stage"] == "rate").unwrap();
            assert_eq!(rate["minutes"], 8 + self.minutes, "each minute once");
        } else {
            let actions = documents.mine["actions"].as_object().unwrap().keys();
            assert!(actions.into_iter().all(|id| self.actions.contains(id)), "no action twice");
        }
    }
}

/// What was said about each place, in order, with its number in the log.
fn by_place(outbox: &Outbox) -> BTreeMap<String, Vec<(usize, Value)>> {
    let mut places: BTreeMap<String, Vec<(usize, Value)>> = BTreeMap::new();
    for (number, sent) in outbox.log.iter().enumerate() {
        let command = &sent.command;
        let text = |name: &str| command[name].as_str().unwrap_or_default();
        let (place, value) = match text("type") {
            "rate" if command.get("score").is_some() => {
                (format!("/mine/rows/{}/score", text("competency")), &command["score"])
            }
            "rate" => (format!("/mine/rows/{}/reason", text("competency")), &command["reason"]),
            "act" => (format!("/mine/actions/{}/text", text("action")), &command["text"]),
            "note" => ("/desk/notes/rate".to_owned(), &command["text"]),
            _ => continue,
        };
        places.entry(place).or_default().push((number, value.clone()));
    }
    places
}

fn seen(documents: &Documents, place: &str) -> Value {
    let (document, rest) = place[1..].split_once('/').unwrap();
    let document = if document == "mine" { &documents.mine } else { &documents.desk };
    document.pointer(&format!("/{rest}")).cloned().unwrap_or(Value::Null)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_1_an_acknowledged_command_survives_a_crash() {
    let kills = size(KILLS.0, KILLS.1);
    let mut dice = Dice::seeded("promise 1");
    let directory = tempfile::tempdir().unwrap();
    let arguments =
        ["--messages-per-second", "100000", "--messages-burst", "100000", "--compact-every", "50ms"];
    let mut program = Binary::start(directory.path(), &arguments).await;
    // Discuss was open once, so that actions are; the group is back in Rate.
    let mut group = Group::at(program.address, "discuss").await;
    group.desk.done(json!({"type": "goTo", "stage": "rate"})).await;
    let mut people = Vec::new();
    for seat in
        std::iter::once(group.opened.desk()).chain(group.phones.iter().map(|phone| phone.seat().clone()))
    {
        people.push(Person {
            outbox: Outbox::connect(program.address, &seat).await,
            dice: Dice::new(dice.roll()),
            desk: seat.participant.is_empty(),
            actions: (0..3).map(|_| Uuid::new_v4().to_string()).collect(),
            stands: BTreeMap::new(),
            minutes: 0,
        });
    }
    drop(group);

    let (mut acknowledged, mut again) = (0, 0);
    for round in 0..kills {
        let stop = CancellationToken::new();
        let working: Vec<JoinHandle<Person>> =
            people.drain(..).map(|person| tokio::spawn(person.work(stop.clone()))).collect();
        tokio::time::sleep(Duration::from_millis(dice.within(KILLED_WITHIN))).await; // the moment is what chance decides
        program.kill_9();
        stop.cancel();
        program = program.start_again().await;
        for task in working {
            let mut person = task.await.unwrap();
            // The last to be answered may have been so before the kill, without having noticed it.
            let documents = person.outbox.synced().await;
            assert_eq!(person.outbox.returns.len(), 1, "round {round}: everybody came back by themselves");
            for returned in &person.outbox.returns {
                person.check_return(returned);
                acknowledged += returned.acknowledged.len();
                again += returned.sent_again;
            }
            person.check_end(&documents);
            person.outbox.forget();
            people.push(person);
        }
    }
    assert!(acknowledged > 0 && again > 0, "the kills came at no telling moment");
    reached(
        1,
        "0 acknowledged commands lost in 1,000 kills",
        &format!("0 of {acknowledged} lost in {kills} kills; {again} sent again, none done twice"),
    );
}
