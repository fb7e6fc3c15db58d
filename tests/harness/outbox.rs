//! A client as a page is one: it keeps unanswered commands, comes back by itself, and sends them again, in order and
//! under the same ids. What was acknowledged is logged.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;

use serde_json::Value;
use uuid::Uuid;

use crate::{Answer, Client, LOOK_AGAIN, Seat};

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
    /// How often it came back.
    pub returns: usize,
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
            returns: 0,
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
        for place in &self.waiting {
            let sent = &self.log[*place];
            if sent.answer.is_none() {
                client.post(&sent.id, sent.command.clone()).await;
            }
        }
        self.returns += 1;
        self.client = Some(client);
    }

    /// Comes back where needed and waits until every command is answered; then what the person sees is whole.
    pub async fn settle(&mut self) -> &Client {
        while self.client.is_none() || !self.is_empty() {
            self.step().await;
        }
        self.client.as_ref().unwrap()
    }
}
