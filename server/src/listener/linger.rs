//! A TCP connection that ends in order even when the other side was still sending.
//!
//! Closing a connection with bytes unread makes the kernel reset it, and a reset may throw away what was sent last: the
//! close frame or the answer that says why. So what is dropped here is first shut down for writing, and what still
//! comes in is read and thrown away for a moment.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::BothPlaces;

/// How long what still comes in is thrown away.
const LINGER_FOR: Duration = Duration::from_secs(1);
/// Bytes thrown away at the most: whoever sends more has been told, and does not listen.
const LINGER_BYTES: usize = 1024 * 1024;
/// Bytes thrown away at a time.
const CHUNK: usize = 16 * 1024;

/// A connection and its place among those that may be open.
pub(super) struct Lingering {
    /// There until it is dropped.
    stream: Option<TcpStream>,
    place: BothPlaces,
    /// The other side has said all it had to say: nothing can be left unread.
    ended: bool,
}

impl Lingering {
    pub(super) fn new(stream: TcpStream, place: BothPlaces) -> Lingering {
        Lingering { stream: Some(stream), place, ended: false }
    }

    fn stream(self: Pin<&mut Self>) -> io::Result<Pin<&mut TcpStream>> {
        self.get_mut().stream.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }
}

impl AsyncRead for Lingering {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = self.as_mut().stream()?.poll_read(context, buffer);
        match &read {
            Poll::Ready(Ok(())) if buffer.filled().len() == before && buffer.remaining() > 0 => {
                self.ended = true
            }
            Poll::Ready(Err(_)) => self.ended = true,
            _ => {}
        }
        read
    }
}

impl AsyncWrite for Lingering {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.as_ref().is_some_and(AsyncWrite::is_write_vectored)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(context)
    }
}

impl Drop for Lingering {
    fn drop(&mut self) {
        let Some(stream) = self.stream.take().filter(|_| !self.ended) else { return };
        // Without a runtime the program is ending, and the connection with it.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(linger(stream, std::mem::take(&mut self.place)));
        }
    }
}

async fn linger(mut stream: TcpStream, place: BothPlaces) {
    let throwing_away = async {
        if stream.shutdown().await.is_err() {
            return;
        }
        let (mut left, mut chunk) = (LINGER_BYTES, vec![0; CHUNK]);
        while let Ok(length) = stream.read(&mut chunk).await {
            if length == 0 || length >= left {
                return;
            }
            left -= length;
        }
    };
    // Whether the other side is done or not, it was told.
    let _ = timeout(LINGER_FOR, throwing_away).await;
    drop(place);
}
