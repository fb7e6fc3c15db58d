//! The sending side of one socket, as an actor sees it: a bounded queue of frames, and a way to close. A reader that does
//! not keep up is closed, never waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicUsize, Ordering};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::config::Limits;

/// Why a socket is closed. Below 4500 the browser reconnects by itself, from 4500 on it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// The frame was no websocket frame.
    Protocol = 1002,
    /// The text was not UTF-8.
    Encoding = 1007,
    /// The frame or message was too large.
    Size = 1009,
    /// The server restarts.
    Restart = 1012,
    /// The server has too much to do.
    Overloaded = 1013,
    /// The session's server part is moving out of the way.
    Draining = 4001,
    /// The reader did not keep up.
    TooSlow = 4002,
    /// Nothing was heard for too long; or a newer socket of the same person took its place.
    Silent = 4003,
    /// `hello` did not come.
    NoHello = 4005,
    /// Too many messages.
    TooFast = 4008,
    /// The secret opens nothing here.
    UnknownSecret = 4500,
    /// The person was removed from the room.
    Removed = 4501,
    /// The session's data cannot be read or are gone.
    Gone = 4502,
    /// Against the contract.
    Violation = 4506,
    /// Erased.
    Erased = 4507,
}

/// A handle on one socket's sending side; clones share it.
#[derive(Clone, Debug)]
pub struct Outbound {
    /// `None` is the end of what is sent.
    frames: mpsc::Sender<Option<Utf8Bytes>>,
    waiting: Arc<AtomicUsize>,
    most_bytes: usize,
    ended: Arc<AtomicBool>,
    code: Arc<AtomicU16>,
    closed: CancellationToken,
}

/// The other end, held by the socket.
#[derive(Debug)]
pub struct Queue {
    frames: mpsc::Receiver<Option<Utf8Bytes>>,
    waiting: Arc<AtomicUsize>,
    code: Arc<AtomicU16>,
    closed: CancellationToken,
}

impl Outbound {
    /// A queue within the limits.
    pub fn new(limits: &Limits) -> (Outbound, Queue) {
        let (sender, receiver) = mpsc::channel(limits.outbound_frames.max(1));
        let outbound = Outbound {
            frames: sender,
            waiting: Arc::default(),
            most_bytes: limits.outbound_bytes,
            ended: Arc::default(),
            code: Arc::default(),
            closed: CancellationToken::new(),
        };
        let queue = Queue {
            frames: receiver,
            waiting: outbound.waiting.clone(),
            code: outbound.code.clone(),
            closed: outbound.closed.clone(),
        };
        (outbound, queue)
    }

    /// Queues a frame; closes the socket as too slow when the queue is full.
    pub fn send(&self, frame: Utf8Bytes) {
        if self.is_closed() {
            return;
        }
        let length = frame.len();
        let before = self.waiting.fetch_add(length, Ordering::Relaxed);
        // A frame that nothing waits before is always taken, whatever its size: a welcome may be larger than the limit.
        let too_much = before > 0 && before + length > self.most_bytes;
        if too_much || self.frames.try_send(Some(frame)).is_err() {
            self.waiting.fetch_sub(length, Ordering::Relaxed);
            self.close(CloseCode::TooSlow);
        }
    }

    /// Closes the socket. What is still queued is not sent any more; the first reason counts.
    pub fn close(&self, code: CloseCode) {
        let _ = self.code.compare_exchange(0, code as u16, Ordering::AcqRel, Ordering::Acquire);
        self.closed.cancel();
    }

    /// Closes the socket once what is queued has been sent, and takes nothing more from here on.
    pub fn close_after_all(&self, code: CloseCode) {
        self.ended.store(true, Ordering::Release);
        let _ = self.code.compare_exchange(0, code as u16, Ordering::AcqRel, Ordering::Acquire);
        if self.frames.try_send(None).is_err() {
            self.closed.cancel();
        }
    }

    /// Whether it was closed from this side.
    pub fn is_closed(&self) -> bool {
        self.closed.is_cancelled() || self.ended.load(Ordering::Acquire)
    }
}

impl Queue {
    /// The next frame to send; `None` once the socket is to be closed, with [`Queue::code`].
    pub async fn next(&mut self) -> Option<Utf8Bytes> {
        tokio::select! {
            biased;
            () = self.closed.cancelled() => None,
            frame = self.frames.recv() => {
                let frame = frame.flatten()?;
                self.waiting.fetch_sub(frame.len(), Ordering::Relaxed);
                Some(frame)
            }
        }
    }

    /// Resolves once the socket is to be closed.
    pub fn closed(&self) -> CancellationToken {
        self.closed.clone()
    }

    /// The code to close with.
    pub fn code(&self) -> u16 {
        match self.code.load(Ordering::Acquire) {
            0 => CloseCode::Draining as u16,
            code => code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_reader_that_does_not_keep_up_is_closed() {
        let limits = Limits { outbound_frames: 2, ..Limits::default() };
        let (outbound, mut queue) = Outbound::new(&limits);
        for _ in 0..3 {
            outbound.send("frame".into());
        }
        assert!(outbound.is_closed());
        assert_eq!(queue.next().await, None);
        assert_eq!(queue.code(), CloseCode::TooSlow as u16);
    }

    #[tokio::test]
    async fn what_is_queued_goes_out_before_a_close_that_waits_for_it_and_nothing_after() {
        let (outbound, mut queue) = Outbound::new(&Limits::default());
        outbound.send("queued".into());
        outbound.send("last".into());
        outbound.close_after_all(CloseCode::UnknownSecret);
        outbound.send("too late".into());
        assert!(outbound.is_closed());
        assert_eq!(queue.next().await, Some("queued".into()));
        assert_eq!(queue.next().await, Some("last".into()));
        assert_eq!(queue.next().await, None);
        assert_eq!(queue.code(), CloseCode::UnknownSecret as u16);
    }

    #[tokio::test]
    async fn bytes_are_bounded_too_and_given_back_when_sent() {
        let limits = Limits { outbound_bytes: 10, ..Limits::default() };
        let (outbound, mut queue) = Outbound::new(&limits);
        outbound.send("more than ten bytes".into());
        assert!(queue.next().await.is_some());
        outbound.send("1234567".into());
        assert!(!outbound.is_closed());
        outbound.send("1234567".into());
        assert!(outbound.is_closed());
    }
}
