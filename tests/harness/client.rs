//! One socket of one person, with the documents as their browser would hold them and every frame as it came.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::ops::{Deref, DerefMut};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::tungstenite::handshake::client::Response;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{self, Message, client::IntoClientRequest};
use tokio_tungstenite::{WebSocketStream, client_async};
use uuid::Uuid;

use crate::{Documents, PATIENCE, Seat};

/// What a command came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is done, and kept.
    Done,
    /// It was not; the refusal.
    Refused(Value),
}

impl Answer {
    /// The refusal's type; `done` when there was none.
    pub fn kind(&self) -> &str {
        match self {
            Answer::Done => "done",
            Answer::Refused(refusal) => refusal["type"].as_str().unwrap_or_default(),
        }
    }
}

/// A socket. Its documents are read as its own fields: `client.room["stage"]["now"]`.
#[derive(Debug)]
pub struct Client {
    documents: Documents,
    /// Every text frame, as it came.
    pub frames: Vec<String>,
    /// How many times it was welcomed.
    pub welcomes: usize,
    /// The close code, once it was closed; 1006 when it broke off without one.
    pub closed: Option<u16>,
    address: SocketAddr,
    seat: Seat,
    socket: WebSocketStream<TcpStream>,
    answers: HashMap<String, Answer>,
    unnamed: Vec<Value>,
    pongs: usize,
}

impl Deref for Client {
    type Target = Documents;
    fn deref(&self) -> &Documents {
        &self.documents
    }
}

impl DerefMut for Client {
    fn deref_mut(&mut self) -> &mut Documents {
        &mut self.documents
    }
}

impl Client {
    /// Opens a socket without saying anything on it.
    ///
    /// # Errors
    /// The answer to the upgrade, when it was refused; none when the connection was.
    pub async fn open(address: SocketAddr, seat: &Seat) -> Result<Client, Option<Response>> {
        let url = format!("ws://{address}/api/sessions/{}/socket", seat.session);
        let mut request = url.into_client_request().unwrap();
        let origin = HeaderValue::from_str(&format!("http://{address}")).unwrap();
        request.headers_mut().insert("origin", origin);
        let stream = TcpStream::connect(address).await.map_err(|_| None)?;
        stream.set_nodelay(true).unwrap();
        let (socket, _) = match client_async(request, stream).await {
            Ok(opened) => opened,
            Err(tungstenite::Error::Http(response)) => {
                let (parts, body) = response.into_parts();
                return Err(Some(Response::from_parts(parts, body)));
            }
            Err(_) => return Err(None),
        };
        Ok(Client {
            documents: Documents::default(),
            frames: Vec::new(),
            welcomes: 0,
            closed: None,
            address,
            seat: seat.clone(),
            socket,
            answers: HashMap::new(),
            unnamed: Vec::new(),
            pongs: 0,
        })
    }

    /// Opens a socket and says hello; whatever comes then is still to be read.
    pub async fn greet(address: SocketAddr, seat: &Seat) -> Client {
        let mut client = Client::open(address, seat).await.unwrap();
        client.hello().await;
        client
    }

    /// Says hello.
    pub async fn hello(&mut self) {
        let hello = json!({"type": "hello", "secret": self.seat.secret}).to_string();
        self.text(&hello).await;
    }

    /// Opens a socket, says hello and is welcomed.
    pub async fn connect(address: SocketAddr, seat: &Seat) -> Client {
        let mut client = Client::greet(address, seat).await;
        client.until("welcome", |c| c.welcomes == 1).await;
        client
    }

    /// Another socket of the same person. This one stays as it is.
    pub async fn again(&self) -> Client {
        Client::connect(self.address, &self.seat).await
    }

    /// Ends this socket without a word and opens another one, wherever the server is now.
    pub async fn reconnect(self) -> Client {
        let (address, seat) = (self.address, self.seat.clone());
        drop(self);
        Client::connect(address, &seat).await
    }

    /// Whose socket this is.
    pub fn seat(&self) -> &Seat {
        &self.seat
    }

    /// The participant's id.
    pub fn id(&self) -> &str {
        &self.seat.participant
    }

    /// Sends a text frame as it is.
    pub async fn text(&mut self, text: &str) {
        self.message(Message::text(text)).await;
    }

    /// Sends any message. One that cannot be sent any more is lost, as on a real network.
    pub async fn message(&mut self, message: Message) {
        // What the other side said before it went away is still to be read.
        let _ = self.socket.send(message).await;
    }

    /// Sends a command without waiting for its answer, under that id.
    pub async fn post(&mut self, id: &str, command: Value) {
        self.text(&json!({"type": "command", "id": id, "command": command}).to_string()).await;
    }

    /// Waits for the answer to a command.
    pub async fn answer(&mut self, id: &str) -> Answer {
        self.until(id, |c| c.answers.contains_key(id)).await;
        self.answers.remove(id).unwrap()
    }

    /// Whether the answer to a command has come, and was not taken yet.
    pub fn has_answer(&self, id: &str) -> bool {
        self.answers.contains_key(id)
    }

    /// Hands over every answer that has come.
    pub fn answered(&mut self, mut take: impl FnMut(&str, Answer)) {
        for (id, answer) in self.answers.drain() {
            take(&id, answer);
        }
    }

    /// Sends a command under that id and waits for its answer.
    pub async fn send_as(&mut self, id: &str, command: Value) -> Answer {
        self.post(id, command).await;
        self.answer(id).await
    }

    /// Sends a command and waits for its answer.
    pub async fn send(&mut self, command: Value) -> Answer {
        self.send_as(&Uuid::new_v4().to_string(), command).await
    }

    /// Sends a command that must be done.
    pub async fn done(&mut self, command: Value) {
        let answer = self.send(command.clone()).await;
        assert_eq!(answer, Answer::Done, "{command}");
    }

    /// Sends a command that must be refused; answers with the refusal.
    pub async fn refused(&mut self, command: Value) -> Value {
        match self.send(command.clone()).await {
            Answer::Refused(refusal) => refusal,
            Answer::Done => panic!("was not refused: {command}"),
        }
    }

    /// Sends a frame that cannot be read far enough to have an id; answers with the refusal.
    pub async fn refused_frame(&mut self, text: &str) -> Value {
        self.text(text).await;
        self.refusal().await
    }

    /// The next refusal that names no command.
    pub async fn refusal(&mut self) -> Value {
        self.until("a refusal without an id", |c| !c.unnamed.is_empty()).await;
        self.unnamed.remove(0)
    }

    /// Reads until the condition holds.
    ///
    /// # Panics
    /// When it does not come to hold in time or the socket is closed first: with the last frames.
    pub async fn until(&mut self, what: &str, condition: impl Fn(&Client) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !condition(self) {
            let read = timeout_at(deadline, self.read()).await;
            if read.is_ok() && self.closed.is_none() || condition(self) {
                continue;
            }
            let why = match self.closed {
                Some(code) => format!("closed with {code}"),
                None => "time is over".to_owned(),
            };
            let last = self.frames.iter().rev().take(4).rev();
            let last: Vec<_> = last.map(|f| f.chars().take(600).collect::<String>()).collect();
            panic!("{why} while waiting for {what}; the last frames:\n{}", last.join("\n"));
        }
    }

    /// Reads all that was sent to this socket before now.
    pub async fn sync(&mut self) {
        assert!(self.synced().await, "closed with {:?}", self.closed);
    }

    /// As [`Client::sync`]; false when the socket was closed instead.
    pub async fn synced(&mut self) -> bool {
        let before = self.pongs;
        self.text(r#"{"type":"ping"}"#).await;
        self.until("pong or close", |c| c.pongs > before || c.closed.is_some()).await;
        self.closed.is_none()
    }

    /// Reads to the end; answers with the close code.
    pub async fn close_code(&mut self) -> u16 {
        self.until("close", |c| c.closed.is_some()).await;
        self.closed.unwrap()
    }

    /// Reads one frame and takes it in; a closed socket yields nothing more.
    pub async fn read(&mut self) {
        match self.socket.next().await {
            Some(Ok(Message::Text(text))) => self.take(text.to_string()),
            Some(Ok(Message::Close(frame))) => {
                self.closed = Some(frame.map_or(1005, |frame| frame.code.into()));
                // Reading on is what sends the answer to it.
                while let Some(Ok(_)) = self.socket.next().await {}
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => {
                self.closed.get_or_insert(1006);
            }
        }
    }

    fn take(&mut self, text: String) {
        let frame: Value = serde_json::from_str(&text).unwrap();
        self.frames.push(text);
        self.documents.take(&frame);
        let id = || frame["id"].as_str().map(str::to_owned);
        match frame["type"].as_str().unwrap() {
            "welcome" => self.welcomes += 1,
            "changed" => {}
            "pong" => self.pongs += 1,
            "done" => {
                self.answers.insert(id().unwrap(), Answer::Done);
            }
            "refused" => match id() {
                Some(id) => {
                    self.answers.insert(id, Answer::Refused(frame["refusal"].clone()));
                }
                None => self.unnamed.push(frame["refusal"].clone()),
            },
            other => panic!("a frame of type {other}"),
        }
    }
}
