//! One pretend person: joins with the code, keeps a socket while the facilitator is there, and does what `play` says,
//! one command at a time, after the pause a person would take.

use std::collections::HashSet;
use std::time::Duration;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::DuplexStream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_tungstenite::WebSocketStream;
use trivet_shared::framework::Framework;
use trivet_shared::id::{JoinCode, SessionId};
use trivet_shared::time::{DAY, Timestamp, Zone};
use tungstenite::Message;
use uuid::Uuid;

use super::Desk;
use super::cast::Part;
use super::door::{Door, hello};
use super::play::{Memory, Step, steps};
use super::seen::Seen;

/// Shortest and longest pause, in per cent of the usual one: people are not clocks.
const PAUSE: std::ops::RangeInclusive<u32> = 60..=140;
/// Days until they look back at their action.
const REVIEW_AFTER: i64 = 28;
/// Close codes from here on are for good.
const FINAL: u16 = 4500;

type Socket = WebSocketStream<DuplexStream>;

/// A pretend person.
pub(super) struct Person {
    part: &'static Part,
    door: Door,
    session: SessionId,
    code: JoinCode,
    desk: watch::Receiver<Desk>,
    /// Made here as a browser makes it, and kept in memory alone.
    secret: String,
    joined: bool,
    memory: Memory,
}

/// Why a visit ended.
enum End {
    /// There is nothing to come back to.
    Over,
    /// The connection broke, or the facilitator is gone.
    Away,
}

/// What a person is at.
#[derive(Default)]
struct Work {
    seen: Seen,
    /// What they are about to do, and when.
    next: Option<(Step, Instant)>,
    /// What they have sent and had no answer to.
    unanswered: Option<(Uuid, Step)>,
    /// What was refused, until the group moves.
    refused: HashSet<String>,
    /// Where the group was when that was refused.
    moved: (Value, Value),
}

impl Person {
    /// Not there yet, in a rehearsal that began then.
    pub(super) fn new(
        part: &'static Part,
        door: Door,
        session: SessionId,
        code: JoinCode,
        desk: watch::Receiver<Desk>,
        begun: Timestamp,
    ) -> Person {
        let review = Zone::default().date(begun.plus(REVIEW_AFTER * DAY)).to_string();
        Person {
            part,
            door,
            session,
            code,
            desk,
            secret: URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()),
            joined: false,
            memory: Memory { did: HashSet::new(), action: Uuid::new_v4(), review },
        }
    }

    /// Comes whenever the facilitator is there, until there is nothing to come to.
    pub(super) async fn run(mut self) {
        while self.desk.wait_for(|desk| desk.sockets > 0).await.is_ok() {
            sleep(self.pause(self.part.place)).await; // one after the other
            if let End::Over = self.visit().await {
                return;
            }
        }
    }

    /// So many pauses, more or less.
    fn pause(&self, pauses: u32) -> Duration {
        self.door.limits().rehearsal_pause * pauses * rand::random_range(PAUSE) / 100
    }

    async fn visit(&mut self) -> End {
        if !self.joined {
            match self.door.join(&self.code, &self.part.name(), &self.secret).await {
                Ok(()) => self.joined = true,
                Err(Some(StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) | None) => {
                    return End::Away;
                }
                Err(Some(_)) => return End::Over, // somebody has the name, or the code is dead
            }
        }
        let Some(framework) = self.door.framework(self.session, &self.secret).await else {
            return End::Away;
        };
        let Some(mut socket) = self.door.socket(self.session).await else {
            return End::Away;
        };
        if send(&mut socket, &hello(&self.secret)).await.is_err() {
            return End::Away;
        }
        let end = self.talk(&mut socket, &framework).await;
        // Whether the other side hears it or not, this one is gone.
        let _ = socket.close(None).await;
        end
    }

    async fn talk(&mut self, socket: &mut Socket, framework: &Framework) -> End {
        let mut work = Work::default();
        loop {
            self.consider(&mut work, framework);
            let due = work.next.as_ref().map(|(_, at)| *at).filter(|_| work.unanswered.is_none());
            let leave = self.desk.borrow_and_update().gone_for(self.door.limits().rehearsal_away);
            let whenever = Instant::now();
            tokio::select! {
                biased;
                message = socket.next() => match message {
                    Some(Ok(Message::Text(text))) => {
                        if let Ok(frame) = serde_json::from_str::<Value>(&text) {
                            self.take(&mut work, &frame);
                        }
                    }
                    Some(Ok(Message::Close(frame))) => {
                        let over = frame.is_some_and(|frame| u16::from(frame.code) >= FINAL);
                        return if over { End::Over } else { End::Away };
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return End::Away,
                },
                changed = self.desk.changed() => if changed.is_err() { return End::Over },
                () = sleep_until(leave.unwrap_or(whenever)), if leave.is_some() => return End::Away,
                () = sleep_until(due.unwrap_or(whenever)), if due.is_some() => {
                    if let Some((step, _)) = work.next.take() {
                        let id = Uuid::new_v4();
                        let command = json!({"type": "command", "id": id, "command": step.command});
                        work.unanswered = Some((id, step));
                        if send(socket, &command).await.is_err() {
                            return End::Away;
                        }
                    }
                }
            }
        }
    }

    /// Looks again at what is to be done. What stays the same is done when it was meant to be.
    fn consider(&self, work: &mut Work, framework: &Framework) {
        let moved = (work.seen.room["stage"].clone(), work.seen.room["turn"].clone());
        if moved != work.moved {
            work.refused.clear();
            work.moved = moved;
        }
        let wanted = steps(self.part, &self.memory, &work.seen, framework)
            .into_iter()
            .find(|step| !work.refused.contains(&step.command.to_string()));
        work.next = match (wanted, work.next.take()) {
            (Some(step), Some((meant, at))) if step == meant => Some((step, at)),
            (Some(step), _) => {
                let at = Instant::now() + self.pause(step.pace.pauses());
                Some((step, at))
            }
            (None, _) => None,
        };
    }

    fn take(&mut self, work: &mut Work, frame: &Value) {
        work.seen.take(frame);
        let answered = work.unanswered.as_ref().is_some_and(|(id, _)| frame["id"] == id.to_string());
        let Some((_, step)) = work.unanswered.take_if(|_| answered) else {
            return;
        };
        match (frame["type"].as_str(), frame["refusal"]["type"].as_str()) {
            (Some("refused"), Some("busy" | "storageFull")) => {} // again after a pause
            (Some("refused"), _) => drop(work.refused.insert(step.command.to_string())),
            _ => self.memory.did.extend(step.once),
        }
    }
}

async fn send(socket: &mut Socket, frame: &Value) -> Result<(), tungstenite::Error> {
    socket.send(Message::text(frame.to_string())).await
}
