//! Somebody's own command or ping, right after what somebody else did or at the same moment: once they write for
//! themselves, once what they sent is refused. Either way they send as much, so that what is compared is the writing.

use serde_json::{Value, json};
use tokio::time::Instant;
use trivet_tests::{Binary, Client, Dice, Group, ONE, UNHURRIED};
use uuid::Uuid;

use crate::{Times, shuffled};

/// What the other person does.
const KINDS: [&str; 2] = ["somebody is refused", "somebody writes for themselves"];

pub(crate) async fn measure(samples: usize, dice: &mut Dice) -> Vec<Times> {
    let directory = tempfile::tempdir().unwrap();
    let settings = [&UNHURRIED[..], &["--silence", "1h"]].concat();
    let program = Binary::start(directory.path(), &settings).await;
    let mut group = Group::at(program.address, "discuss").await;
    let mut ben = group.phones.remove(1);
    let ann = &mut group.phones[0];
    let mut all = [
        "one's own command to done, right after that",
        "one's own command to done, at the same moment",
        "one's own ping to pong, right after that",
        "one's own ping to pong, at the same moment",
    ]
    .map(|what| Times::new(what, &KINDS));
    for number in 0..samples {
        for (at, times) in all.iter_mut().enumerate() {
            for kind in shuffled(KINDS.len(), dice) {
                let id = does(&mut ben, kind == 1, number).await;
                if at % 2 == 0 {
                    ben.answer(&id).await;
                }
                let begun = Instant::now();
                if at < 2 {
                    ann.done(mine(number)).await
                } else {
                    ann.sync().await
                }
                times.took(kind, begun.elapsed());
                if at % 2 == 1 {
                    ben.answer(&id).await;
                }
            }
        }
    }
    Vec::from(all)
}

/// Sends words, or a command that comes to nothing; its id.
async fn does(ben: &mut Client, writes: bool, number: usize) -> String {
    let id = Uuid::new_v4().to_string();
    let competency = if writes { ONE } else { "nothing" };
    let words = format!("{number} ").repeat(100);
    let score = 1 + number % 10;
    ben.post(&id, json!({"type": "rate", "competency": competency, "score": score, "reason": words})).await;
    id
}

fn mine(number: usize) -> Value {
    json!({"type": "rate", "competency": ONE, "reason": format!("mine {number}")})
}
