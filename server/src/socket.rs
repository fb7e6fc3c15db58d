//! One websocket: frames in, frames out, limits, pings. It knows who may read and write on it, and no rules of the
//! session.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until, timeout};
use tokio_util::sync::CancellationToken;
use trivet_shared::id::{CommandId, SecretHash, SessionId};
use trivet_shared::refusal::Refusal;
use trivet_shared::session::{Actor, Command, DigestKey};
use trivet_shared::text::Why;
use trivet_shared::wire::{Incoming, ServerFrame, read};
use tungstenite::Error as WsError;

use crate::access::{Pace, SocketPlace, Strikes, Verdict};
use crate::actor::Ask;
use crate::clock::Clock;
use crate::config::Limits;
use crate::hub::{AskError, Attached, Hub};
use crate::outbound::{CloseCode, Outbound, Queue};
use crate::publish::{frame, refused};

/// Binary frames that are refused in words; one more is a violation.
const BINARY_FRAMES: u32 = 2;
/// Commands of one connection that may be unanswered; above that nothing is read until one is answered, so that nobody
/// fills a session's inbox for the others.
const UNANSWERED: usize = 16;
/// How long the other side has to answer a close frame, so that it arrives before the connection ends.
const CLOSE_WITHIN: Duration = Duration::from_secs(1);
/// A message that was longer than this in coming was not waiting to be read.
const IDLE: Duration = Duration::from_millis(2);

/// What sockets stand on.
#[derive(Clone)]
pub struct Sockets {
    /// The live sessions.
    pub hub: Arc<Hub>,
    /// Limits and durations.
    pub limits: Arc<Limits>,
    /// The time of day.
    pub clock: Clock,
    /// Who was too fast too often.
    pub strikes: Strikes<SecretHash>,
    /// The server stops.
    pub shutdown: CancellationToken,
}

/// Runs one socket to its end.
pub async fn serve(sockets: Sockets, mut socket: WebSocket, session: SessionId, place: SocketPlace) {
    let end = talk(&sockets, &mut socket, session).await;
    let closing = async {
        let close = end.map(|code| CloseFrame { code, reason: Utf8Bytes::default() });
        if close.is_none() || socket.send(Message::Close(close)).await.is_ok() {
            // Reading on is what answers the other side's close, and waits for the answer to ours.
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    // Whether it arrived or not, that was all there is to do.
    let _ = timeout(CLOSE_WITHIN, closing).await;
    drop(place);
}

/// The code to close with; none when the other side is gone already.
async fn talk(sockets: &Sockets, socket: &mut WebSocket, session: SessionId) -> End {
    let hello = timeout(sockets.limits.hello, hello(socket));
    let secret = tokio::select! {
        biased;
        () = sockets.shutdown.cancelled() => return Some(CloseCode::Restart as u16),
        hello = hello => match hello {
            Err(_) => return Some(CloseCode::NoHello as u16),
            Ok(Err(end)) => return end,
            Ok(Ok(secret)) => secret,
        },
    };
    let Some((secret, key)) = secret else {
        return Some(CloseCode::UnknownSecret as u16);
    };
    let (outbound, queue) = Outbound::new(&sockets.limits);
    let (sender, answer) = oneshot::channel();
    let attach = Ask::Attach { secret, key, outbound: outbound.clone(), answer: sender };
    let handle = match sockets.hub.ask(session, attach).await {
        Ok(handle) => handle,
        Err(AskError::Unknown | AskError::Damaged) => return Some(CloseCode::Gone as u16),
        Err(AskError::Busy | AskError::Journal(_)) => return Some(CloseCode::Overloaded as u16),
    };
    let (connection, actor) = match answer.await {
        Ok(Ok(attached)) => attached,
        Ok(Err(code)) => return Some(code as u16),
        Err(_) => return Some(CloseCode::Draining as u16),
    };
    let attached = Attached::new(handle, connection);
    let mut talk = Talk {
        sockets,
        attached,
        actor,
        secret,
        outbound,
        queue,
        pace: Pace::new(&sockets.limits),
        binary: 0,
        held: None,
        window: Arc::new(Semaphore::new(UNANSWERED)),
        next: None,
    };
    talk.run(socket).await
}

/// Waits for `hello`. `Ok(None)` is one whose secret can be no secret.
async fn hello(socket: &mut WebSocket) -> Result<Option<(SecretHash, DigestKey)>, End> {
    loop {
        match socket.recv().await {
            Some(Ok(Message::Text(text))) => match read(&text) {
                Ok(Incoming::Hello(secret)) => {
                    return Ok(SecretHash::of(&secret).map(|hash| (hash, DigestKey::of(&secret))));
                }
                Ok(Incoming::Ping) => {}
                Ok(Incoming::Command(..)) | Err(_) => return Err(Some(CloseCode::Violation as u16)),
            },
            Some(Ok(Message::Binary(_))) => return Err(Some(CloseCode::Violation as u16)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Close(_))) | None => return Err(None),
            Some(Err(error)) => return Err(code_of(error)),
        }
    }
}

struct Talk<'a> {
    sockets: &'a Sockets,
    attached: Attached,
    actor: Actor,
    secret: SecretHash,
    outbound: Outbound,
    queue: Queue,
    pace: Pace,
    binary: u32,
    /// A message that came too early, and when it may be looked at again. Nothing is read meanwhile.
    held: Option<(Message, Instant)>,
    /// A place for each command that may be unanswered.
    window: Arc<Semaphore>,
    /// A command that waits for a place. Nothing is read meanwhile.
    next: Option<(CommandId, Command)>,
}

/// The end of a socket: the code to close with, none when the other side is gone.
type End = Option<u16>;

impl Talk<'_> {
    async fn run(&mut self, socket: &mut WebSocket) -> End {
        let mut ping = interval(self.sockets.limits.ping);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ping.reset();
        loop {
            if let Err(end) = self.step(socket, &mut ping).await {
                return end;
            }
        }
    }

    async fn step(&mut self, socket: &mut WebSocket, ping: &mut Interval) -> Result<(), End> {
        let until = self.held.as_ref().map(|(_, until)| *until);
        let asked = Instant::now();
        let listens = until.is_none() && self.next.is_none();
        let silent = self.attached.heard.checked_add(self.sockets.limits.silence).filter(|_| listens);
        tokio::select! {
            biased;
            () = self.sockets.shutdown.cancelled() => Err(Some(CloseCode::Restart as u16)),
            next = self.queue.next() => match next {
                Some(text) => self.send(socket, Message::Text(text)).await,
                None => Err(Some(self.queue.code())),
            },
            _ = ping.tick() => self.send(socket, Message::Ping(Default::default())).await,
            () = sleep_until(until.unwrap_or(asked)), if until.is_some() => match self.held.take() {
                Some((message, _)) => self.judge(message),
                None => Ok(()),
            },
            Ok(place) = self.window.clone().acquire_owned(), if self.next.is_some() => {
                if let Some((id, command)) = self.next.take() {
                    self.ask(id, command, place);
                }
                self.attached.heard = Instant::now(); // it was us who did not listen
                Ok(())
            }
            message = socket.recv(), if listens => {
                if asked.elapsed() > IDLE {
                    self.pace.idle();
                }
                match message {
                    Some(Ok(message)) => self.judge(message),
                    Some(Err(error)) => Err(code_of(error)),
                    None => Err(None),
                }
            }
            // The last: whatever lies there unread was said in time.
            () = sleep_until(silent.unwrap_or(asked)), if silent.is_some() => Err(Some(CloseCode::Silent as u16)),
        }
    }

    /// Sends within the time a reader has, and not past a closing.
    async fn send(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), End> {
        let closed = self.queue.closed();
        tokio::select! {
            biased;
            sent = timeout(self.sockets.limits.slow_after, socket.send(message)) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) => Err(None),
                Err(_) => Err(None), // it takes nothing, a close frame neither
            },
            () = closed.cancelled() => Err(Some(self.queue.code())),
        }
    }

    fn judge(&mut self, message: Message) -> Result<(), End> {
        self.attached.heard = Instant::now();
        if matches!(message, Message::Close(_)) {
            return Err(None);
        }
        match self.pace.judge() {
            Verdict::Take => self.take(message),
            Verdict::Wait(time) => {
                self.held = Some((message, Instant::now() + time));
                Ok(())
            }
            Verdict::Close if self.sockets.strikes.strike(self.secret) => {
                Err(Some(CloseCode::Violation as u16))
            }
            Verdict::Close => Err(Some(CloseCode::TooFast as u16)),
        }
    }

    fn ask(&self, id: CommandId, command: Command, place: OwnedSemaphorePermit) {
        let since = Instant::now();
        let connection = self.attached.connection;
        let ask = Ask::Command { connection, id, command: Box::new(command), since, place };
        if self.attached.ask(ask).is_err() {
            self.outbound.send(refused(Some(id), Refusal::Busy));
        }
    }

    fn take(&mut self, message: Message) -> Result<(), End> {
        if matches!(message, Message::Ping(_) | Message::Pong(_)) {
            return Ok(()); // answered by the library; they count for the pace like anything else
        }
        let Message::Text(text) = message else {
            self.binary += 1;
            if self.binary > BINARY_FRAMES {
                return Err(Some(CloseCode::Violation as u16));
            }
            self.outbound.send(refused(None, Refusal::invalid("frame", Why::Kind)));
            return Ok(());
        };
        match read(&text) {
            Ok(Incoming::Ping) => {
                let now = self.sockets.clock.now();
                self.outbound.send(frame(&ServerFrame::Pong { now }));
            }
            Ok(Incoming::Hello(_)) => return Err(Some(CloseCode::Violation as u16)),
            Ok(Incoming::Command(id, raw)) => match Command::read(self.actor, raw) {
                Ok(command) => match self.window.clone().try_acquire_owned() {
                    Ok(place) => self.ask(id, command, place),
                    Err(_) => self.next = Some((id, command)),
                },
                Err(refusal) => self.outbound.send(refused(Some(id), refusal)),
            },
            Err(refusal) => self.outbound.send(refused(None, refusal)),
        }
        Ok(())
    }
}

/// The close code for what the websocket library objects to; none when the connection itself broke.
fn code_of(error: axum::Error) -> End {
    let error = error.into_inner();
    let code = match error.downcast_ref::<WsError>()? {
        WsError::Capacity(_) => CloseCode::Size,
        WsError::Utf8(_) => CloseCode::Encoding,
        WsError::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake) => return None,
        WsError::Protocol(_) => CloseCode::Protocol,
        _ => return None,
    };
    Some(code as u16)
}
