//! A client as a page is one: it keeps unanswered commands, comes back by itself, and sends them again, in order and
//! under the same ids. What was acknowledged is logged.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;

use serde_json::Value;
use uuid::Uuid;

use crate::{Answer, Client, Documents, LOOK_AGAIN, Seat};

/// Commands that a client keeps unanswered at the most.
const IN_FLIGHT: usize = 16;

/// A command and what is known of it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its id.
    pub id: String,
    /// The command.
    pub command: Value,
    /// Its answer, once it came.
    pub answer: Option<Answer>,
}

/// A coming back: what was known then, and what the server still had.
#[derive(Clone, Debug)]
pub struct Returned {
    /// Commands that had been acknowledged, by their place in the log.
    pub acknowledged: BTreeSet<usize>,
    /// Commands that were sent again.
    pub sent_again: usize,
    /// What the server welcomed the client with.
    pub documents: Documents,
}

/// A client that survives the server.
#[derive(Debug)]
pub struct Outbox {
    address: SocketAddr,
    seat: Seat,
    client: Option<Client>,
    /// Every command, in the order of sending.
    pub log: Vec<Sent>,
    waiting: VecDeque<usize>,
    places: HashMap<String, usize>,
    /// Every coming back.
    pub returns: Vec<Returned>,
}

impl Outbox {
    /// Connects.
    pub async fn connect(address: SocketAddr, seat: &Seat) -> Outbox {
        Outbox {
            address,
            seat: seat.clone(),
            client: Some(Client::connect(address, seat).await),
            log: Vec::new(),
            waiting: VecDeque::new(),
            places: HashMap::new(),
            returns: Vec::new(),
        }
    }

    /// Sends a command, now or after coming back; waits only while too many are unanswered.
    pub async fn send(&mut self, command: Value) {
        while self.waiting.len() >= IN_FLIGHT {
            self.step().await;
        }
        let id = Uuid::new_v4().to_string();
        self.places.insert(id.clone(), self.log.len());
        self.waiting.push_back(self.log.len());
        self.log.push(Sent { id: id.clone(), command: command.clone(), answer: None });
        if let Some(client) = &mut self.client {
            client.post(&id, command).await;
        }
    }

    /// Whether every command has been answered.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Reads one frame, or comes back if the connection is gone.
    pub async fn step(&mut self) {
        let Some(client) = &mut self.client else {
            self.come_back().await;
            return;
        };
        client.read().await;
        if client.closed.is_some() {
            self.client = None;
            return;
        }
        let places = &self.places;
        let log = &mut self.log;
        client.answered(|id, answer| {
            if let Some(place) = places.get(id) {
                log[*place].answer = Some(answer);
            }
        });
        while self.waiting.front().is_some_and(|place| self.log[*place].answer.is_some()) {
            self.waiting.pop_front();
        }
    }

    async fn come_back(&mut self) {
        let Ok(mut client) = Client::open(self.address, &self.seat).await else {
            tokio::time::sleep(LOOK_AGAIN).await; // nobody listens yet
            return;
        };
        client.hello().await;
        while client.welcomes == 0 && client.closed.is_none() {
            client.read().await;
        }
        if client.closed.is_some() {
            return;
        }
        let unanswered = self.waiting.iter().filter(|place| self.log[**place].answer.is_none());
        let mut sent_again = 0;
        for place in unanswered {
            let sent = &self.log[*place];
            client.post(&sent.id, sent.command.clone()).await;
            sent_again += 1;
        }
        let done = |sent: &Sent| sent.answer == Some(Answer::Done);
        let acknowledged = self.log.iter().enumerate().filter(|(_, sent)| done(sent)).map(|(place, _)| place);
        self.returns.push(Returned {
            acknowledged: acknowledged.collect(),
            sent_again,
            documents: (*client).clone(),
        });
        self.client = Some(client);
    }

    /// Comes back where needed and waits until every command is answered.
    pub async fn settle(&mut self) {
        while self.client.is_none() || !self.is_empty() {
            self.step().await;
        }
    }

    /// What the person sees once every command is answered and all that was sent before now has come.
    pub async fn synced(&mut self) -> Documents {
        loop {
            self.settle().await;
            let Some(client) = &mut self.client else { continue };
            if client.synced().await {
                return (**client).clone();
            }
            self.client = None;
        }
    }

    /// Forgets the log, once it has been looked at.
    pub fn forget(&mut self) {
        assert!(self.is_empty(), "something is unanswered");
        self.log.clear();
        self.places.clear();
        self.returns.clear();
    }
}
