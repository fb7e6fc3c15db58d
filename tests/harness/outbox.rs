//! A client as a page is one: it keeps unanswered commands, comes back by itself, and sends them again, in order and
//! under the same ids. What was acknowledged is logged.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use crate::{Answer, Client, Dice, Documents, LOOK_AGAIN, Seat};

/// Commands that a client keeps unanswered at the most.
const IN_FLIGHT: usize = 16;
/// A welcome may take so many times as long as any other answer.
const WELCOME: u32 = 4;
/// A page's first try to come back is anywhere within this.
const FIRST_TRY: Duration = Duration::from_secs(1);
/// Its pauses before the tries after that, each by half more or less.
const BACK_OFF: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(15),
];

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
    /// When.
    pub at: Instant,
    /// Commands that had been acknowledged, by their place in the log.
    pub acknowledged: BTreeSet<usize>,
    /// Commands that were sent again.
    pub sent_again: usize,
    /// What the server welcomed the client with.
    pub documents: Documents,
}

/// How eagerly a client comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// As soon as somebody listens.
    AtOnce,
    /// As the pages do: first within a second, then later and later.
    LikeAPage,
}

/// A client that survives the server, and the network.
#[derive(Debug)]
pub struct Outbox {
    address: SocketAddr,
    seat: Seat,
    client: Option<Client>,
    manner: Manner,
    dice: Dice,
    failures: usize,
    /// Silence after which it opens another socket while something is unanswered; it waits for ever otherwise.
    patience: Option<Duration>,
    /// Sockets that it lost faith in, as phones leave them: open, and never looked at again.
    left_behind: Vec<Client>,
    /// Every command, in the order of sending.
    pub log: Vec<Sent>,
    waiting: VecDeque<usize>,
    places: HashMap<String, usize>,
    /// Every coming back.
    pub returns: Vec<Returned>,
    /// How and when its sockets were closed.
    pub closes: Vec<(Instant, u16)>,
    /// Commands that went out, each as often as it did.
    pub posts: usize,
}

impl Outbox {
    /// Connects.
    pub async fn connect(address: SocketAddr, seat: &Seat) -> Outbox {
        let client = Client::connect(address, seat).await;
        Outbox { client: Some(client), ..Outbox::unconnected(address, seat) }
    }

    /// Not connected yet; it comes by itself.
    pub fn unconnected(address: SocketAddr, seat: &Seat) -> Outbox {
        Outbox {
            address,
            seat: seat.clone(),
            client: None,
            manner: Manner::AtOnce,
            dice: Dice::new(0),
            failures: 0,
            patience: None,
            left_behind: Vec::new(),
            log: Vec::new(),
            waiting: VecDeque::new(),
            places: HashMap::new(),
            returns: Vec::new(),
            closes: Vec::new(),
            posts: 0,
        }
    }

    /// Whether it has a socket, as far as it knows.
    pub fn is_connected(&self) -> bool {
        self.client.is_some()
    }

    /// Comes back with the pauses of a page from now on.
    pub fn like_a_page(&mut self, dice: Dice) {
        (self.manner, self.dice) = (Manner::LikeAPage, dice);
    }

    /// Loses faith in a socket that is silent for so long while something is unanswered.
    pub fn suspicious_after(&mut self, patience: Duration) {
        self.patience = Some(patience);
    }

    /// Ends its socket without a word; it comes back by itself.
    pub fn drop_socket(&mut self) {
        self.client = None;
    }

    /// Sends commands that are unanswered, or were answered, once more under their own ids.
    pub async fn repeat(&mut self, places: std::ops::Range<usize>) {
        if let Some(client) = &mut self.client {
            for sent in &self.log[places] {
                client.post(&sent.id, sent.command.clone()).await;
                self.posts += 1;
            }
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
            self.posts += 1;
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
        let read = match self.patience {
            Some(patience) => timeout(patience, client.read()).await.is_ok(),
            None => {
                client.read().await;
                true
            }
        };
        if !read {
            self.left_behind.extend(self.client.take());
            return;
        }
        if let Some(code) = client.closed {
            self.closes.push((Instant::now(), code));
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
        let pause = match (self.manner, self.failures) {
            (Manner::AtOnce, 0) => Duration::ZERO,
            (Manner::AtOnce, _) => LOOK_AGAIN, // nobody listens yet
            (Manner::LikeAPage, 0) => FIRST_TRY.mul_f64(self.part()),
            (Manner::LikeAPage, again) => {
                BACK_OFF[(again - 1).min(BACK_OFF.len() - 1)].mul_f64(0.5 + self.part())
            }
        };
        tokio::time::sleep(pause).await;
        self.failures += 1;
        let Some(mut client) = self.welcomed().await else { return };
        self.failures = 0;
        let unanswered = self.waiting.iter().filter(|place| self.log[**place].answer.is_none());
        let mut sent_again = 0;
        for place in unanswered {
            let sent = &self.log[*place];
            client.post(&sent.id, sent.command.clone()).await;
            sent_again += 1;
        }
        self.posts += sent_again;
        let done = |sent: &Sent| sent.answer == Some(Answer::Done);
        let acknowledged = self.log.iter().enumerate().filter(|(_, sent)| done(sent)).map(|(place, _)| place);
        self.returns.push(Returned {
            at: Instant::now(),
            acknowledged: acknowledged.collect(),
            sent_again,
            documents: (*client).clone(),
        });
        self.client = Some(client);
    }

    /// A new socket that has been welcomed.
    async fn welcomed(&mut self) -> Option<Client> {
        let opening = async {
            let mut client = Client::open(self.address, &self.seat).await.ok()?;
            client.hello().await;
            while client.welcomes == 0 && client.closed.is_none() {
                client.read().await;
            }
            Some(client).filter(|client| client.closed.is_none())
        };
        match self.patience {
            Some(patience) => timeout(patience * WELCOME, opening).await.ok().flatten(),
            None => opening.await,
        }
    }

    /// A part of one, by chance.
    fn part(&mut self) -> f64 {
        self.dice.within(0..1_000) as f64 / 1_000.0
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
            let synced = match self.patience {
                Some(patience) => timeout(patience, client.synced()).await.ok(),
                None => Some(client.synced().await),
            };
            match synced {
                Some(true) => return (**client).clone(),
                Some(false) => self.client = None,
                None => self.left_behind.extend(self.client.take()),
            }
        }
    }

    /// Forgets the log, once it has been looked at.
    pub fn forget(&mut self) {
        assert!(self.is_empty(), "something is unanswered");
        self.log.clear();
        self.places.clear();
        self.returns.clear();
        self.closes.clear();
    }
}
